from odoo import fields, models


class DistributionMemberLevelSuggestionMixin(models.AbstractModel):
    """What was suggested about a member's level, for its form and for its own copy of its data."""

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
            }
            for suggestion in member_sudo.level_suggestion_ids
        ]
        return {**super()._get_export_sections(), "level_suggestions": rows}
