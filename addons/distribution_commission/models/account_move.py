from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "distribution.payout.document.mixin"]

    # Payment punctuality asks for the invoices of many customers at once.
    _distribution_customer_index = models.Index(
        "(commercial_partner_id, company_id) WHERE move_type = 'out_invoice' AND state = 'posted'"
    )

    _distribution_payout_unique = models.UniqueIndex(
        "(distribution_statement_id, distribution_part)"
        " WHERE distribution_statement_id IS NOT NULL",
        "This part of the statement is paid by another document already.",
    )

    def _post(self, soft=True):
        """Override of `account` to post what invoices earn and credit notes give back."""
        posted = super()._post(soft=soft)
        posted._post_commission()
        return posted

    def button_draft(self):
        """Override of `account` to take back what invoices that do not stand any more earned."""
        result = super().button_draft()
        self._post_commission()
        return result

    def _post_commission(self):
        invoices = self.filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        invoices.invoice_line_ids.sale_line_ids.order_id._post_commission()
