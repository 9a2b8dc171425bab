from odoo import models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "distribution.company.performance.mixin",
        "distribution.company.forecast.mixin",
        "distribution.company.kpi.mixin",
    ]
