from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..payout_files import Payment
from .statement_payout_mixin import SETTLED

LINE_STATES = [
    ("pending", "At the Bank"),
    ("paid", "Paid"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]


class DistributionPayoutBatchLine(models.Model):
    """One payment of a file: what of one document is paid to one member."""

    _name = "distribution.payout.batch.line"
    _description = "Payment of a Bank Batch"
    _inherit = ["distribution.state.machine.mixin"]
    _order = "batch_id desc, id"
    _rec_name = "reference"

    batch_id = fields.Many2one(
        "distribution.payout.batch", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True)
    currency_id = fields.Many2one(related="batch_id.currency_id")
    statement_id = fields.Many2one(
        "distribution.statement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    member_id = fields.Many2one(related="statement_id.member_id", store=True)
    reference = fields.Char(
        required=True, readonly=True, help="Stands in the file, and in what the bank sends back."
    )
    amount = fields.Monetary(
        required=True, readonly=True, help="What is paid: open on the posted documents."
    )
    state = fields.Selection(LINE_STATES, required=True, default="pending", readonly=True)
    failure = fields.Char(readonly=True, help="Why the bank has not paid it.")

    _in_one_open_batch = models.UniqueIndex(
        "(statement_id) WHERE state = 'pending'",
        "A statement is in another file that the bank has not answered yet.",
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "A payment is more than 0.")

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("What was in a file stays on record. Cancel the batch instead."))

    # === HELPERS === #

    def _prepare_payment(self):
        """Return the payment with the account in clear, which is recorded for the member."""
        self.ensure_one()
        member = self.member_id
        account = member.reveal("bank_account", self.batch_id.reason)
        if not account:
            raise UserError(
                self.env._("%(member)s has no bank account.", member=member.display_name)
            )
        return Payment(
            name=member.partner_id.name or "",
            account=account,
            bank=member.payout_bank_name or "",
            bank_code=member.payout_bank_code or "",
            amount=Decimal(str(self.currency_id.round(self.amount))),
            purpose=self.env._(
                "Commission %(period)s", period=self.statement_id._get_period_name()
            ),
            reference=self.reference,
        )

    def _take_result(self, result):
        """Register what the bank says; what was said before is said again without effect."""
        self.ensure_one()
        if self.state != "pending":
            return
        if result.is_paid:
            self._write_state("paid")
            self._register_payment()
        else:
            self._write_state("failed", failure=result.reason or self.env._("No reason given."))

    def _register_payment(self):
        # sudo: finance takes in the bank's answer by this only, without rights to accounting
        moves_sudo = self.sudo().statement_id.payout_move_ids
        open_sudo = moves_sudo.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "in_invoice"
                and move.payment_state not in (*SETTLED, "reversed")
            )
        )
        if not open_sudo:
            return  # it was registered by hand meanwhile
        self.env["account.payment.register"].sudo().with_context(
            active_model="account.move", active_ids=open_sudo.ids
        ).create(
            {
                "journal_id": self.company_id.sudo()._find_payout_bank().id,
                "amount": self.amount,
                "group_payment": True,
                "payment_date": self.company_id._get_distribution_today(),
                "communication": self.reference,
            }
        )._create_payments()
