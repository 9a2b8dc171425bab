from odoo import fields, models

from ..queries import sales_reports
from .sales_dimensions_mixin import MONEY_GROUPS


class DistributionSalesMonth(models.Model):
    """What each member bought in each month: the sales analysis, summed up beforehand.

    A month may have several rows that sum up to it.
    """

    _name = "distribution.sales.month"
    _description = "Sales by Month"
    _inherit = ["distribution.sales.dimensions.mixin"]
    _auto = False
    _rec_name = "date"
    _order = "date desc, id desc"

    date = fields.Date("Month", readonly=True, help="First day of the month.")
    lines = fields.Integer("Order Lines", readonly=True)
    quantity_ordered = fields.Float("Ordered Quantity", readonly=True)
    amount_ordered = fields.Monetary("Ordered Amount", readonly=True)
    quantity_returned = fields.Float("Returned Quantity", readonly=True)
    amount_returned = fields.Monetary("Returned Amount", readonly=True)
    amount_net = fields.Monetary(
        "Net Amount", readonly=True, help="Ordered, less what was returned: what sales are worth."
    )
    amount_delivered = fields.Monetary("Delivered Amount", readonly=True)
    amount_invoiced = fields.Monetary("Invoiced Amount", readonly=True)
    margin = fields.Monetary(readonly=True, groups=MONEY_GROUPS)
    commission = fields.Monetary(readonly=True, groups=MONEY_GROUPS)

    _depends = {"distribution.sales.report": ["date"]}

    @property
    def _table_query(self):
        return sales_reports.months()

    # === ACTION METHODS === #

    def action_open_sales(self):
        """Open the lines that the months of these members are made of."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "distribution_reports.distribution_sales_report_action"
        )
        months = fields.Domain.OR(
            fields.Domain("member_id", "=", row.member_id.id)
            & fields.Domain("date", ">=", row.date)
            & fields.Domain("date", "<", fields.Date.add(row.date, months=1))
            for row in self
        )
        return {**action, "domain": list(months), "views": [(False, "list"), (False, "pivot")]}
