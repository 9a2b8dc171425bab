from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    distribution_performance_freeze_days = fields.Integer(
        related="company_id.distribution_performance_freeze_days", readonly=False
    )
    distribution_ranking_names = fields.Boolean(
        related="company_id.distribution_ranking_names", readonly=False
    )
    distribution_warning_falling_percent = fields.Float(
        related="company_id.distribution_warning_falling_percent", readonly=False
    )
    distribution_warning_falling_amount = fields.Float(
        related="company_id.distribution_warning_falling_amount", readonly=False
    )
    distribution_warning_sleeping_factor = fields.Float(
        related="company_id.distribution_warning_sleeping_factor", readonly=False
    )
    distribution_warning_sleeping_days_min = fields.Integer(
        related="company_id.distribution_warning_sleeping_days_min", readonly=False
    )
    distribution_warning_sleeping_days = fields.Integer(
        related="company_id.distribution_warning_sleeping_days", readonly=False
    )
    distribution_warning_missed_percent = fields.Float(
        related="company_id.distribution_warning_missed_percent", readonly=False
    )
    distribution_warning_snooze_days = fields.Integer(
        related="company_id.distribution_warning_snooze_days", readonly=False
    )
    distribution_forecast_days = fields.Integer(
        related="company_id.distribution_forecast_days", readonly=False
    )
    distribution_kpi_user_ids = fields.Many2many(
        related="company_id.distribution_kpi_user_ids", readonly=False
    )
    distribution_kpi_group_ids = fields.Many2many(
        related="company_id.distribution_kpi_group_ids", readonly=False
    )
