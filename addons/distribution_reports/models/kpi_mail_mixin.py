from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from .distribution_report_delivery import BOARD_MAIL
from .kpi_window import DAYS_OF_WEEK, to_utc, week_of

# When the week's mail is written in the company's time zone, and how late it may still be.
MAIL_HOUR = 8
DAYS_LATE = 2
# Of the words for a light on white paper.
COLOURS = {"green": "#1A7F37", "amber": "#9A6700", "red": "#B42318", "grey": "#666666"}


class DistributionKpiMailMixin(models.AbstractModel):
    """The mail of every Monday: what the figures were last week, and the week before."""

    _name = "distribution.kpi.mail.mixin"
    _description = "Weekly Mail of the Service Figures"

    # === SCHEDULER === #

    @api.model
    def _cron_mail_board(self):
        """Ask for the mails of the week that is over, once for each person chosen."""
        chosen = Domain("distribution_kpi_user_ids", "!=", False) | Domain(
            "distribution_kpi_group_ids", "!=", False
        )
        for company in self.env["res.company"].search(chosen):
            if company._is_distribution_kpi_mail_due():
                self._request_mails(company, company._find_distribution_kpi_people())
            self.env["ir.cron"]._commit_progress(1)

    # === BUSINESS METHODS === #

    @api.model
    def _request_mails(self, company, people):
        """Ask for the mail about last week for some users of a company."""
        this_week = week_of(company._get_distribution_today())
        week = this_week - timedelta(days=DAYS_OF_WEEK)
        figures = self._find_figures()
        if week in figures._list_unmeasured_weeks(company):
            figures._measure_weeks(company, week)
        due = to_utc(this_week, company.distribution_tz, MAIL_HOUR)
        self.env["distribution.report.delivery"]._request(
            [
                {
                    "key": f"board:{company.id}:{week}:{user.id}",
                    "kind": BOARD_MAIL,
                    "company_id": company.id,
                    "user_id": user.id,
                    "due": due,
                    "week": week,
                }
                for user in people
            ]
        )

    def _compare_weeks(self, company, week):
        """Return what the mail says of each figure, in the language of the environment."""
        before = week - timedelta(days=DAYS_OF_WEEK)
        found = self.env["distribution.kpi.value"].search(
            [
                ("kpi_id", "in", self.ids),
                ("company_id", "=", company.id),
                ("week", "in", [week, before]),
            ]
        )
        values = {(value.kpi_id.id, value.week): value for value in found}
        lights = dict(self._fields["light"]._description_selection(self.env))
        rows = []
        for kpi in self:
            last, earlier = (
                values.get((kpi.id, day), found.browse()).filtered("is_measured")
                for day in (week, before)
            )
            light = last.light or "grey"
            rows.append(
                {
                    "name": kpi.name,
                    "last": kpi._format(last.value) if last else "–",
                    "before": kpi._format(earlier.value) if earlier else "–",
                    "goal": kpi.goal_text,
                    "colour": COLOURS[light],
                    "light_text": lights[light],
                    "reason": "" if last else kpi._explain_missing(),
                }
            )
        return rows
