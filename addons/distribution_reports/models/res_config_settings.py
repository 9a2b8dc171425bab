from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    distribution_kpi_user_ids = fields.Many2many(
        related="company_id.distribution_kpi_user_ids", readonly=False
    )
    distribution_kpi_group_ids = fields.Many2many(
        related="company_id.distribution_kpi_group_ids", readonly=False
    )
