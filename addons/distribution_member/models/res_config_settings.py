from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    distribution_review_goal_days = fields.Float(
        related="company_id.distribution_review_goal_days", readonly=False
    )
    distribution_reapply_days = fields.Integer(
        related="company_id.distribution_reapply_days", readonly=False
    )
    distribution_join_limit = fields.Integer(
        related="company_id.distribution_join_limit", readonly=False
    )
