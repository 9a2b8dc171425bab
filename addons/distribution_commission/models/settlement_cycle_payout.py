from odoo import fields, models

from .member_payout_mixin import PAYOUT_METHODS


class DistributionSettlementCycle(models.Model):
    """How the statements of a cycle are paid."""

    _inherit = "distribution.settlement.cycle"

    payout_method = fields.Selection(
        PAYOUT_METHODS,
        "Paid by",
        help="Empty: companies and sole traders by vendor bill, natural persons net of tax. A"
        " member's own way goes before it.",
    )
