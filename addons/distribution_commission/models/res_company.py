import pytz
from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError

from .distribution_commission_limit import LIMIT_CODES
from .distribution_withholding_table import WITHHOLDING_METHODS


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "distribution.company.payout.mixin",
        "distribution.company.commission.start.mixin",
    ]

    distribution_tz = fields.Selection(
        _tz_get,
        "Settlement Time Zone",
        compute="_compute_distribution_tz",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="A sale belongs to the day it was in this time zone.",
    )
    distribution_withholding = fields.Selection(
        [("none", "None: members send invoices"), *WITHHOLDING_METHODS],
        "Withholding Tax",
        required=True,
        default="none",
        help="Which income tax is withheld from members that are natural persons.",
    )
    distribution_levels_max = fields.Integer(
        "Levels Paid at Most",
        required=True,
        default=3,
        help="How many levels above the buyer a plan may pay. Never more than the law allows.",
    )
    distribution_person_levels_max = fields.Integer(
        "Levels Paid at Most Where Natural Persons Earn",
        required=True,
        default=1,
        help="How many levels above the buyer a plan may pay that can pay natural persons for what"
        " others buy. Never more than the law allows.",
    )
    distribution_payout_cap_max = fields.Float(
        "Usual Highest Payout (%)",
        digits=(5, 2),
        required=True,
        default=30.0,
        help="What new plans begin with as their highest payout, in percent of a sale.",
    )
    distribution_statement_pdf = fields.Boolean(
        "Attach the PDF to Mails of Statements",
        help="Otherwise a mail holds the link only, and the statement is read after a login.",
    )

    distribution_seal_chain = fields.Char(
        readonly=True, copy=False, help="Names the file that holds the ends of the seals."
    )

    def _compute_distribution_tz(self):
        """Begin with a time zone of the company's country; from then on it is a setting."""
        own = self.env.user.tz
        for company in self:
            zones = company._list_time_zones() or [own or "UTC"]
            company.distribution_tz = own if own in zones else zones[0]

    @api.constrains(*(f"distribution_{code}_max" for code, _label in LIMIT_CODES))
    def _check_stricter_than_law(self):
        """Let a company be stricter than the law, never more generous."""
        limits = self.env["distribution.commission.limit"]
        for company in self:
            today = company._get_distribution_today()
            for code, _label in LIMIT_CODES:
                limit_sudo = limits._find(code, today)
                if not 0 <= company[f"distribution_{code}_max"] <= limit_sudo.value:
                    raise ValidationError(
                        self.env._(
                            "%(what)s: choose a number from 0 to %(limit)s (%(article)s).",
                            what=limit_sudo._describe_code(),
                            limit=f"{limit_sudo.value:g}",
                            article=limit_sudo.source or "",
                        )
                    )

    def write(self, vals):
        """Count the days of a new country, unless a zone was chosen or days were counted."""
        moved = self.browse()
        if "country_id" in vals and "distribution_tz" not in vals:
            moved = self.filtered(lambda company: company.country_id.id != vals["country_id"])
            moved = moved._filter_in_zone_of_country()._filter_without_entries()
        result = super().write(vals)
        if moved:
            moved._compute_distribution_tz()
        return result

    def _list_time_zones(self):
        return pytz.country_timezones.get(self.country_id.code or "") or []

    def _filter_in_zone_of_country(self):
        """Return the companies whose zone may be the one they began with."""

        def is_there(company):
            zones = company._list_time_zones()
            return not zones or company.distribution_tz in zones

        return self.filtered(is_there)

    def _filter_without_entries(self):
        # sudo: who tells where the company is need not see what it pays
        entries_sudo = self.env["distribution.commission.entry"].sudo()
        counted = entries_sudo._read_group([("company_id", "in", self.ids)], ["company_id"])
        return self - self.browse(company.id for [company] in counted)

    def _get_distribution_today(self):
        """Return what day it is in the time zone in which the company settles."""
        self.ensure_one()
        self.fetch(["distribution_tz"])  # of the company's two hundred fields
        return fields.Date.context_today(self.with_context(tz=self.distribution_tz))

    def _get_adoption_time_zone(self):
        """Override of `distribution_order`: past sales belong to the days that are settled."""
        return self.distribution_tz
