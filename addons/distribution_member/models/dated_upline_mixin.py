from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..queries import upline_closure, upline_due

# Only code in this process can hold it, so no RPC client can write the guarded fields.
HISTORY_SENTINEL = object()
DUE_PER_COMMIT = 1000


class DistributionDatedUplineMixin(models.AbstractModel):
    """A member's upline changes on a day, for a reason; the history knows every earlier one."""

    _name = "distribution.dated.upline.mixin"
    _description = "Dated Upline of a Member"

    # === BUSINESS METHODS === #

    def change_upline(self, upline_id, date, reason):
        """Put the member, with all who stand below it, under another upline from `date` on.

        Changes that were planned for later days are superseded.

        :param int upline_id: the new upline, or False for directly under the manufacturer
        :param date: first day under the new upline; a day to come is applied by the scheduler
        :param str reason: shown in the history, required
        :return: True
        :raise UserError: when the date lies before the membership, or settled money forbids it
        :raise ValidationError: for cycles on any day, ranks that do not fall, terminated uplines
            or those of another company
        """
        self.ensure_one()
        self.check_access("write")
        date = fields.Date.to_date(date)
        upline = self.browse(upline_id or [])
        reason = self._ensure_reason(reason)
        (self | upline)._ensure_day_of_membership(date)
        self._hold_branch(upline, date)
        self._check_new_upline(upline, date)
        self._ensure_upline_change_allowed(date)
        self._record_upline_change(upline, date, reason)
        self.env["distribution.member.upline"].sudo()._apply_from(  # history is written by us only
            self, date, {"upline_id": upline.id, "reason": reason, "user_id": self.env.uid}
        )
        self.env["distribution.member.closure"]._rebuild_for(self.ids)
        self._check_depth_from(date)
        self._apply_uplines_of_today()
        return True

    def get_upline_chain(self, date):
        """Return the ids of the uplines on `date`, nearest first."""
        self.ensure_one()
        self.check_access("read")
        rows = self.env.execute_query(upline_closure.chain(self.id, fields.Date.to_date(date)))
        return [ancestor_id for (ancestor_id,) in rows]

    @api.model
    def _cron_apply_uplines(self):
        """Bring the present uplines in line with the history, whose planned rows become due.

        Set by set, the members nearest to the top first; every set is committed, so that a run
        that is broken off goes on where it stopped.
        """
        today = fields.Date.context_today(self)
        while due := self._search_due_uplines(today, limit=DUE_PER_COMMIT):
            due._apply_due_uplines(today)
            remaining = DUE_PER_COMMIT if len(due) == DUE_PER_COMMIT else 0
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=remaining):
                break

    # === HELPERS === #

    def _ensure_upline_change_allowed(self, date):
        """Override to refuse a change from `date` on that later documents depend on."""

    def _ensure_day_of_membership(self, date):
        """All must be members on the day."""
        for member in self:
            if not date or date < member.date_start:
                raise UserError(
                    self.env._(
                        "%(member)s is a member since %(start)s. Choose that day or a later one.",
                        member=member.display_name,
                        start=format_date(self.env, member.date_start),
                    )
                )

    def _hold_branch(self, upline, date):
        """Let a change of the same branch, or of the upline's uplines, at the same time fail."""
        self.env.flush_all()
        held_ids = [*self.ids, *upline.ids, *self._search_branch_ids(date)]
        self.env.cr.execute(upline_closure.hold(held_ids))

    def _search_branch_ids(self, date):
        """Return the ids of all who stand below on `date` or on a later day."""
        rows = self.env.execute_query(upline_closure.branch_members(self.ids, date))
        return [member_id for (member_id,) in rows]

    def _check_new_upline(self, upline, date):
        """Refuse what must not be on any day from `date` on."""
        if not upline:
            return
        upline.check_access("read")
        if upline.company_id != self.company_id:
            raise ValidationError(
                self.env._(
                    "%(upline)s belongs to %(company)s. Choose an upline of the same company.",
                    upline=upline.display_name,
                    company=upline.company_id.display_name,
                )
            )
        if upline == self or upline.id in self._search_branch_ids(date):
            raise ValidationError(
                self.env._(
                    "A member cannot stand below itself: %(upline)s stands below %(member)s on"
                    " %(date)s or later. Choose an upline outside this branch.",
                    upline=upline.display_name,
                    member=self.display_name,
                    date=format_date(self.env, date),
                )
            )
        if upline.state == "terminated":
            raise ValidationError(
                self.env._(
                    "%(upline)s is terminated. Choose an upline that is still a member.",
                    upline=upline.display_name,
                )
            )
        self._check_ranks_under(upline, date)

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

    def _record_upline_change(self, upline, date, reason):
        self.env["distribution.audit"]._record(
            "upline_change",
            self,
            field="upline_id",
            old_value=self.upline_id.display_name or self.env._("none"),
            new_value=self.env._(
                "%(upline)s from %(date)s on",
                upline=upline.display_name or self.env._("none"),
                date=format_date(self.env, date),
            ),
            reason=reason,
        )

    def _search_due_uplines(self, today, limit=None):
        """Return the members (of `self`, if any) whose upline of today is not applied yet."""
        self.env["distribution.member.upline"].flush_model()
        self.flush_model(["upline_id"])
        rows = self.env.execute_query(upline_due.find_due(today, self.ids or None, limit))
        return self.browse(row[0] for row in rows)

    def _apply_due_uplines(self, today):
        """Write the uplines of today for many members at once."""
        self.env.cr.execute(upline_due.apply_uplines(self.ids, today))
        self.env.cr.execute(upline_due.rewrite_paths(self.ids, today))
        self.env.invalidate_all(flush=False)
        self.modified(["upline_id"])

    def _apply_uplines_of_today(self):
        """Write the uplines of today for a few members, with all that the ORM does beside it."""
        today = fields.Date.context_today(self)
        guarded = self.with_context(distribution_history=HISTORY_SENTINEL)
        for row in self.env["distribution.member.upline"]._get_on(guarded, today):
            member = guarded.browse(row.member_id.id)
            if member.upline_id != row.upline_id:
                member.write({"upline_id": row.upline_id.id})
