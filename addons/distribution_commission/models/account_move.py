from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    # Payment punctuality asks for the invoices of many customers at once.
    _distribution_customer_index = models.Index(
        "(commercial_partner_id, company_id) WHERE move_type = 'out_invoice' AND state = 'posted'"
    )
