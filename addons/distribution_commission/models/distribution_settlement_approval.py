from odoo import fields, models


class DistributionSettlementApproval(models.Model):
    """Who approved the figures of a settlement, and when; computing again takes it back."""

    _name = "distribution.settlement.approval"
    _description = "Approval of a Settlement"
    _order = "settlement_id, id"
    _rec_name = "user_id"

    settlement_id = fields.Many2one(
        "distribution.settlement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one(
        "distribution.settlement.tier", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Approved by", required=True, readonly=True, ondelete="restrict"
    )
    payable = fields.Monetary(readonly=True, help="The sum that was approved.")
    create_date = fields.Datetime("Approved on", readonly=True)

    _tier_unique = models.Constraint(
        "UNIQUE (settlement_id, tier_id)", "This tier has approved the settlement already."
    )
    _person_unique = models.Constraint(
        "UNIQUE (settlement_id, user_id)", "Nobody approves a settlement twice."
    )
