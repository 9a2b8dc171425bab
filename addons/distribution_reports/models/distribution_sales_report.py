from odoo import fields, models
from odoo.addons.distribution_commission.queries.sources import local_day
from odoo.tools import SQL


class DistributionSalesReport(models.Model):
    """What each member bought and gave back, line by line, and what the channel earned by it."""

    _name = "distribution.sales.report"
    _description = "Sales Analysis"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"

    # === the sale === #
    date = fields.Date(
        readonly=True, help="Day of the order in the settlement time zone of the company."
    )
    order_id = fields.Many2one("sale.order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    platform = fields.Selection(selection="_list_platforms", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)

    # === the channel === #
    member_id = fields.Many2one("distribution.member", readonly=True)
    upline_id = fields.Many2one(
        "distribution.member", readonly=True, help="Upline of the member on the day of the order."
    )
    level_id = fields.Many2one(
        "distribution.level", readonly=True, help="Level of the member today."
    )
    region_id = fields.Many2one(
        "distribution.region", readonly=True, help="Region of the member when the order was made."
    )

    # === figures === #
    quantity = fields.Float(readonly=True, help="In the product's unit, less what was taken back.")
    amount_untaxed = fields.Monetary(
        "Untaxed Amount", readonly=True, help="In the company's currency, less what was taken back."
    )
    quantity_returned = fields.Float(
        "Returned Quantity",
        readonly=True,
        help="Positive: what lines with a negative quantity took back.",
    )
    amount_returned = fields.Monetary(
        "Returned Amount", readonly=True, help="Positive: the amount of lines that took goods back."
    )
    commission = fields.Monetary(
        readonly=True,
        groups="distribution_member.group_distribution_manager,"
        "distribution_member.group_distribution_finance",
        help="What all beneficiaries together have earned by this line, settled or not.",
    )

    _depends = {
        "sale.order": [
            "company_id",
            "currency_rate",
            "date_order",
            "distribution_member_id",
            "distribution_region_id",
            "platform",
            "state",
        ],
        "sale.order.line": [
            "display_type",
            "is_downpayment",
            "order_id",
            "price_subtotal",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
        ],
        "distribution.commission.entry": ["amount", "order_line_id"],
        "distribution.member": ["level_id"],
        "distribution.member.upline": ["date_from", "date_to", "member_id", "upline_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "uom_id"],
        "res.company": ["currency_id", "distribution_tz"],
        "res.currency": ["decimal_places"],
        "uom.uom": ["factor"],
    }

    # === QUERY === #

    @property
    def _table_query(self) -> SQL:
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    def _select(self) -> SQL:
        """Override to show more of a line."""
        return SQL(
            """
            SELECT line.id,
                   day.value AS date,
                   orders.id AS order_id,
                   line.product_id,
                   template.categ_id,
                   orders.platform,
                   orders.company_id,
                   company.currency_id,
                   member.id AS member_id,
                   history.upline_id,
                   member.level_id,
                   orders.distribution_region_id AS region_id,
                   figures.quantity,
                   figures.amount_untaxed,
                   GREATEST(-figures.quantity, 0) AS quantity_returned,
                   CASE WHEN figures.quantity < 0 THEN -figures.amount_untaxed ELSE 0 END
                       AS amount_returned,
                   COALESCE(earned.amount, 0) AS commission
            """
        )

    def _from(self) -> SQL:
        """Override to join more; every join must keep one row per order line."""
        return SQL(
            """
              FROM sale_order_line line
              JOIN sale_order orders ON orders.id = line.order_id
              JOIN res_company company ON company.id = orders.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
              JOIN distribution_member member ON member.id = orders.distribution_member_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom line_uom ON line_uom.id = line.product_uom_id
              JOIN uom_uom product_uom ON product_uom.id = template.uom_id
        CROSS JOIN LATERAL (
                   SELECT %(local_day)s AS value
              ) day
        CROSS JOIN LATERAL (
                   SELECT line.product_uom_qty * line_uom.factor / product_uom.factor AS quantity,
                          ROUND(
                              line.price_subtotal / COALESCE(NULLIF(orders.currency_rate, 0), 1),
                              currency.decimal_places
                          ) AS amount_untaxed
              ) figures
         LEFT JOIN distribution_member_upline history
                ON history.member_id = member.id
               AND history.date_from <= day.value
               AND (history.date_to IS NULL OR history.date_to > day.value)
         LEFT JOIN (
                   SELECT order_line_id, SUM(amount) AS amount
                     FROM distribution_commission_entry
                    GROUP BY order_line_id
              ) earned ON earned.order_line_id = line.id
            """,
            local_day=local_day(SQL("orders.date_order")),
        )

    def _where(self) -> SQL:
        """Override to narrow what counts as a sale; the commission engine asks for the same."""
        return SQL(
            """
             WHERE orders.state = 'sale'
               AND line.display_type IS NULL
               AND NOT COALESCE(line.is_downpayment, FALSE)
            """
        )

    def _list_platforms(self):
        return self.env["sale.order"]._fields["platform"]._description_selection(self.env)

    # === ACTION METHODS === #

    def action_open_order(self):
        """Open the order that the line belongs to."""
        self.ensure_one()
        view = "distribution_order.distribution_order_view_form"
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(self.env.ref(view).id, "form")],
        }
