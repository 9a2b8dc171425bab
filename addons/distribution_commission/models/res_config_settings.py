from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    distribution_tz = fields.Selection(related="company_id.distribution_tz", readonly=False)
    distribution_withholding = fields.Selection(
        related="company_id.distribution_withholding", readonly=False
    )
