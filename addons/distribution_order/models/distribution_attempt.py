from odoo import fields, models


class DistributionAttempt(models.Model):
    _inherit = "distribution.attempt"

    kind = fields.Selection(
        selection_add=[
            ("feedback", "Feedback"),
            ("return", "Return"),
            ("cross_case", "Report of Cross-Region Selling"),
        ],
        ondelete={"feedback": "cascade", "return": "cascade", "cross_case": "cascade"},
    )
