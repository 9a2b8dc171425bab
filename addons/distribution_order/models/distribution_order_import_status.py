from odoo import api, fields, models

from ..platform_parsers.cleaners import normalise_status
from ..platform_parsers.platform import Outcome

OUTCOMES = [
    ("unpaid", "Not Paid: Skip"),
    ("paid", "Paid"),
    ("shipped", "Shipped"),
    ("done", "Done"),
    ("cancelled", "Cancelled: Skip or Take Back"),
    ("hold", "Refund under Way: Wait"),
    ("partial", "Refunded in Part"),
    ("refunded", "Refunded: Skip or Take Back"),
    ("none", "No Refund"),
]


class DistributionOrderImportStatus(models.Model):
    """What a status in the files of a profile means to us."""

    _name = "distribution.order.import.status"
    _description = "Status in an Order Import Profile"
    _order = "kind desc, outcome, id"

    profile_id = fields.Many2one(
        "distribution.order.import.profile", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("status", "Order Status"), ("refund", "Refund Status")], required=True, default="status"
    )
    text = fields.Char(
        required=True,
        help="As it stands in the file. Blanks and the width of commas do not count.",
    )
    outcome = fields.Selection(OUTCOMES, "Meaning", required=True)

    _text_unique = models.UniqueIndex(
        "(profile_id, kind, text)", "The profile knows this status already."
    )

    @api.model
    def _prepare_known_statuses(self, platform):
        """Return the statuses that files of this platform (a `Platform`) usually have."""
        return [
            {"kind": kind, "text": text, "outcome": outcome.value}
            for kind, groups in (("status", platform.statuses), ("refund", platform.refunds))
            for outcome, texts in groups.items()
            for text in dict.fromkeys(texts)
        ]

    def _build_map(self, kind):
        """Return the meaning of each status of one kind, by its normalised text."""
        return {
            normalise_status(status.text): Outcome(status.outcome)
            for status in self
            if status.kind == kind
        }
