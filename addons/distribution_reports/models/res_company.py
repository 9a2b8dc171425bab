from odoo import models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "distribution.company.performance.mixin",
<<<<<<< HEAD
        "distribution.company.forecast.mixin",
=======
        "distribution.company.kpi.mixin",
>>>>>>> f3121a35009c177178304ad93583846d34bfc009
    ]
