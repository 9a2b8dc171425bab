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
    # files of platforms
    "no_order": _lt("This line has no order number: a total or a note."),
    "bad_number": _lt("“%(culprit)s” is no number."),
    "rounded_number": _lt(
        "A spreadsheet has rounded %(culprit)s: the last digits are lost. Export the file again"
        " and upload it without opening it, or save that column as text."
    ),
    "too_many_cells": _lt(
        "There is more text than headings, from column %(culprit)s on. A comma or a line break in"
        " a cell may have moved the cells."
    ),
    "too_few_cells": _lt("The line ends after column %(culprit)s: the file is cut off here."),
    "empty_product": _lt("The line names no goods."),
    "no_amount": _lt("The line has neither an amount nor a price."),
    "needs_items": _lt(
        "The order has %(culprit)s kinds of goods. Add the item report (宝贝报表) as second file."
    ),
    "unknown_status": _lt(
        "The status “%(culprit)s” is not known. Say in the profile what it means."
    ),
    "refund_without_amount": _lt("“%(culprit)s”, but the file does not say how much."),
    "repeated_line": _lt("The same as line %(culprit)s of this file."),
    "not_paid": _lt("Not paid yet: %(culprit)s."),
    "on_hold": _lt("A refund is being decided: %(culprit)s. Import a later file."),
    "cancelled": _lt("The order was cancelled: %(culprit)s."),
    "refunded": _lt("All of it was refunded before it was imported: %(culprit)s."),
    "unknown_shop": _lt("No shop of this platform is called %(culprit)s. Add it under Shops."),
    "no_shop": _lt("The line names no member and no shop. Choose a shop in the profile."),
    "unknown_goods": _lt(
        "Nobody has said yet which product “%(culprit)s” is. Answer it in Goods to Match."
    ),
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
    operation = fields.Selection(
        [("sale", "Order"), ("refund", "Refund"), ("update", "Status")],
        required=True,
        default="sale",
        help="What is done with the line: ordered, taken back from an imported order, or only its"
        " status noted there.",
    )
    column = fields.Char(help="The heading under which the text at fault stands.")
    spec = fields.Char("Specification")
    product_id = fields.Many2one("product.product", "Product Found")
    platform_sku_id = fields.Many2one(
        "distribution.platform.sku", "Goods to Match", index="btree_not_null", ondelete="set null"
    )
    shop_id = fields.Many2one("distribution.platform.shop", index="btree_not_null")
    amount = fields.Float(
        digits=(16, 6),
        min_display_digits="Product Price",
        help="What the line has brought in, without postage.",
    )
    refund_amount = fields.Float(
        "Amount Refunded",
        digits=(16, 6),
        min_display_digits="Product Price",
        help="What of the amount has gone back, all in all.",
    )
    is_whole_back = fields.Boolean("All Taken Back", help="Whatever is left goes back.")
    is_whole_order = fields.Boolean(help="The line stands for all lines of its order.")
    status = fields.Char()
    refund_status = fields.Char()
    province = fields.Char()
    city = fields.Char()
    anchor = fields.Char()
    source = fields.Char("Traffic Source")
    sale_line_id = fields.Many2one("sale.order.line", "Order Line", readonly=True)
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Order")

    _pending_index = models.Index(
        "(import_id, order_ref) WHERE state = 'ok' AND sale_line_id IS NULL"
    )
    _sale_line_index = models.Index("(sale_line_id) WHERE sale_line_id IS NOT NULL")

    @api.depends("finding", "culprit", "column")
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            # A lazy sentence takes no arguments: it is filled in after it was translated.
            sentence = line.finding in REASONS and self.env._(REASONS[line.finding])
            reason = sentence and sentence % {
                "culprit": line.culprit or "",
                "sku": line.sku or "",
                "customer": line.customer or "",
                "order_ref": line.order_ref or "",
                "line_ref": line.line_ref or "",
                "origin_order_ref": line.origin_order_ref or "",
            }
            if reason and line.column:
                reason = self.env._(
                    "Column %(column)s: %(reason)s", column=line.column, reason=reason
                )
            line.reason = reason
