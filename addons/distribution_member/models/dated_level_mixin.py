import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import groupby, split_every

from ..queries import downline_depth, level_due
from .dated_upline_mixin import DUE_PER_COMMIT, HISTORY_SENTINEL

_logger = logging.getLogger(__name__)


class DistributionDatedLevelMixin(models.AbstractModel):
    """A member's level changes on a day, for a reason; the price list follows."""

    _name = "distribution.dated.level.mixin"
    _description = "Dated Level of a Member"

    level_history_ids = fields.One2many("distribution.member.level", "member_id")

    # === CONSTRAINT METHODS === #

    @api.constrains("upline_id", "level_id")
    def _check_downline_depth(self):
        """Refuse a branch that is deeper than a level above it allows."""
        if not self.env["distribution.level"]._is_depth_limited():
            return
        self.env.flush_all()
        rows = self.env.execute_query(downline_depth.too_deep(self.ids))
        for upper_id, depth, allowed in rows:
            raise ValidationError(
                self.env._(
                    "%(member)s would have %(depth)s levels of downline, but its level allows"
                    " %(allowed)s. Choose another upline or another level.",
                    member=self.sudo().browse(upper_id).display_name,  # it may be out of sight
                    depth=depth,
                    allowed=allowed,
                )
            )

    # === BUSINESS METHODS === #

    def change_level(self, level_id, date, reason):
        """Put the member on another level from `date` on.

        :param int level_id: the new level
        :param date: first day at the new level; a day to come is applied by the scheduler
        :param str reason: shown in the history, required
        :return: True
        :raise UserError: for a day before the membership, or on which commission depends
        :raise ValidationError: when the rank would not fall from upline to downline, or a
            branch would be too deep, on the day or a later one
        """
        self.ensure_one()
        self._ensure_may_edit()
        date = fields.Date.to_date(date)
        level = self.env["distribution.level"].browse(level_id or []).exists()
        reason = self._ensure_reason(reason)
        self._ensure_day_of_membership(date)
        self._check_new_level(level)
        self._ensure_level_change_allowed(date)
        old_level = self.level_id
        # sudo: the history is written by us only
        self.env["distribution.member.level"].sudo()._apply_from(
            self, date, {"level_id": level.id, "reason": reason, "user_id": self.env.uid}
        )
        self._check_ranks_from(date)
        self._check_depth_from(date)
        self.env["distribution.audit"]._record(
            "level_change",
            self,
            field="level_id",
            old_value=old_level.display_name,
            new_value=f"{level.display_name} ({date})",
            reason=reason,
        )
        self._apply_levels_of_today()
        return True

    @api.model
    def _cron_apply_levels(self):
        """Bring the present levels in line with the history, whose planned rows become due.

        Set by set; every set is committed, so that a run that is broken off goes on where it
        stopped. A change that has become impossible is told to the responsible person, and does
        not hold up the others.
        """
        due = self._search_due_levels()
        remaining = len(due)
        for rows in split_every(DUE_PER_COMMIT, due):
            for (level_id, _is_down), alike in groupby(rows, key=lambda row: row[1:]):
                self.browse(row[0] for row in alike)._apply_planned_level(level_id)
            remaining -= len(rows)
            if not self.env["ir.cron"]._commit_progress(len(rows), remaining=remaining):
                break

    # === HELPERS === #

    def _ensure_level_change_allowed(self, date):
        """Override to refuse a change from `date` on that later documents depend on."""

    def _check_new_level(self, level):
        """Refuse no level, or one of another company."""
        if not level:
            raise UserError(self.env._("Choose the new level."))
        if level.company_id and level.company_id != self.company_id:
            raise ValidationError(
                self.env._(
                    "The level %(level)s belongs to %(company)s. Choose a level of the member's"
                    " company.",
                    level=level.display_name,
                    company=level.company_id.display_name,
                )
            )

    @api.model
    def _search_due_levels(self):
        """Return the rows of `level_due` where the level of today is not applied yet."""
        self.env["distribution.member.level"].flush_model()
        self.flush_model(["level_id"])
        return self.env.execute_query(level_due.find_due(fields.Date.context_today(self)))

    def _apply_planned_level(self, level_id):
        """Put all members on a level at once; where that fails, each on its own."""
        guarded = self.with_context(distribution_history=HISTORY_SENTINEL)
        try:
            with self.env.cr.savepoint():
                guarded.write({"level_id": level_id})
        except ValidationError as error:
            if len(self) > 1:
                for member in self:
                    member._apply_planned_level(level_id)
                return
            _logger.info("planned level change of member %s waits: %s", self.code, error)
            self._ask_about_level_change(str(error))

    def _apply_levels_of_today(self):
        today = fields.Date.context_today(self)
        guarded = self.with_context(distribution_history=HISTORY_SENTINEL)
        for row in self.env["distribution.member.level"].sudo()._get_on(guarded, today):
            member = guarded.browse(row.member_id.id)
            if member.level_id != row.level_id:
                member.write({"level_id": row.level_id.id})

    def _ask_about_level_change(self, problem):
        """Schedule one activity, however often the scheduler runs."""
        summary = self.env._("A planned change of level could not be applied")
        if not self.activity_ids.filtered(lambda activity: activity.summary == summary):
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=problem,
                user_id=self._get_responsible_user().id,
            )

    def _get_responsible_user(self):
        """Return who looks after the member: the nearest manager of its region, or the admin."""
        self.ensure_one()
        managers = self.region_id._find_managers().filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        return managers[:1] or self.env.ref("base.user_admin")
