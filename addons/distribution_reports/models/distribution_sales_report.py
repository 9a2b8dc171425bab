from odoo import fields, models
from odoo.tools import SQL, sql

from ..queries import sales_facts, sales_reports, sales_triggers
from .sales_dimensions_mixin import MONEY_GROUPS

# What a sale is read from: written to the database before it is read.
DOCUMENTS = {
    "sale.order": [
        "company_id",
        "currency_rate",
        "date_order",
        "distribution_member_id",
        "distribution_region_id",
        "platform",
        "state",
        "user_id",
    ],
    "sale.order.line": [
        "display_type",
        "distribution_origin_line_id",
        "is_downpayment",
        "margin",
        "order_id",
        "price_reduce_taxexcl",
        "price_subtotal",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "qty_delivered",
        "qty_invoiced",
        "untaxed_amount_invoiced",
    ],
    "stock.move": [
        "location_id",
        "origin_returned_move_id",
        "product_uom",
        "quantity",
        "sale_line_id",
        "state",
        "to_refund",
    ],
    "distribution.commission.entry": ["amount", "order_id", "order_line_id"],
    "distribution.member": ["level_id"],
    "distribution.member.upline": ["date_from", "date_to", "member_id", "upline_id"],
    "distribution.region": ["parent_id"],
    "product.category": ["parent_id"],
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id", "uom_id"],
    "res.company": ["currency_id", "distribution_tz"],
    "res.currency": ["decimal_places"],
    "uom.uom": ["factor"],
}


class DistributionSalesReport(models.Model):
    """What each member bought and gave back, line by line, and what the channel earned by it."""

    _name = "distribution.sales.report"
    _description = "Sales Analysis"
    _inherit = ["distribution.sales.goods.mixin", "distribution.sales.keeping.mixin"]
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"

    # === the sale === #
    date = fields.Date(
        readonly=True, help="Day of the order in the settlement time zone of the company."
    )

    # === figures === #
    quantity = fields.Float(
        readonly=True,
        help="In the product's unit. A line that takes back another one counts as negative.",
    )
    amount_untaxed = fields.Monetary(
        "Untaxed Amount",
        readonly=True,
        help="Without tax, in the company's currency at the rate of the order. A line that takes"
        " back another one counts as negative.",
    )
    quantity_ordered = fields.Float(
        "Ordered Quantity",
        readonly=True,
        help="In the product's unit, without lines that take back others.",
    )
    amount_ordered = fields.Monetary(
        "Ordered Amount",
        readonly=True,
        help="Without tax, in the company's currency, without lines that take back others.",
    )
    quantity_delivered = fields.Float(
        "Delivered Quantity",
        readonly=True,
        help="What the order has delivered until now, less what came back.",
    )
    amount_delivered = fields.Monetary(
        "Delivered Amount", readonly=True, help="The delivered quantity at the price of the order."
    )
    quantity_invoiced = fields.Float(
        "Invoiced Quantity",
        readonly=True,
        help="What the order has invoiced until now, less credit notes.",
    )
    amount_invoiced = fields.Monetary(
        "Invoiced Amount", readonly=True, help="Without tax, less credit notes."
    )
    quantity_returned = fields.Float(
        "Returned Quantity",
        readonly=True,
        help="Positive: goods of the order that came back, and lines that took back others.",
    )
    amount_returned = fields.Monetary(
        "Returned Amount",
        readonly=True,
        help="Positive: the returned quantity at the price of the sale.",
    )
    amount_net = fields.Monetary(
        "Net Amount", readonly=True, help="Ordered, less what was returned: what sales are worth."
    )
    margin = fields.Monetary(
        readonly=True,
        groups=MONEY_GROUPS,
        help="Ordered amount less the cost of the goods, as the order shows it.",
    )
    commission = fields.Monetary(
        readonly=True,
        groups=MONEY_GROUPS,
        help="What all beneficiaries together have earned by this line, settled or not.",
    )

    _depends = DOCUMENTS

    def init(self):
        """Override of `base` to make the kept facts, and to watch what they are made of.

        Facts of another shape, of an earlier version, are forgotten and made anew.
        """
        kept = sql.table_columns(self.env.cr, sales_facts.TABLE)
        if kept.keys() != sales_facts.FACT_COLUMNS.keys():
            self.env.cr.execute(sales_facts.drop_tables())
            self.env.cr.execute(sales_facts.create_tables())
            self.env.cr.execute(sales_facts.note_all())
        self.env.cr.execute(sales_triggers.create_triggers())
        return super().init()

    # === QUERY === #

    @property
    def _table_query(self) -> SQL:
        return SQL("%s %s", self._select(), self._from())

    def _select(self) -> SQL:
        """Override to show more of a line."""
        return SQL(
            """
            SELECT fact.id, fact.date, fact.order_id, %(dimensions)s, %(categories)s,
                   fact.quantity, fact.amount_untaxed,
                   fact.quantity_ordered, fact.amount_ordered,
                   fact.quantity_delivered, fact.amount_delivered,
                   fact.quantity_invoiced, fact.amount_invoiced,
                   fact.quantity_returned, fact.amount_returned,
                   fact.amount_net, fact.margin, fact.commission
            """,
            dimensions=sales_reports.dimensions(),
            categories=sales_reports.categories(),
        )

    def _from(self) -> SQL:
        """Override to join more; every join must keep one row per order line."""
        return SQL(
            "FROM (%(facts)s) fact %(members)s %(goods)s",
            facts=sales_facts.current(),
            members=sales_reports.members(),
            goods=sales_reports.goods(),
        )
