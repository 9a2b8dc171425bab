from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .dated_upline_mixin import HISTORY_SENTINEL

AUDITED_AS = {
    "active": "member_activate",
    "suspended": "member_suspend",
    "terminated": "member_terminate",
}


class DistributionMemberLifecycleMixin(models.AbstractModel):
    """A member is activated, suspended and terminated, on a day, for a reason."""

    _name = "distribution.member.lifecycle.mixin"
    _description = "Life Cycle of a Member"

    # === ACTION METHODS === #

    def action_activate(self):
        """Activate applicants and suspended members from today on."""
        self._ensure_state(
            ("applicant", "suspended"),
            self.env._("%(record)s is %(state)s and cannot be activated."),
        )
        self._set_state("active", self.env._("Activated"))

    def action_suspend(self, reason):
        """Stop new orders and new commission from today on.

        :param str reason: shown in the history, required
        """
        self._ensure_state(
            ("active",),
            self.env._("%(record)s is %(state)s. Only active members can be suspended."),
        )
        self._set_state("suspended", self._ensure_reason(reason))

    def action_terminate(self, reason, downline_moves_on=None):
        """End the membership today, for good, and revoke what the members are authorised for.

        :param str reason: shown in the history and on the revoked authorisations, required
        :param downline_moves_on: day from which the direct downline stands under the member's own
            upline; None: there must be none
        :raise UserError: without a reason, or while others stand below the member
        """
        self._ensure_state(
            ("applicant", "active", "suspended"), self.env._("%(record)s is terminated already.")
        )
        reason = self._ensure_reason(reason)
        self._ensure_may_edit()
        if downline_moves_on:
            # From the bottom up: when a member and its upline go, the downline ends above both.
            for member in self.sorted(lambda member: -member.level_id.rank):
                member._move_downline_up(fields.Date.to_date(downline_moves_on), reason)
        self._ensure_no_downline()
        self._get_running_authorisations().action_revoke(reason)
        self._set_state("terminated", reason)

    # === HELPERS === #

    def _get_remaining_downline(self):
        """Return the direct downline that still is in the channel, also what is out of sight."""
        return self.sudo().downline_ids.filtered(  # the rule binds also who may not see them
            lambda below: below.state != "terminated"
        )

    def _move_downline_up(self, date, reason):
        """Put the direct downline under the member's own upline from a day on."""
        self.ensure_one()
        below = self.browse(self._get_remaining_downline().ids)
        for member in below:
            member.change_upline(
                self.upline_id.id,
                max(date, member.date_start),
                self.env._(
                    "%(upline)s is terminated: %(reason)s",
                    upline=self.display_name,
                    reason=reason,
                ),
            )

    def _ensure_no_downline(self):
        """Raise while somebody stands below a member, today and on every day to come."""
        today = fields.Date.context_today(self)
        # sudo: as in `_get_remaining_downline`
        standing_sudo = (
            self.env["distribution.member.upline"]
            .sudo()
            .search(
                [
                    ("upline_id", "in", self.ids),
                    ("member_id", "not in", self.ids),
                    ("member_id.state", "!=", "terminated"),
                    *("|", ("date_to", "=", False), ("date_to", ">", today)),
                ]
            )
        )
        # A move that is planned has an end: it needs no other day.
        staying_sudo = standing_sudo.filtered(lambda row: not row.date_to or row.date_from > today)
        if staying_sudo:
            row_sudo = staying_sudo[0]
            raise UserError(
                self.env._(
                    "%(count)s members stand under %(upline)s, among them %(member)s. Move them to"
                    " another upline first, or choose to move them to the upline of %(upline)s.",
                    count=len(staying_sudo.member_id),
                    upline=row_sudo.upline_id.display_name,
                    member=row_sudo.member_id.display_name,
                )
            )

    def _prepare_termination_effects(self):
        """Return sentences that say what the end of the membership means.

        Addons add what they know; what can be counted and opened is shown by
        `distribution.affected.mixin`.
        """
        self.ensure_one()
        effects = [
            self.env._("From today on it earns no commission and cannot order. This is final."),
        ]
        below = self._get_remaining_downline().sudo(False)
        if below - below._filtered_access("read"):
            effects.append(
                self.env._(
                    "Members of regions that you do not look after stand directly below it. Ask"
                    " their regional manager or an administrator to move them first."
                )
            )
        if self.date_end and self.date_end >= fields.Date.context_today(self):
            effects.append(
                self.env._(
                    "Its authorisation until %(date)s ends early.",
                    date=format_date(self.env, self.date_end),
                )
            )
        return effects

    def _set_state(self, state, reason):
        """Record `state` from today on, in the history, the audit trail and on the member."""
        today = fields.Date.context_today(self)
        history_sudo = self.env["distribution.member.status"].sudo()  # written by us only
        for member in self:
            start = max(today, member.date_start)
            history_sudo._apply_from(
                member, start, {"state": state, "reason": reason, "user_id": self.env.uid}
            )
        for old_state, members in self.grouped("state").items():
            self.env["distribution.audit"]._record(
                AUDITED_AS[state],
                members,
                field="state",
                old_value=old_state,
                new_value=state,
                reason=reason,
            )
        self.with_context(distribution_history=HISTORY_SENTINEL)._write_state(state)
