from odoo import models
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES


class DistributionMember(models.Model):
    _name = "distribution.member"
    _inherit = [
        "distribution.member",
        "distribution.member.performance.mixin",
        "distribution.member.results.mixin",
    ]

    # === PORTAL === #

    def _prepare_portal_home(self, role):
        """Override of `distribution_member` to add the running month, for those who see money."""
        return {
            **super()._prepare_portal_home(role),
            "results": self._prepare_portal_month() if role in MONEY_ROLES else None,
        }
