from odoo import fields, models


class DistributionLevel(models.Model):
    _inherit = "distribution.level"

    return_days = fields.Integer(
        "Return Window (Days)",
        help="So many days after the delivery goods may be returned. 0: any time.",
    )
    return_quota_percent = fields.Float(
        "Return Quota (%)",
        help="Returns asked for in a period, as a share of what was bought in the period before it,"
        " less what was refunded. How long a period is, is set up in the settings. 0: no limit.",
    )

    _return_days_not_negative = models.Constraint(
        "CHECK (COALESCE(return_days, 0) >= 0)", "The days of the return window are not negative."
    )
    _return_quota_possible = models.Constraint(
        "CHECK (COALESCE(return_quota_percent, 0) BETWEEN 0 AND 100)",
        "A return quota lies between 0 and 100 %.",
    )
