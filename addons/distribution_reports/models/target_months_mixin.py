from odoo import fields, models

MONTH_FIELDS = tuple(f"month_{number:02}" for number in range(1, 13))


class DistributionTargetMonthsMixin(models.AbstractModel):
    """Twelve amounts, one per month: columns, so that a list or a file holds a year in a line."""

    _name = "distribution.target.months.mixin"
    _description = "Amounts of Twelve Months"

    currency_id = fields.Many2one("res.currency")
    month_01 = fields.Monetary("January")
    month_02 = fields.Monetary("February")
    month_03 = fields.Monetary("March")
    month_04 = fields.Monetary("April")
    month_05 = fields.Monetary("May")
    month_06 = fields.Monetary("June")
    month_07 = fields.Monetary("July")
    month_08 = fields.Monetary("August")
    month_09 = fields.Monetary("September")
    month_10 = fields.Monetary("October")
    month_11 = fields.Monetary("November")
    month_12 = fields.Monetary("December")

    def _get_months(self):
        """Return the twelve amounts."""
        self.ensure_one()
        return [self[name] for name in MONTH_FIELDS]
