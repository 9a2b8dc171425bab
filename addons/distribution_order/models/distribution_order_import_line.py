from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# reason code -> sentence for people; %(culprit)s is the text in the file
REASONS = {
    "no_customer": _lt("There is no member code on this line."),
    "not_goods": _lt("%(sku)s is not goods by the pattern of the profile."),
    "no_price": _lt("The price is empty, zero or negative."),
    "already_imported": _lt("This line was imported before."),
    "empty_order_ref": _lt("The order number is empty."),
    "empty_customer": _lt("The member code is empty."),
    "empty_sku": _lt("The product code is empty."),
    "bad_quantity": _lt("“%(culprit)s” is no quantity."),
    "bad_unit_price": _lt("“%(culprit)s” is no price."),
    "bad_date": _lt("“%(culprit)s” is no date; set the date format in the profile."),
    "negative_price": _lt("The price %(culprit)s is negative. Returns have a negative quantity."),
    "too_many_decimals": _lt(
        "%(culprit)s has more decimals than the decimal accuracy of prices or quantities allows."
    ),
    "unknown_member": _lt("No member has the code %(customer)s. Add it, then preview again."),
    "unknown_product": _lt("No product has the code %(sku)s. Add it, then preview again."),
    "ambiguous_product": _lt("Several products have the code %(sku)s."),
    "other_customer": _lt("The order %(order_ref)s belongs to another member."),
    "unknown_origin": _lt(
        "No confirmed order %(origin_order_ref)s of this platform has %(sku)s left to take back."
    ),
    "origin_without_return": _lt("The line takes back an order, but its quantity is not negative."),
    "duplicate_line": _lt("Line number %(line_ref)s stands twice in the order %(order_ref)s."),
    "order_has_errors": _lt("Line %(culprit)s of the same order has an error."),
}


class DistributionOrderImportLine(models.Model):
    """One line of a platform file and what became of it."""

    _name = "distribution.order.import.line"
    _description = "Line of an Order Import"
    _order = "import_id, number"
    _log_access = False

    import_id = fields.Many2one(
        "distribution.order.import", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer("Line", required=True, help="Line number in the file.")
    state = fields.Selection(
        [("ok", "OK"), ("skipped", "Skipped"), ("error", "Error")], required=True
    )
    finding = fields.Char("Reason Code")
    culprit = fields.Char(help="The text in the file that is at fault.")
    reason = fields.Char(compute="_compute_reason")
    order_ref = fields.Char("Platform Order")
    line_ref = fields.Char("Platform Line")
    customer = fields.Char("Member Code")
    date = fields.Datetime("Order Date")
    sku = fields.Char("Product Code")
    product_name = fields.Char()
    quantity = fields.Float(digits=(16, 4), min_display_digits="Product Unit")
    unit_price = fields.Float(digits=(16, 6), min_display_digits="Product Price")
    origin_order_ref = fields.Char("Order Taken Back")
    sale_line_id = fields.Many2one("sale.order.line", "Order Line", readonly=True)
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Order")

    _pending_index = models.Index(
        "(import_id, order_ref) WHERE state = 'ok' AND sale_line_id IS NULL"
    )
    _sale_line_index = models.Index("(sale_line_id) WHERE sale_line_id IS NOT NULL")

    @api.depends("finding", "culprit")
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            # A lazy sentence takes no arguments: it is filled in after it was translated.
            sentence = line.finding in REASONS and self.env._(REASONS[line.finding])
            line.reason = sentence and sentence % {
                "culprit": line.culprit or "",
                "sku": line.sku or "",
                "customer": line.customer or "",
                "order_ref": line.order_ref or "",
                "line_ref": line.line_ref or "",
                "origin_order_ref": line.origin_order_ref or "",
            }
