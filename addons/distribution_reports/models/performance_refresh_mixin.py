import calendar

from odoo import api, fields, models
from odoo.addons.distribution_commission.queries import punctuality
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..queries import performance, purchases
from .kpi_window import to_utc

# How many months the first look of a company goes back.
MONTHS_AT_FIRST = 12


class DistributionPerformanceRefreshMixin(models.AbstractModel):
    """How the rows are kept: the months that are not frozen are computed anew, in sets."""

    _name = "distribution.performance.refresh.mixin"
    _description = "Refreshing Performance"

    # === SCHEDULER === #

    @api.model
    def _cron_refresh(self):
        """Bring every company up to date, a commit after each month; freeze what is due."""
        work = [
            (company, month)
            for company in self.env["res.company"]._find_distribution_companies()
            for month in self._list_open_months(company)
        ]
        for done, (company, month) in enumerate(work, 1):
            self._refresh_month(company, month)
            self._freeze_if_due(company, month)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(work) - done):
                return

    # === ACTION METHODS === #

    @api.model
    def action_refresh(self):
        """Compute the months that are not frozen anew, as the hourly job does."""
        allowed = ("manager", "finance", "admin")
        if not any(
            self.env.user.has_group(f"distribution_member.group_distribution_{group}")
            for group in allowed
        ):
            raise AccessError(self.env._("Ask a regional manager or finance to refresh."))
        # sudo: the rows are nobody's to write; they are computed from the facts, all at once
        rows_sudo = self.sudo()
        for month in rows_sudo._list_open_months(self.env.company):
            rows_sudo._refresh_month(self.env.company, month)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The open months are up to date."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _refresh(self, company=None):
        """Compute all open months of a company, and freeze those that are due."""
        company = company or self.env.company
        for month in self._list_open_months(company):
            self._refresh_month(company, month)
            self._freeze_if_due(company, month)

    @api.model
    def _refresh_month(self, company, first):
        """Compute the rows of a month anew, unless it is frozen."""
        month, sources = self._prepare_month(company, first)
        rows = self.env.execute_query(performance.refresh(month, sources, fields.Datetime.now()))
        member_ids = [row[0] for row in rows]
        self.env.cr.execute(performance.forget_others(company.id, first, member_ids))
        self.invalidate_model()

    @api.model
    def _freeze_if_due(self, company, first):
        """Freeze a month whose days of grace are over."""
        today = company._get_distribution_today()
        due = fields.Date.add(
            fields.Date.add(first, months=1), days=company.distribution_performance_freeze_days
        )
        if today >= due:
            self.env.execute_query(performance.freeze(company.id, first, today))
            self.invalidate_model()

    # === HELPERS === #

    @api.model
    def _list_open_months(self, company):
        """Return the months to compute, oldest first: all since the last one that is frozen.

        The first time, a year is computed, so that there is something to look back at.
        """
        this_month = company._get_distribution_today().replace(day=1)
        [(last_frozen,)] = self._read_group(
            [("company_id", "=", company.id), ("state", "=", "frozen")], [], ["date:max"]
        )
        if last_frozen:
            first = fields.Date.add(last_frozen, months=1)
        else:
            first = fields.Date.subtract(this_month, months=MONTHS_AT_FIRST)
        months = []
        while first <= this_month:
            months.append(first)
            first = fields.Date.add(first, months=1)
        return months

    @api.model
    def _prepare_month(self, company, first):
        """Return what the queries must know of a month, and what they read."""
        self.env["distribution.scorecard"]._ensure_for(company)
        self.env.flush_all()
        end = fields.Date.add(first, months=1)
        today = company._get_distribution_today()
        days = calendar.monthrange(first.year, first.month)[1]
        month = performance.Month(
            company_id=company.id,
            first=first,
            end=end,
            previous=fields.Date.subtract(first, months=1),
            year_ago=fields.Date.subtract(first, years=1),
            year_ago_end=fields.Date.subtract(end, years=1),
            year_start=first.replace(month=1),
            days=days,
            elapsed=max(1, min(days, (today - first).days + 1)),
            due_until=max(first, min(end, today)),  # what is due today can still be paid today
            since=to_utc(first, company.distribution_tz),
            until=to_utc(end, company.distribution_tz),
            decimals=company.currency_id.decimal_places,
        )
        return month, self._get_sources(month)

    @api.model
    def _get_sources(self, month):
        """Return what the figures are read from; rules do not matter, as everybody is ranked."""
        rows = self.env.execute_query(
            SQL("SELECT id FROM distribution_member WHERE company_id = %s", month.company_id)
        )
        return {
            "sales": purchases.purchases(self.env["distribution.sales.report"]._table_sql),
            "returns": self.env["distribution.return.rate"]._table_sql,
            "punctuality": punctuality.amounts(
                [row[0] for row in rows], month.first, month.due_until
            ),
        }
