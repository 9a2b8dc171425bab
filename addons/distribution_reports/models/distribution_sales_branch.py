from odoo import fields, models

from ..queries import sales_reports


class DistributionSalesBranch(models.Model):
    """What members and everybody below them bought: each order counts for all its uplines.

    So only rows of one head, or of one depth, may be summed up.
    """

    _name = "distribution.sales.branch"
    _description = "Sales of Branches"
    _inherit = ["distribution.sales.order.mixin"]
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"

    head_id = fields.Many2one(
        "distribution.member",
        "Head of the Branch",
        readonly=True,
        help="The member itself, or one that stood above it on the day of the order.",
    )
    depth = fields.Integer(
        readonly=True,
        aggregator=None,
        help="How far below the head the buyer stood: 0 for the head itself.",
    )
    date = fields.Date(readonly=True)
    amount_ordered = fields.Monetary("Ordered Amount", readonly=True)
    amount_returned = fields.Monetary("Returned Amount", readonly=True)
    amount_net = fields.Monetary(
        "Net Amount", readonly=True, help="Of the whole branch: ordered, less what was returned."
    )
    amount_own = fields.Monetary(
        "Net Amount of the Head", readonly=True, help="What the head of the branch bought itself."
    )

    _depends = {
        "distribution.sales.report": ["date"],
        "distribution.member.upline": ["date_from", "date_to", "member_id", "upline_id"],
    }

    @property
    def _table_query(self):
        return sales_reports.branches()
