from datetime import timedelta

from odoo import api, fields, models

from ..queries.kpi_values import keep_values
from .kpi_window import DAYS_OF_WEEK, NOTHING, Window, week_of

FAMILY = "distribution.kpi.figure"
WEEKS_SHOWN = 12


class DistributionKpiMeasureMixin(models.AbstractModel):
    """Measures the figures week by week.

    The running week is measured again every day, over the days up to today. A week that is over
    is measured once more, up to its last day, and stays.
    """

    _name = "distribution.kpi.measure.mixin"
    _description = "Measuring of the Service Figures"

    # === SCHEDULER === #

    @api.model
    def _cron_measure(self):
        """Measure the running week of every company, and past weeks that were not measured yet."""
        companies = self.env["res.company"]._find_distribution_companies()
        figures = self._find_figures()
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for number, company in enumerate(companies, start=1):
            for week in figures._list_unmeasured_weeks(company):
                figures._measure_weeks(company, week)
                self.env["ir.cron"]._commit_progress()
            remaining = len(companies) - number
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    # === BUSINESS METHODS === #

    @api.model
    def _find_figures(self):
        """Return the figures that are shown and measured: a dozen."""
        return self.search([("active", "=", True)])

    def _list_unmeasured_weeks(self, company):
        """Return the Mondays of past weeks without final values, and of this week."""
        this_week = week_of(company._get_distribution_today())
        past = [this_week - timedelta(weeks=back) for back in range(WEEKS_SHOWN, 0, -1)]
        final = {
            week
            for (week,) in self.env["distribution.kpi.value"]._read_group(
                [
                    ("company_id", "=", company.id),
                    ("week", "in", past),
                    ("is_final", "=", True),
                ],
                ["week:day"],
            )
        }
        return [*(week for week in past if week not in final), this_week]

    def _measure_weeks(self, company, week=None):
        """Measure a week of a company, by default the running one, and keep what came out."""
        today = company._get_distribution_today()
        week = week or week_of(today)
        is_over = week + timedelta(days=DAYS_OF_WEEK) <= today
        last_day = week + timedelta(days=DAYS_OF_WEEK - 1) if is_over else today
        rows = []
        for kpi in self:
            if is_over and not kpi._get_figure()._can_look_back:
                continue  # what is known of it was measured in that week
            measured = kpi._measure(company, last_day)
            is_measured = measured.value is not None
            rows.append(
                (
                    kpi.id,
                    measured.value if is_measured else 0.0,
                    measured.count,
                    is_measured,
                    kpi.goal,
                    kpi._find_light(measured.value),
                )
            )
        if rows:
            values = self.env["distribution.kpi.value"]
            values.flush_model()
            now = fields.Datetime.now()
            self.env.cr.execute(
                keep_values(company.id, week, rows, is_final=is_over, now=now, uid=self.env.uid)
            )
            values.invalidate_model()
            self.invalidate_model()

    def _measure(self, company, last_day):
        """Return what the figure comes out at over the days that end with one."""
        figure = self._get_figure().with_company(company)
        figure = figure.with_context(allowed_company_ids=company.ids)
        if not figure._is_available():
            return NOTHING
        return figure._measure(self._build_window(company, last_day))

    # === HELPERS === #

    def _get_figure(self):
        """Return the model that measures; the family itself measures nothing."""
        self.ensure_one()
        name = f"{FAMILY}.{self.code}"
        return self.env[name if name in self.env else FAMILY]

    def _build_window(self, company, last_day):
        end = last_day + timedelta(days=1)
        days = max(self.window_days, 1)  # 0 while somebody types
        return Window(company=company, date_from=end - timedelta(days=days), date_to=end)

    def _explain_missing(self):
        """Return why there is no value, in a sentence."""
        return self._get_figure()._explain_missing()

    @api.model
    def _list_shown_weeks(self, company):
        """Return the Mondays of the weeks of a trend, the oldest first."""
        this_week = week_of(company._get_distribution_today())
        return [this_week - timedelta(weeks=back) for back in range(WEEKS_SHOWN - 1, -1, -1)]

    def _read_weeks(self, company):
        """Return {figure id: {Monday: its value}} of the weeks of a trend."""
        found = self.env["distribution.kpi.value"].search(
            [
                ("kpi_id", "in", self._origin.ids),
                ("company_id", "=", company.id),
                ("week", "in", self._list_shown_weeks(company)),
            ]
        )
        return {
            kpi.id: {value.week: value for value in values}
            for kpi, values in found.grouped("kpi_id").items()
        }
