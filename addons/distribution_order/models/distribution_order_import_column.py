from odoo import api, fields, models

from ..platform_parsers.generic import KNOWN_HEADINGS, REQUIRED_FIELDS
from ..platform_parsers.registry import PLATFORMS as KNOWN_PLATFORMS

FIELDS = [
    ("order_ref", "Order Number"),
    ("line_ref", "Line Number"),
    ("customer", "Member Code"),
    ("date", "Order Date"),
    ("sku", "Product Code"),
    ("product_name", "Product Name"),
    ("quantity", "Quantity"),
    ("unit_price", "Unit Price"),
    ("origin_order_ref", "Order Taken Back"),
    ("shop_ref", "Shop Number"),
    ("shop_name", "Shop"),
    ("paid_date", "Payment Date"),
    ("sku_of_item", "Product Code of the Item"),
    ("item_ref", "Item Number on the Platform"),
    ("spec", "Specification"),
    ("kinds", "Kinds of Goods in the Order"),
    ("amount", "Amount Received"),
    ("list_amount", "Amount before Discounts"),
    ("discount", "Discount of the Shop"),
    ("subsidy", "Discounts Paid by the Platform"),
    ("postage", "Postage"),
    ("status", "Order Status"),
    ("refund_status", "Refund Status"),
    ("refund_amount", "Amount Refunded"),
    ("province", "Province"),
    ("city", "City"),
    ("address", "Address"),
    ("anchor", "Anchor"),
    ("source", "Traffic Source"),
]
PLATFORM_REQUIRED = ("order_ref", "quantity", "date", "amount")


class DistributionOrderImportColumn(models.Model):
    """Under which headings a field of ours stands in the files of a profile."""

    _name = "distribution.order.import.column"
    _description = "Column of an Order Import Profile"
    _order = "sequence, id"

    profile_id = fields.Many2one(
        "distribution.order.import.profile", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    field = fields.Selection(FIELDS, required=True)
    headings = fields.Char(
        required=True, help="The heading in the file. Separate alternatives by |."
    )
    is_required = fields.Boolean("Required", compute="_compute_is_required")

    _field_unique = models.UniqueIndex(
        "(profile_id, field)", "This field has a column in the profile already."
    )

    @api.depends("field", "profile_id.platform")
    def _compute_is_required(self):
        for column in self:
            is_generic = column.profile_id.platform == "generic"
            required = REQUIRED_FIELDS if is_generic else PLATFORM_REQUIRED
            column.is_required = column.field in required

    @api.model
    def _prepare_known_columns(self, code="generic"):
        """Return the usual columns of a platform's files, as a start for a new profile."""
        known = KNOWN_HEADINGS if code == "generic" else KNOWN_PLATFORMS[code].headings
        return [
            {"field": field, "headings": headings, "sequence": 10 * position}
            for position, (field, headings) in enumerate(known.items(), start=1)
        ]
