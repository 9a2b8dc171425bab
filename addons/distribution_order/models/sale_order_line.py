from odoo import api, fields, models
from odoo.exceptions import ValidationError

# What a decision is about.
FROZEN_LINE_FIELDS = {
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "order_id",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    platform_line_ref = fields.Char(
        readonly=True, copy=False, help="Identifies the line within its platform order."
    )
    platform_status = fields.Char(
        readonly=True, copy=False, help="Status of the line in the newest file it stood in."
    )
    platform_refund_status = fields.Char(readonly=True, copy=False)
    distribution_listed_price = fields.Float(
        "Listed Price",
        readonly=True,
        copy=False,
        digits="Product Price",
        help="What the price list asked for one unit when the order was submitted, without taxes.",
    )
    distribution_origin_line_id = fields.Many2one(
        "sale.order.line",
        "Line Taken Back",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        help="The line that this negative line takes back. What the sale earned is given back at"
        " the terms of that sale.",
    )

    distribution_return_line_ids = fields.One2many(
        "sale.order.line", "distribution_origin_line_id", "Taken Back by"
    )

    _platform_ref_unique = models.UniqueIndex(
        "(order_id, platform_line_ref) WHERE platform_line_ref IS NOT NULL",
        "This line of the platform order was imported already.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: an order that waits for a decision gets no more lines."""
        lines = super().create(vals_list)
        lines._ensure_orders_not_waiting()
        return lines

    def write(self, vals):
        """Override of `base`: what waits for a decision stays as it was submitted."""
        if vals.keys() & FROZEN_LINE_FIELDS:
            self._ensure_orders_not_waiting()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_waiting(self):
        self._ensure_orders_not_waiting()

    def _ensure_orders_not_waiting(self):
        if not self.env.su:
            self.order_id._ensure_not_waiting()

    @api.constrains("distribution_origin_line_id", "product_uom_qty", "product_id")
    def _check_distribution_origin_line_id(self):
        for line in self.filtered("distribution_origin_line_id"):
            origin = line.distribution_origin_line_id
            if line.product_uom_qty > 0 or origin.product_uom_qty < 0:
                raise ValidationError(
                    self.env._(
                        "%(line)s: only a line with a negative quantity can take back a sale.",
                        line=line.display_name,
                    )
                )
            if line.product_id != origin.product_id or line.company_id != origin.company_id:
                raise ValidationError(
                    self.env._(
                        "%(line)s takes back another product than %(origin)s sold.",
                        line=line.display_name,
                        origin=origin.display_name,
                    )
                )
            if origin._get_returnable_quantity() < 0:
                raise ValidationError(
                    self.env._(
                        "%(line)s takes back more than %(origin)s sold. Lower the quantity.",
                        line=line.display_name,
                        origin=origin.display_name,
                    )
                )

    def _get_returnable_quantity(self):
        """Return what was sold and is not taken back yet, in the unit of the line."""
        self.ensure_one()
        returned = self.distribution_return_line_ids.filtered(lambda line: line.state != "cancel")
        left = self.product_uom_qty + sum(
            line.product_uom_id._compute_quantity(
                line.product_uom_qty, self.product_uom_id, round=False
            )
            for line in returned
        )
        return self.product_uom_id.round(left)

    def _is_goods_line(self):
        """Return whether the line sells goods: no text, service, down payment or return."""
        self.ensure_one()
        return (
            not self.display_type
            and not self.is_downpayment
            and self.product_id.type == "consu"
            and self.product_uom_qty > 0
        )
