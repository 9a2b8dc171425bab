from odoo import fields, models
from odoo.addons.distribution_member.models.append_only_mixin import ERASED

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
        copy=False,
        tracking=True,
        groups=FINANCE,
        help="Empty: as the cycle says, else companies by bill and natural persons net of tax.",
    )
    payout_bank_name = fields.Char("Bank Branch", copy=False, tracking=True, groups=FINANCE)
    payout_bank_code = fields.Char(
        "Bank Code (CNAPS)",
        copy=False,
        size=12,
        tracking=True,
        groups=FINANCE,
        help="Twelve digits of the branch; banks need it for payments to other banks.",
    )

    # === HELPERS === #

    def _unlink_personal_records(self, persons, users):
        """Override of `distribution_member`: disputes and adjustments stay, without their words."""
        result = super()._unlink_personal_records(persons, users)
        disputes_sudo = self.env["distribution.statement.dispute"].sudo()  # as in `_get_persons`
        own_sudo = disputes_sudo.search([("member_id", "=", self.id)])
        own_sudo.write({"reason": ERASED})
        own_sudo.filtered("answer").write({"answer": ERASED})
        self._erase_threads(own_sudo)
        adjustments_sudo = self.env["distribution.commission.adjustment"].sudo()  # as above
        adjustments_sudo._erase_texts(self, self._collect_identifiers(persons))
        self._erase_threads(adjustments_sudo.search([("member_id", "=", self.id)]))
        self.sudo().write({"payout_bank_name": False, "payout_bank_code": False})
        return result

    def _get_export_sections(self):
        """Override of `distribution_member` to add what the member has disputed."""
        disputes_sudo = self.env["distribution.statement.dispute"].sudo()  # the member's own
        return {
            **super()._get_export_sections(),
            "disputes": [
                {
                    "statement": dispute.statement_id.number,
                    "opened": dispute.opened_on,
                    "kind": dispute.code,
                    "reason": dispute.reason,
                    "state": dispute.state,
                    "answer": dispute.answer,
                }
                for dispute in disputes_sudo.search([("member_id", "=", self.id)])
            ],
        }
