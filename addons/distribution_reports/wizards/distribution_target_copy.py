from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..models.target_months_mixin import MONTH_FIELDS
from ..target_months import scale


class DistributionTargetCopy(models.TransientModel):
    """Next year's targets from those of a year, and some percent more."""

    _name = "distribution.target.copy"
    _description = "Copy Targets"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, readonly=True
    )
    year_from = fields.Integer(
        "From", required=True, default=lambda self: self._get_this_year() - 1
    )
    year_to = fields.Integer("To", required=True, default=lambda self: self._get_this_year())
    percent = fields.Float(
        "More (%)", digits=(7, 2), default=10.0, help="Negative: less than the year before."
    )
    region_ids = fields.Many2many(
        "distribution.region", string="Regions", help="With all inside them. Empty: all you see."
    )

    # === ACTION METHODS === #

    def action_copy(self):
        """Make drafts for whoever has no target in the new year yet, and open them."""
        self.ensure_one()
        if self.year_from == self.year_to:
            raise UserError(self.env._("Choose two different years."))
        if self.percent <= -100:
            raise UserError(self.env._("Nothing would be left: choose more than -100 %."))
        taken = {target._get_subject() for target in self._search_targets(self.year_to)}
        targets = self.env["distribution.target"].create(
            [
                self._prepare_target(target)
                for target in self._search_targets(self.year_from)
                if target._get_subject() not in taken
            ]
        )
        if not targets:
            raise UserError(
                self.env._(
                    "There is nothing to copy: %(year_from)s has no targets that %(year_to)s does"
                    " not have already.",
                    year_from=str(self.year_from),
                    year_to=str(self.year_to),
                )
            )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_target_action"
        )
        return {**action, "domain": [("id", "in", targets.ids)], "context": {}}

    # === HELPERS === #

    def _get_this_year(self):
        return self.env.company._get_distribution_today().year

    def _search_targets(self, year):
        domain = [("company_id", "=", self.company_id.id), ("year", "=", year)]
        if self.region_ids:
            domain.append(("scope_region_id", "child_of", self.region_ids.ids))
        return self.env["distribution.target"].search(domain)

    def _prepare_target(self, target):
        values = {
            "company_id": target.company_id.id,
            "year": self.year_to,
            "member_id": target.member_id.id,
            "region_id": target.region_id.id,
            "categ_id": target.categ_id.id,
            "split_id": target.split_id.id,
        }
        if target.split_id:
            return {**values, "amount": self._scale(target, target.amount)}
        return {**values, **{name: self._scale(target, target[name]) for name in MONTH_FIELDS}}

    def _scale(self, target, amount):
        decimals = target.currency_id.decimal_places
        percent = Decimal(float_repr(self.percent, 2))
        return float(scale(Decimal(float_repr(amount, decimals)), percent, decimals))
