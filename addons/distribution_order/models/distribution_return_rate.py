from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import return_rate


class DistributionReturnRate(models.Model):
    """What was delivered and what came back, row by row; their ratio is the return rate."""

    _name = "distribution.return.rate"
    _description = "Return Rate"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "member_id"

    date = fields.Datetime(readonly=True, help="Of the delivery, or of the request to return.")
    member_id = fields.Many2one("distribution.member", readonly=True)
    region_id = fields.Many2one("distribution.region", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", readonly=True)
    reason_id = fields.Many2one("distribution.return.reason", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    rma_id = fields.Many2one("rma", "Return", readonly=True)
    delivered_amount = fields.Monetary("Delivered", readonly=True, help="Without tax.")
    returned_amount = fields.Monetary(
        "Returned", readonly=True, help="Approved returns, at the price of the sale without tax."
    )
    damaged_amount = fields.Monetary(
        "Arrived Damaged", readonly=True, help="Claims on deliveries; not part of the return rate."
    )
    return_rate = fields.Float(
        "Return Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Returned in percent of delivered, of all rows of a group together.",
    )
    goal_percent = fields.Float(
        "Goal (%)", readonly=True, aggregator="max", help="The return rate should stay below it."
    )

    @property
    def _table_query(self):
        return return_rate.return_rate()

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: a ratio of sums, not an average of ratios."""
        if aggregate_spec != "return_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * SUM(%(returned)s) / NULLIF(SUM(%(delivered)s), 0)",
            returned=self._field_to_sql(self._table, "returned_amount", query),
            delivered=self._field_to_sql(self._table, "delivered_amount", query),
        )

    def action_open(self):
        """Open the return or the order that the row stands for."""
        self.ensure_one()
        self.check_access("read")
        record = self.rma_id or self.order_id
        form = "distribution_return_view_form" if self.rma_id else "distribution_order_view_form"
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(self.env.ref(f"distribution_order.{form}").id, "form")],
        }
