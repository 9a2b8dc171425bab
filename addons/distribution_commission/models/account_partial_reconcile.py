from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `account` to post what payments earn."""
        partials = super().create(vals_list)
        partials._get_matched_invoices()._post_commission()
        return partials

    def unlink(self):
        """Override of `account` to take back what payments earned that are taken off again."""
        invoices = self._get_matched_invoices()
        result = super().unlink()
        invoices.exists()._post_commission()
        return result

    # === HELPERS === #

    def _get_matched_invoices(self):
        return self.debit_move_id.move_id | self.credit_move_id.move_id
