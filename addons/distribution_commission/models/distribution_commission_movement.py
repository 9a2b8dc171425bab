from odoo import fields, models

from ..queries import recording
from .ledger_reference import LedgerReference

MOVEMENT_ROLES = [
    ("forward", "Sells"),
    ("return", "Returns Goods"),
    ("credit", "Credits an Amount"),
    ("undo", "Undoes"),
]
MOVEMENT_SOURCES = [
    ("sale_line", "Order Line"),
    ("stock_move", "Delivery or Return"),
    ("invoice_line", "Invoice or Credit Note"),
    ("payment", "Payment Matching"),
]


class DistributionCommissionMovement(models.Model):
    """One commissionable fact about one order line, as its document said when it was recorded.

    Rows are written by the engine in `queries/` only and never change: when the document says
    something else, one more row records the difference.
    """

    _name = "distribution.commission.movement"
    _description = "Commission Movement"
    _inherit = ["distribution.ledger.table.mixin"]
    _order = "date desc, id desc"
    _rec_name = "id"
    _log_access = False

    _frozen_fields = recording.MOVEMENT_COLUMNS

    company_id = LedgerReference("res.company", required=True, readonly=True)
    trigger = fields.Char(required=True, readonly=True, help="The event, as in the plan.")
    role = fields.Selection(MOVEMENT_ROLES, required=True, readonly=True)
    source = fields.Selection(MOVEMENT_SOURCES, required=True, readonly=True)
    source_id = fields.Integer(
        "Source Record", required=True, readonly=True, help="The id of the document's line."
    )
    series_id = fields.Integer(
        "Whole",
        required=True,
        readonly=True,
        help="What this is a part of: the order line, or the invoice line that is paid in parts.",
    )
    sequence = fields.Integer(
        required=True, readonly=True, help="0 for the first thing that was recorded of a document."
    )
    part = fields.Integer(required=True, readonly=True, help="0 for the first part of the whole.")
    order_id = LedgerReference("sale.order", required=True, readonly=True, index=True)
    order_line_id = LedgerReference(
        "sale.order.line", "Line Sold", required=True, readonly=True, index=True
    )
    move_line_id = LedgerReference("account.move.line", readonly=True, index="btree_not_null")
    buyer_id = LedgerReference("distribution.member", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    quantity = fields.Float(
        digits=(16, 6),
        required=True,
        readonly=True,
        help="In the unit of the product; negative: taken back.",
    )
    untaxed = fields.Monetary(required=True, readonly=True)
    taxed = fields.Monetary(required=True, readonly=True)
    cost = fields.Float(
        digits=(16, 6), required=True, readonly=True, help="In the currency of the company."
    )
    whole_quantity = fields.Float(
        digits=(16, 6),
        required=True,
        readonly=True,
        help="Quantity of the order line, or of the invoice line, that this is a part of.",
    )
    whole_untaxed = fields.Monetary(required=True, readonly=True)
    currency_id = LedgerReference("res.currency", required=True, readonly=True)
    origin_id = LedgerReference(
        "distribution.commission.movement",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        help="The movement that this one takes back.",
    )
    is_taking_back = fields.Boolean(
        required=True,
        readonly=True,
        help="A document of its own takes back: a return, a credit note.",
    )
    touched = fields.Integer(
        readonly=True, help="How often something was taken back; guards against doing so twice."
    )

    _document_unique = models.UniqueIndex(
        # In this order it also finds the parts of a whole.
        "(series_id, trigger, source, source_id, sequence)",
        "This document is recorded already.",
    )
    _taking_back_index = models.Index("(order_id) WHERE is_taking_back")
