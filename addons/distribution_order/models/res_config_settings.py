from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    distribution_confirm_at_once = fields.Boolean(
        related="company_id.distribution_confirm_at_once", readonly=False
    )
    distribution_approval_goal_hours = fields.Float(
        related="company_id.distribution_approval_goal_hours", readonly=False
    )
    distribution_overdue_days = fields.Integer(
        related="company_id.distribution_overdue_days", readonly=False
    )
    distribution_discount_limit = fields.Float(
        related="company_id.distribution_discount_limit", readonly=False
    )
    distribution_quantity_factor = fields.Float(
        related="company_id.distribution_quantity_factor", readonly=False
    )
    distribution_check_address = fields.Boolean(
        related="company_id.distribution_check_address", readonly=False
    )
    distribution_receipt_days = fields.Integer(
        related="company_id.distribution_receipt_days", readonly=False
    )
    distribution_shortage_user_id = fields.Many2one(
        related="company_id.distribution_shortage_user_id", readonly=False
    )
    distribution_shortage_goal_hours = fields.Float(
        related="company_id.distribution_shortage_goal_hours", readonly=False
    )
    distribution_shortage_release_percent = fields.Float(
        related="company_id.distribution_shortage_release_percent", readonly=False
    )
    distribution_shortage_quiet_hours = fields.Float(
        related="company_id.distribution_shortage_quiet_hours", readonly=False
    )
    distribution_return_over = fields.Selection(
        related="company_id.distribution_return_over", readonly=False
    )
    distribution_return_period = fields.Selection(
        related="company_id.distribution_return_period", readonly=False
    )
    distribution_cross_goal_hours = fields.Float(
        related="company_id.distribution_cross_goal_hours", readonly=False
    )
    distribution_cross_hearing_days = fields.Integer(
        related="company_id.distribution_cross_hearing_days", readonly=False
    )
    distribution_cross_objection_days = fields.Integer(
        related="company_id.distribution_cross_objection_days", readonly=False
    )
    distribution_return_goal_percent = fields.Float(
        related="company_id.distribution_return_goal_percent", readonly=False
    )
