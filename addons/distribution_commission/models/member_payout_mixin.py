from odoo import fields, models

PAYOUT_METHODS = [
    ("bill", "Vendor bill: the member invoices us"),
    ("credit_note", "Credit note: set off against what the member owes"),
    ("net_pay", "Net pay: tax is withheld"),
]
FINANCE = "distribution_member.group_distribution_finance"


class DistributionMemberPayoutMixin(models.AbstractModel):
    """How and where a member is paid."""

    _name = "distribution.member.payout.mixin"
    _description = "Payout of a Member"

    payout_method = fields.Selection(
        PAYOUT_METHODS,
        "Paid by",
        tracking=True,
        groups=FINANCE,
        help="Empty: as the cycle says, else companies by bill and natural persons net of tax.",
    )
    payout_bank_name = fields.Char("Bank Branch", tracking=True, groups=FINANCE)
    payout_bank_code = fields.Char(
        "Bank Code (CNAPS)",
        size=12,
        tracking=True,
        groups=FINANCE,
        help="Twelve digits of the branch; banks need it for payments to other banks.",
    )
