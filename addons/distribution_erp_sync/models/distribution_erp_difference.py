from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_adjuster import StockAdjuster

KINDS = [
    ("stock", "Stock"),
    ("product", "Product Gone"),
    ("member", "Customer Gone"),
    ("order", "Order"),
    ("movement", "Delivery or Return Gone"),
]


class DistributionErpDifference(models.Model):
    """Something that a comparison found to be otherwise in Kingdee than here."""

    _name = "distribution.erp.difference"
    _description = "Difference to Kingdee"
    _order = "run_id desc, amount desc, id"
    _rec_name = "text"

    run_id = fields.Many2one(
        "distribution.erp.run", "Comparison", required=True, readonly=True, ondelete="cascade"
    )
    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    erp_warehouse_id = fields.Many2one(
        "distribution.erp.warehouse", "Warehouse", readonly=True, ondelete="cascade"
    )
    document_id = fields.Many2one("distribution.erp.document", readonly=True, ondelete="cascade")
    here = fields.Float(readonly=True, digits="Product Unit")
    there = fields.Float("Quantity in Kingdee", readonly=True, digits="Product Unit")
    amount = fields.Float("Off by", readonly=True, digits="Product Unit", help="Without its sign.")
    text = fields.Char("What It Is", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("fixed", "Taken Over"), ("kept", "Left")],
        required=True,
        readonly=True,
        default="open",
    )

    _run_index = models.Index("(run_id, kind, state)")

    # === ACTION METHODS === #

    def action_fix(self):
        """Take over what Kingdee says of the stock."""
        self.check_access("write")
        if self.filtered(lambda row: row.kind != "stock" or row.state != "open"):
            raise UserError(
                self.env._("Only open differences of the stock are taken over by a button.")
            )
        rows_sudo = self.sudo()  # stock is written by us, not by who looks
        for (_backend, place), rows in rows_sudo.grouped(
            lambda row: (row.backend_id, row.erp_warehouse_id)
        ).items():
            rows._take_over(place)
        rows_sudo.state = "fixed"
        return True

    def action_keep(self):
        """Leave it as it is: a person has looked, and knows why."""
        self.check_access("write")
        self.sudo().state = "kept"  # written by us only
        return True

    # === HELPERS === #

    def _take_over(self, place):
        stocks = self.env["distribution.erp.stock"]
        known = stocks.search(
            [("erp_warehouse_id", "=", place.id), ("product_id", "in", self.product_id.ids)]
        )
        by_product = {stock.product_id: stock for stock in known}
        for row in self:
            values = {"on_hand": row.there, "moment": row.run_id.started}
            if row.product_id in by_product:
                by_product[row.product_id].write(values)
            else:
                stocks.create(
                    {
                        **values,
                        "erp_warehouse_id": place.id,
                        "backend_id": row.backend_id.id,
                        "company_id": row.company_id.id,
                        "product_id": row.product_id.id,
                    }
                )
        if place.backend_id.stock_mode == "adjusted":
            StockAdjuster(self.env, place).adjust_rows(
                [(row.product_id.id, row.here, row.there) for row in self]
            )

    @api.model
    def _get_open_count(self, backend):
        return self.search_count([("backend_id", "=", backend.id), ("state", "=", "open")])
