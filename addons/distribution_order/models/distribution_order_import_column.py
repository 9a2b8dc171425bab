from odoo import api, fields, models

from ..platform_parsers.generic import KNOWN_HEADINGS, REQUIRED_FIELDS

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
]


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

    @api.depends("field")
    def _compute_is_required(self):
        for column in self:
            column.is_required = column.field in REQUIRED_FIELDS

    @api.model
    def _prepare_known_columns(self):
        """Return the usual columns, as a start for a new profile."""
        return [
            {"field": field, "headings": headings, "sequence": 10 * position}
            for position, (field, headings) in enumerate(KNOWN_HEADINGS.items(), start=1)
        ]
