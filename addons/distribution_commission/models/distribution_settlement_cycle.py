from dateutil.relativedelta import relativedelta
from odoo import fields, models


class DistributionSettlementCycle(models.Model):
    """How often members are settled, and from which sum on they are paid."""

    _name = "distribution.settlement.cycle"
    _description = "Settlement Cycle"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, default="M", help="Begins the numbers of the statements.")
    frequency = fields.Selection([("monthly", "Monthly")], required=True, default="monthly")
    minimum_payout = fields.Monetary(
        required=True,
        default=0.0,
        help="A smaller balance is carried to the next statement. 0: every sum is paid.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_ids = fields.One2many("distribution.commission.plan", "cycle_id", "Plans")
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another cycle of this company has this code already."
    )
    _minimum_not_negative = models.Constraint(
        "CHECK (minimum_payout >= 0)", "The minimum payout cannot be negative."
    )

    def _get_period(self, day):
        """Return the first and the last day of the period that `day` falls into."""
        self.ensure_one()
        first = day.replace(day=1)
        return first, first + relativedelta(months=1, days=-1)
