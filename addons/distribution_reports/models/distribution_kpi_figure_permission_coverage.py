from odoo import api, models
from odoo.fields import Domain


class DistributionKpiFigurePermissionCoverage(models.AbstractModel):
    """Share of the models of the product that are guarded; only today's can be known."""

    _name = "distribution.kpi.figure.permission_coverage"
    _description = "Figure: Permission Coverage"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.kpi.permission"
    _value_field = "coverage"
    _can_look_back = False

    @api.model
    def _get_domain(self, window):
        """Override: models belong to no company and no day."""
        return Domain.TRUE

    @api.model
    def _get_bad_domain(self, kpi, window):
        """Override: one model is covered or it is not."""
        return Domain("is_covered", "=", False)

    @api.model
    def _get_views(self):
        """Override: a row says all there is."""
        return [(False, "list")]
