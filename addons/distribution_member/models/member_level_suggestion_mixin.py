from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..queries import todos

# The newest that a page of the portal shows; all are in the member's own copy of its data.
PORTAL_SUGGESTIONS = 50
LEVELS_URL = "/my/distribution/levels"


class DistributionMemberLevelSuggestionMixin(models.AbstractModel):
    """What was suggested about a member's level: on its form, in its portal, in its own data."""

    _name = "distribution.member.level.suggestion.mixin"
    _description = "Level Suggestions of a Member"

    level_suggestion_ids = fields.One2many("distribution.level.suggestion", "member_id")
    level_suggestion_count = fields.Integer(
        "Level Suggestions", compute="_compute_level_suggestion_count", help="Still to decide."
    )

    def _compute_level_suggestion_count(self):
        counts = dict(
            self.env["distribution.level.suggestion"]._read_group(
                [("member_id", "in", self.ids), ("state", "=", "pending")],
                ["member_id"],
                ["__count"],
            )
        )
        for member in self:
            member.level_suggestion_count = counts.get(member, 0)

    def action_open_level_suggestions(self):
        """Open what was suggested about the member's level, decided or not."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_level_suggestion_action"
        )
        return {**action, "domain": [("member_id", "=", self.id)], "context": {}}

    # === PORTAL === #

    def _find_portal_suggestions(self):
        """Return what the member may see: what was decided, and what may go against it.

        A higher level that is only suggested is promised to nobody, and not shown; a lower one is,
        so that the member is heard before it is decided. What it objected to, it can follow.
        """
        self.ensure_one()
        shown = (
            Domain("state", "=", "confirmed")
            | Domain("objection", "!=", False)
            | (Domain("state", "=", "pending") & Domain("direction", "=", "down"))
        )
        return self.env["distribution.level.suggestion"].search(
            Domain("member_id", "=", self.id) & shown, limit=PORTAL_SUGGESTIONS
        )

    def _prepare_portal_links(self, role):
        """Override to lead those who speak for the member to what its level is based on."""
        links = super()._prepare_portal_links(role)
        level = {"icon": "fa-level-up", "text": self.env._("Level"), "url": LEVELS_URL}
        return [level, *links] if role == "admin" else links

    def _get_todo_sources(self, role):
        """Override to name what may still be objected to before it happens."""
        sources = super()._get_todo_sources(role)
        if role != "admin":
            return sources
        condition = todos.level_suggestions(self.id, fields.Date.context_today(self))
        return [(condition, self._prepare_level_todos), *sources]

    def _prepare_level_todos(self):
        today = fields.Date.context_today(self)
        for suggestion in self._find_portal_suggestions().filtered(lambda row: row._can_object()):
            level = suggestion.suggested_level_id.name
            if suggestion.state == "pending":
                text = self.env._(
                    "Level %(level)s is suggested for you. See why, and say what you think of it.",
                    level=level,
                )
            elif suggestion.date_effective > today:
                text = self.env._(
                    "Your level is %(level)s from %(date)s. See why.",
                    level=level,
                    date=format_date(self.env, suggestion.date_effective),
                )
            else:
                continue
            yield {"icon": "fa-level-up", "text": text, "url": LEVELS_URL}

    # === OWN DATA === #

    def _unlink_personal_records(self, persons, users):
        """Override to take out what the member and staff wrote about each other."""
        suggestions = self.env["distribution.level.suggestion"].search(
            [("member_id", "=", self.id)]
        )
        suggestions._erase_words()
        self._erase_threads(suggestions)
        return super()._unlink_personal_records(persons, users)

    def _get_export_sections(self):
        """Override to add what the program has worked out about the member."""
        member_sudo = self.sudo()  # its own data; the caller has checked that it is the member
        rows = [
            {
                "from": suggestion.date_from,
                "to": suggestion.date_last,
                "level": suggestion.level_id.name,
                "suggested_level": suggestion.suggested_level_id.name,
                "measures": suggestion._build_reason(),
                "state": suggestion.state,
                "decision_reason": suggestion.decision_reason or "",
                "objection": suggestion.objection or "",
                "objection_date": suggestion.date_objected or "",
                "objection_answer": suggestion.objection_answer or "",
            }
            for suggestion in member_sudo.level_suggestion_ids
        ]
        return {**super()._get_export_sections(), "level_suggestions": rows}
