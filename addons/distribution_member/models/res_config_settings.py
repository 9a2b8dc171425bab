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
    distribution_referral_mode = fields.Selection(
        related="company_id.distribution_referral_mode", readonly=False
    )
    distribution_referral_days = fields.Integer(
        related="company_id.distribution_referral_days", readonly=False
    )
    distribution_referral_link_days = fields.Integer(
        related="company_id.distribution_referral_link_days", readonly=False
    )
    distribution_show_staff_names = fields.Boolean(
        related="company_id.distribution_show_staff_names", readonly=False
    )
    distribution_stop_expired = fields.Boolean(
        related="company_id.distribution_stop_expired", readonly=False
    )
    distribution_privacy_contact = fields.Char(
        related="company_id.distribution_privacy_contact", readonly=False
    )
