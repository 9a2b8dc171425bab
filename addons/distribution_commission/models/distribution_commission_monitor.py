from odoo import fields, models
from odoo.tools import SQL

from ..queries import monitor


class DistributionCommissionMonitor(models.Model):
    """What plans pay of the sales, per plan and order; it tells where it is more than agreed."""

    _name = "distribution.commission.monitor"
    _description = "Commission in Proportion to Sales"
    _auto = False
    _order = "is_above_cap desc, share desc, id"
    _rec_name = "order_id"
    # What the figures are made of must be in the database before they are read.
    _depends = {
        "distribution.commission.entry": ["plan_id", "order_id", "amount", "date"],
        "distribution.commission.plan": ["company_id", "currency_id", "payout_cap"],
        "sale.order": [
            *("amount_untaxed", "currency_rate", "date_order"),
            *("distribution_member_id", "distribution_region_id"),
        ],
    }

    plan_id = fields.Many2one("distribution.commission.plan", readonly=True)
    order_id = fields.Many2one(
        "sale.order", readonly=True, help="Empty: bonuses for the volume of a period."
    )
    buyer_id = fields.Many2one("distribution.member", readonly=True)
    region_id = fields.Many2one("distribution.region", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date("Order Date", readonly=True)
    sales = fields.Monetary("Untaxed Sales", readonly=True)
    commission = fields.Monetary(readonly=True, help="Earned less given back, of all members.")
    share = fields.Float(
        "Commission (%)",
        readonly=True,
        aggregator="avg",
        digits=(8, 2),
        help="Commission in percent of the sales; of several rows, their sums in proportion.",
    )
    payout_cap = fields.Float("Highest Payout (%)", readonly=True, aggregator="max")
    is_above_cap = fields.Boolean("Above the Highest Payout", readonly=True)

    @property
    def _table_query(self):
        return monitor.monitor()

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: the share of many orders is that of their sums, not the mean."""
        if aggregate_spec != "share:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) * 100 / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "commission", query),
            self._field_to_sql(self._table, "sales", query),
        )

    # === ACTION METHODS === #

    def action_open_entries(self):
        """Open the entries of which the commission is the sum."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        domain = [("plan_id", "=", self.plan_id.id), ("order_id", "=", self.order_id.id)]
        return {**action, "domain": domain, "context": {}}
