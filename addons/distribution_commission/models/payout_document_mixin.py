from odoo import api, fields, models
from odoo.exceptions import UserError

from .statement_payout_mixin import SETTLED


class DistributionPayoutDocumentMixin(models.AbstractModel):
    """A bill or credit note that pays a statement."""

    _name = "distribution.payout.document.mixin"
    _description = "Document of a Payout"

    distribution_statement_id = fields.Many2one(
        "distribution.statement",
        "Commission Statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The statement that this document pays.",
    )
    distribution_part = fields.Integer(
        readonly=True,
        copy=False,
        help="1: the first document of the statement; further ones pay what disputes held back.",
    )

    # === ACTION METHODS === #

    def action_open_statement(self):
        """Open the commission statement that this document pays."""
        self.ensure_one()
        self.distribution_statement_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "distribution.statement",
            "res_id": self.distribution_statement_id.id,
            "views": [(False, "form")],
        }

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_payout(self):
        """Keep the documents: a cancelled one says so, and the statement is due again."""
        self.filtered("distribution_statement_id")._ensure_payout_kept()

    # === HELPERS === #

    def _filter_standing_payouts(self):
        """Return the documents that still pay: neither cancelled nor taken back."""
        return self.filtered(
            lambda move: move.state != "cancel" and move.payment_state != "reversed"
        )

    def _get_settled_amount(self):
        """Return how much of the document is paid, in its currency; never negative."""
        self.ensure_one()
        if self.state != "posted":
            return 0.0
        if self.payment_state in SETTLED:
            return self.amount_total
        return self.amount_total - self.amount_residual

    def _ensure_payout_kept(self):
        if self:
            raise UserError(
                self.env._(
                    "%(document)s pays a statement. Cancel it instead; then it can be paid anew.",
                    document=self[:1].display_name,
                )
            )
