from odoo import api, fields, models

from ..queries import performance_warnings, purchases

# So many new warnings reach a manager one by one; the first tells of all others.
ACTIVITIES_AT_ONCE = 20


class DistributionPerformanceWatchMixin(models.AbstractModel):
    """The nightly look: warnings open, change and close by themselves, a statement per kind."""

    _name = "distribution.performance.watch.mixin"
    _description = "Watch over Performance"

    # === SCHEDULER === #

    @api.model
    def _cron_watch(self):
        """Look at the members of every company."""
        companies = self.env["res.company"]._find_distribution_companies()
        for done, company in enumerate(companies, 1):
            self._watch(company)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done):
                return

    # === BUSINESS METHODS === #

    @api.model
    def _watch(self, company=None):
        """Bring the warnings of a company up to date; return the new ones."""
        company = company or self.env.company
        self.env.flush_all()
        opened, over = self.browse(), self.browse()
        today = company._get_distribution_today()
        for kind, found in self._get_finders(company, today).items():
            rows = self.env.execute_query(performance_warnings.keep(company.id, kind, found, today))
            opened |= self.browse(row[0] for row in rows if row[1])
            over |= self.browse(row[0] for row in rows if row[2])
        self.invalidate_model()
        over._forget_activities()
        opened._assign_managers()
        opened._tell_managers()
        return opened

    @api.model
    def _get_finders(self, company, today):
        """Override to warn of more; add the kind to the selection as well.

        :return: {kind: query that finds the members}
        """
        sales = purchases.purchases(self.env["distribution.sales.report"]._table_sql)
        last_month = fields.Date.subtract(today.replace(day=1), months=1)
        return {
            "falling": performance_warnings.falling(
                company.id,
                today,
                sales,
                {
                    "percent": company.distribution_warning_falling_percent,
                    "amount": company.distribution_warning_falling_amount,
                },
            ),
            "sleeping": performance_warnings.sleeping(
                company.id,
                today,
                sales,
                {
                    "factor": company.distribution_warning_sleeping_factor,
                    "days_min": company.distribution_warning_sleeping_days_min,
                    "days": company.distribution_warning_sleeping_days,
                },
            ),
            "target_missed": performance_warnings.target_missed(
                company.id, last_month, company.distribution_warning_missed_percent
            ),
        }

    # === HELPERS === #

    def _assign_managers(self):
        """Give each warning to the manager of its region."""
        quiet = self.with_context(tracking_disable=True)  # it is new: there is nothing to track
        for region, warnings in quiet.grouped("region_id").items():
            warnings.user_id = region._find_managers()[:1]

    def _tell_managers(self):
        """Give each manager an activity per warning; of a flood, one that tells of all."""
        kind = self.env.ref("distribution_reports.mail_activity_type_performance_warning")
        model_id = self.env["ir.model"]._get_id(self._name)
        rows = []
        for user, warnings in self.filtered("user_id").grouped("user_id").items():
            told = warnings[:ACTIVITIES_AT_ONCE]
            others = len(warnings) - len(told)
            for warning in told.with_context(lang=user.lang):
                note = warning.reason
                if others and warning == told[0]:
                    note = warning._describe_others(note, others)
                rows.append(
                    {
                        "activity_type_id": kind.id,
                        "automated": True,
                        "date_deadline": fields.Date.add(warning.date, days=3),
                        "res_id": warning.id,
                        "res_model_id": model_id,
                        "user_id": user.id,
                        "note": note,
                    }
                )
        # The activity itself tells: a mail for each would be a storm of its own.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(rows)

    def _describe_others(self, note, count):
        return self.env._(
            "%(reason)s And %(count)s more members: see Distribution › Reports › Warnings.",
            reason=note,
            count=count,
        )
