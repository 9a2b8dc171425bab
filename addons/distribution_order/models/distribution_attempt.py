from odoo import fields, models


class DistributionAttempt(models.Model):
    _inherit = "distribution.attempt"

    kind = fields.Selection(
        selection_add=[("feedback", "Feedback"), ("return", "Return")],
        ondelete={"feedback": "cascade", "return": "cascade"},
    )
