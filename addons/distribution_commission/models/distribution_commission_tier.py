from odoo import api, fields, models


class DistributionCommissionTier(models.Model):
    """From a volume on, a rate. Only lower bounds are stored, so there are no gaps or overlaps."""

    _name = "distribution.commission.tier"
    _description = "Commission Tier"
    _order = "rule_id, threshold"
    _rec_name = "threshold"

    rule_id = fields.Many2one(
        "distribution.commission.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    currency_id = fields.Many2one(related="rule_id.currency_id")
    threshold = fields.Monetary(
        "From Volume", required=True, default=0.0, help="The bound itself belongs to this tier."
    )
    rate = fields.Float(
        "Rate (%)",
        digits=(8, 4),
        min_display_digits=2,
        required=True,
        help="Percent of the volume: 5 is 5 %.",
    )

    _threshold_unique = models.UniqueIndex(
        "(rule_id, threshold)", "Two tiers of a rule begin at the same volume."
    )
    _in_range = models.Constraint(
        "CHECK (threshold >= 0 AND rate BETWEEN 0 AND 100)",
        "A tier begins at 0 or above, and its rate lies between 0 and 100 %.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a tier is a term of its plan."""
        tiers = super().create(vals_list)
        tiers.rule_id.plan_id._touch_terms()
        return tiers

    def write(self, vals):
        """Override of `base`: a tier is a term of its plan."""
        self.check_access("write")  # before a reader is told what else stands against it
        self.rule_id.plan_id._touch_terms()
        result = super().write(vals)
        self.rule_id.plan_id._touch_terms()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.rule_id.plan_id._touch_terms()
