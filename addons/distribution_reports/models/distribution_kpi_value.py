from odoo import fields, models

from .distribution_kpi import LIGHTS


class DistributionKpiValue(models.Model):
    """What a figure came out at in a week of a company; written by measuring only."""

    _name = "distribution.kpi.value"
    _description = "Value of a Service Figure"
    _order = "week desc, kpi_id"
    _rec_name = "kpi_id"

    kpi_id = fields.Many2one(
        "distribution.kpi", "Figure", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    week = fields.Date(required=True, readonly=True, help="Monday of the week.")
    value = fields.Float(
        readonly=True, digits=(16, 2), aggregator="avg", help="In the unit of the figure."
    )
    unit = fields.Selection(related="kpi_id.unit")
    goal = fields.Float(
        readonly=True, digits=(16, 2), aggregator="avg", help="The goal when it was measured."
    )
    count = fields.Integer("Records Measured", readonly=True, aggregator=None)
    is_measured = fields.Boolean("Measured", readonly=True, help="There was something to measure.")
    light = fields.Selection(LIGHTS, readonly=True, help="By the goal of then.")
    measured_on = fields.Datetime(readonly=True)
    is_final = fields.Boolean(
        "Final", readonly=True, help="Measured after the week was over; it stays as it is."
    )

    _week_unique = models.UniqueIndex(
        "(kpi_id, company_id, week)", "A figure has one value per company and week."
    )
