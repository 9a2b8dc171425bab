from odoo import fields, models


class DistributionOrderAdoptionLine(models.Model):
    """How many past orders of a year would name their member."""

    _name = "distribution.order.adoption.line"
    _description = "Past Orders of a Year"
    _order = "year, id"
    _rec_name = "year"
    _log_access = False

    adoption_id = fields.Many2one(
        "distribution.order.adoption", required=True, readonly=True, index=True, ondelete="cascade"
    )
    year = fields.Integer(required=True, readonly=True, aggregator=None)
    member_count = fields.Integer("Members", readonly=True, aggregator=None)
    order_count = fields.Integer("Orders", readonly=True)
    confirmed_count = fields.Integer("Confirmed", readonly=True)
    amount = fields.Monetary(
        "Untaxed Amount", readonly=True, help="Of the confirmed orders, untaxed."
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
