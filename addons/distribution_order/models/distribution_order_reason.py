from odoo import api, fields, models
from odoo.tools import LazyTranslate, float_repr, format_amount

_lt = LazyTranslate(__name__)

REASON_KINDS = [
    ("credit", "Over the Credit Limit"),
    ("overdue", "Invoices Overdue"),
    ("price", "Price below the Price List"),
    ("area", "Outside the Area"),
    ("quantity", "Unusual Quantity"),
    ("address", "New Address"),
    ("shortage", "Not Enough in Stock"),
]
# Nobody confirms an order with one of these, unless it was approved.
BINDING_KINDS = ("credit", "overdue")

# kind -> sentence for people; the figures of the reason are filled in
SENTENCES = {
    "credit": _lt(
        "The order of %(order)s is %(excess)s over the credit left, %(free)s of %(limit)s."
    ),
    "overdue": _lt(
        "%(overdue)s is overdue, the oldest item by %(days)s days; %(allowed)s days are allowed."
    ),
    "price": _lt(
        "%(product)s: the price of %(price)s is %(rate)s %% below the price list, %(usual)s."
    ),
    "area": _lt("Delivery to %(place)s lies outside the authorised area: %(area)s."),
    "quantity": _lt(
        "%(product)s: %(quantity)s ordered, %(factor)s times the usual %(usual)s"
        " (average of %(times)s orders in 12 months)."
    ),
    "address": _lt("Nothing was delivered to this address before: %(place)s."),
    "shortage": _lt("%(product)s: %(quantity)s ordered, %(free)s free in %(warehouse)s."),
}
MONEY_FIGURES = {"order", "excess", "free", "limit", "overdue", "price", "usual"}
MONEY_KINDS = ("credit", "overdue", "price")


class DistributionOrderReason(models.Model):
    """Why an order needs a person's eyes, with the figures of the moment it was submitted."""

    _name = "distribution.order.reason"
    _description = "Reason for Approval"
    _order = "order_id, id"
    _rec_name = "text"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, ondelete="restrict", help="Of the sums in the figures."
    )
    kind = fields.Selection(REASON_KINDS, required=True, index=True)
    size = fields.Float(
        help="How far the limit is passed, in the unit of the kind: money over the credit limit,"
        " money overdue, percent below the price, times the usual quantity, pieces missing."
        " An approval covers the same reason up to this size.",
    )
    figures = fields.Json(help="The numbers and names that the sentence is filled with.")
    more = fields.Integer(help="How many more lines of the order have the same reason.")
    text = fields.Char("Reason", compute="_compute_text")

    _kind_unique = models.UniqueIndex(
        "(order_id, kind)", "An order has each reason once, with the number of lines it is about."
    )

    @api.depends("kind", "figures", "more")
    @api.depends_context("lang")
    def _compute_text(self):
        for reason in self:
            # A lazy sentence takes no arguments: it is filled in after it was translated.
            sentence = self.env._(SENTENCES[reason.kind])
            sentence %= reason._format_figures()
            if reason.more:
                sentence += self.env._(" (%(more)s more lines)", more=reason.more)
            reason.text = sentence

    def _format_figures(self):
        """Return the figures as people read them."""
        formatted = {}
        for key, value in (self.figures or {}).items():
            if self.kind in MONEY_KINDS and key in MONEY_FIGURES:
                formatted[key] = format_amount(self.env, value, self.currency_id)
            elif isinstance(value, float):
                formatted[key] = float_repr(value, 2).rstrip("0").rstrip(".")
            else:
                formatted[key] = value
        return formatted
