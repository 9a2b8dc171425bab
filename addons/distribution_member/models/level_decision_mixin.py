from odoo import fields, models
from odoo.exceptions import UserError


class DistributionLevelDecisionMixin(models.AbstractModel):
    """A person's decision on a level suggestion: what it was, who, when and why."""

    _name = "distribution.level.decision.mixin"
    _description = "Decision on a Level Suggestion"

    decision_reason = fields.Char(readonly=True, tracking=True)
    decision_user_id = fields.Many2one("res.users", "Decided by", readonly=True)
    date_decided = fields.Datetime("Decided on", readonly=True)
    date_effective = fields.Date(
        "New Level from", readonly=True, help="First day at the suggested level."
    )

    # === ACTION METHODS === #

    def action_confirm(self, date, reason):
        """Put the members on the suggested levels from `date` on.

        What does not hold any more, because the member's level or state has changed since, is
        marked as outdated instead, and the answer says so.

        :param date: first day at the new level, see `change_level` of the member
        :param str reason: kept in the member's history, required
        :return: True, or a notification to show
        """
        self._ensure_decidable(reason)
        gone = self.filtered(
            lambda suggestion: (
                suggestion.member_id.level_id != suggestion.level_id
                or suggestion.member_id.state != "active"
            )
        )
        gone._write_state("outdated")
        for suggestion in self - gone:
            suggestion.member_id.change_level(suggestion.suggested_level_id.id, date, reason)
        (self - gone)._write_decision("confirmed", reason, date_effective=date)
        if not gone:
            return True
        return self._notify(
            "warning",
            self.env._(
                "%(members)s: the level or the state has changed since this was suggested. The"
                " suggestion is outdated and nothing was changed.",
                members=", ".join(gone.member_id.mapped("display_name")),
            ),
        )

    def action_dismiss(self, reason):
        """Let the members stay where they are; the same is not suggested again for this period.

        :param str reason: kept with the suggestion, required
        :return: True
        """
        self._ensure_decidable(reason)
        self._write_decision("dismissed", reason)
        self.env["distribution.audit"]._record(
            "level_suggestion_dismiss", self, reason=reason.strip()
        )
        return True

    # === HELPERS === #

    def _ensure_decidable(self, reason):
        """Raise when the user may not decide, or there is nothing to decide."""
        self.check_access("write")
        # Deciding is an act on the member: who may not edit it may not move it.
        self.member_id._ensure_may_edit()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Give a reason: it is kept with the decision."))
        self._ensure_state(
            ("pending",),
            self.env._("%(record)s is %(state)s: there is nothing to decide any more."),
        )

    def _write_decision(self, state, reason, **values):
        self._write_state(
            state,
            decision_reason=reason.strip(),
            decision_user_id=self.env.uid,
            date_decided=fields.Datetime.now(),
            **values,
        )
        self._close_objections(reason)
