from odoo import api, models


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        """Override of `base_tier_validation` to offer applications."""
        return [*super()._get_tier_validation_model_names(), "distribution.application"]
