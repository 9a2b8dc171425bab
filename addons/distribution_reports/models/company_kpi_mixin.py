from datetime import timedelta

from odoo import fields, models

from .kpi_mail_mixin import DAYS_LATE, MAIL_HOUR
from .kpi_window import to_utc, week_of


class DistributionCompanyKpiMixin(models.AbstractModel):
    """Who receives the mail of every Monday, and when it is written."""

    _name = "distribution.company.kpi.mixin"
    _description = "Weekly Mail of a Company"

    distribution_kpi_user_ids = fields.Many2many(
        "res.users",
        "distribution_company_kpi_user_rel",
        string="People Who Get the Weekly Mail",
        domain=[("share", "=", False)],
        help="Colleagues who are sent the service figures every Monday, if they may read them.",
    )
    distribution_kpi_group_ids = fields.Many2many(
        "res.groups",
        "distribution_company_kpi_group_rel",
        string="Roles Who Get the Weekly Mail",
        help="All colleagues of these roles are sent the service figures every Monday.",
    )

    # === HELPERS === #

    def _find_distribution_kpi_people(self):
        """Return who was chosen, by name or by role, each once.

        Whether a person may still read the figures is asked when the mail is made.
        """
        self.ensure_one()
        # sudo: who is of a role is asked for by the scheduler
        in_roles = self.sudo().distribution_kpi_group_ids.all_user_ids
        return self.distribution_kpi_user_ids | in_roles.filtered(
            lambda user: user.active and not user.share and self in user.company_ids
        )

    def _is_distribution_kpi_mail_due(self):
        """Tell whether it is Monday morning, or so little later that the mail is still news."""
        self.ensure_one()
        monday = week_of(self._get_distribution_today())
        first = to_utc(monday, self.distribution_tz, MAIL_HOUR)
        last = to_utc(monday + timedelta(days=DAYS_LATE), self.distribution_tz)
        return first <= fields.Datetime.now() < last
