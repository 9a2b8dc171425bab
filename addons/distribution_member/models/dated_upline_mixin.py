from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..queries import upline_chain

# Only code in this process can hold it, so no RPC client can write the guarded fields.
HISTORY_SENTINEL = object()


class DistributionDatedUplineMixin(models.AbstractModel):
    """A member's upline changes on a day, for a reason; the history knows every earlier one."""

    _name = "distribution.dated.upline.mixin"
    _description = "Dated Upline of a Member"

    # === BUSINESS METHODS === #

    def change_upline(self, upline_id, date, reason):
        """Put the member under another upline from `date` on.

        :param int upline_id: the new upline, or False for directly under the manufacturer
        :param date: first day under the new upline; a day to come is applied by the scheduler
        :param str reason: shown in the history, required
        :return: True
        :raise UserError: when the date lies before the membership, or settled money forbids it
        :raise ValidationError: for cycles, ranks that do not fall, or another company's upline
        """
        self.ensure_one()
        self.check_access("write")
        date = fields.Date.to_date(date)
        upline = self.browse(upline_id or [])
        reason = self._ensure_reason(reason)
        if not date or date < self.date_start:
            raise UserError(
                self.env._(
                    "%(member)s is a member since %(start)s. Choose that day or a later one.",
                    member=self.display_name,
                    start=self.date_start,
                )
            )
        self._check_new_upline(upline)
        self._ensure_upline_change_allowed(date)
        self.env["distribution.member.upline"].sudo()._apply_from(  # history is written by us only
            self, date, {"upline_id": upline.id, "reason": reason, "user_id": self.env.uid}
        )
        self._apply_uplines_of_today()
        return True

    def get_upline_chain(self, date):
        """Return the ids of the uplines on `date`, nearest first."""
        self.ensure_one()
        self.check_access("read")
        self.env["distribution.member.upline"].flush_model()
        rows = self.env.execute_query(
            upline_chain.upline_chain(self.ids, fields.Date.to_date(date))
        )
        return [upline_id for _member_id, upline_id, _depth in rows]

    @api.model
    def _cron_apply_uplines(self):
        """Bring the present uplines in line with the history, whose planned rows become due."""
        self._search_outdated_uplines()._apply_uplines_of_today()

    # === HELPERS === #

    def _ensure_upline_change_allowed(self, date):
        """Override to refuse a change from `date` on that later documents depend on."""

    def _check_new_upline(self, upline):
        """Refuse what the constraints would refuse only on the day a planned change is applied."""
        if upline and upline.company_id != self.company_id:
            raise ValidationError(
                self.env._(
                    "%(upline)s belongs to %(company)s. Choose an upline of the same company.",
                    upline=upline.display_name,
                    company=upline.company_id.display_name,
                )
            )
        if upline and self in upline | self.search([("id", "parent_of", upline.id)]):
            raise ValidationError(self.env._("A member cannot stand below itself."))
        self._ensure_rank_below(upline)

    def _ensure_rank_below(self, upline):
        """Raise when the member is as close to the manufacturer as `upline`, or closer."""
        if upline and upline.level_id.rank >= self.level_id.rank:
            raise ValidationError(
                self.env._(
                    "%(upline)s (rank %(upline_rank)s) cannot be the upline of %(member)s"
                    " (rank %(rank)s): the rank must fall from upline to downline. Choose an"
                    " upline closer to the manufacturer.",
                    upline=upline.display_name,
                    upline_rank=upline.level_id.rank,
                    member=self.display_name,
                    rank=self.level_id.rank,
                )
            )

    def _search_outdated_uplines(self):
        today = fields.Date.context_today(self)
        rows = self.env["distribution.member.upline"].search(
            [("date_from", "<=", today), "|", ("date_to", "=", False), ("date_to", ">", today)]
        )
        return rows.filtered(lambda row: row.upline_id != row.member_id.upline_id).member_id

    def _apply_uplines_of_today(self):
        today = fields.Date.context_today(self)
        guarded = self.with_context(distribution_history=HISTORY_SENTINEL)
        for row in self.env["distribution.member.upline"]._get_on(guarded, today):
            member = guarded.browse(row.member_id.id)
            if member.upline_id != row.upline_id:
                member.write({"upline_id": row.upline_id.id})
