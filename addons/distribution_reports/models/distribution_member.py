from odoo import models


class DistributionMember(models.Model):
    _name = "distribution.member"
    _inherit = ["distribution.member", "distribution.member.performance.mixin"]
