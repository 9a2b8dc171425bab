from odoo import fields, models


class DistributionCompanyCommissionStartMixin(models.AbstractModel):
    """From which day on the sales of a company earn, whatever its plans say."""

    _name = "distribution.company.commission.start.mixin"
    _description = "Day from which on Sales Earn"

    distribution_commission_start = fields.Date(
        "Commission Starts on",
        help="No sale before this day earns commission, also of plans that are valid longer. Empty:"
        " the plans alone decide.",
    )

    def write(self, vals):
        """Override of `base`: for an earlier day, plans look at their past sales once more."""
        result = super().write(vals)
        if "distribution_commission_start" in vals:
            # sudo: plans note what they have looked at, whoever changes the company
            plans_sudo = self.env["distribution.commission.plan"].sudo()
            plans_sudo.search(
                [("company_id", "in", self.ids), ("state", "in", ("active", "closed"))]
            ).is_caught_up = False
        return result
