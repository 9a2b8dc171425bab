from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    distribution_commission_start = fields.Date(
        related="company_id.distribution_commission_start", readonly=False
    )
    distribution_tz = fields.Selection(related="company_id.distribution_tz", readonly=False)
    distribution_withholding = fields.Selection(
        related="company_id.distribution_withholding", readonly=False
    )
    distribution_seal = fields.Image(related="company_id.distribution_seal", readonly=False)
    distribution_statement_pdf = fields.Boolean(
        related="company_id.distribution_statement_pdf", readonly=False
    )
    distribution_levels_max = fields.Integer(
        related="company_id.distribution_levels_max", readonly=False
    )
    distribution_person_levels_max = fields.Integer(
        related="company_id.distribution_person_levels_max", readonly=False
    )
    distribution_payout_cap_max = fields.Float(
        related="company_id.distribution_payout_cap_max", readonly=False
    )
    distribution_payout_journal_id = fields.Many2one(
        related="company_id.distribution_payout_journal_id", readonly=False
    )
    distribution_rebate_journal_id = fields.Many2one(
        related="company_id.distribution_rebate_journal_id", readonly=False
    )
    distribution_bank_journal_id = fields.Many2one(
        related="company_id.distribution_bank_journal_id", readonly=False
    )
    distribution_payout_account_id = fields.Many2one(
        related="company_id.distribution_payout_account_id", readonly=False
    )
    distribution_withholding_account_id = fields.Many2one(
        related="company_id.distribution_withholding_account_id", readonly=False
    )
    distribution_payout_product_id = fields.Many2one(
        related="company_id.distribution_payout_product_id", readonly=False
    )
