from odoo import fields, models


class DistributionReturnReason(models.Model):
    """Why goods come back; the return rate is told apart by it."""

    _name = "distribution.return.reason"
    _description = "Reason of a Return"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    needs_photo = fields.Boolean(
        "Needs a Picture", help="Distributors cannot ask for a return without a picture."
    )
    active = fields.Boolean(default=True)
