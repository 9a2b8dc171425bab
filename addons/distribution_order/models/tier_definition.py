from odoo import api, fields, models


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    distribution_remind_hours = fields.Float(
        "Remind after (Working Hours)",
        help="Orders only: since when whose turn it is are reminded once. 0: not.",
    )
    distribution_escalate_hours = fields.Float(
        "Escalate after (Working Hours)",
        help="Orders only: since when the people named below may decide as well. 0: never."
        " Nothing is ever approved by itself.",
    )
    distribution_escalate_user_ids = fields.Many2many(
        "res.users",
        "distribution_tier_escalate_rel",
        "definition_id",
        "user_id",
        "Escalate to",
        domain=[("share", "=", False)],
    )

    _hours_not_negative = models.Constraint(
        "CHECK (COALESCE(distribution_remind_hours, 0) >= 0"
        " AND COALESCE(distribution_escalate_hours, 0) >= 0)",
        "Hours are not negative.",
    )

    @api.model
    def _get_tier_validation_model_names(self):
        """Override of `base_tier_validation` to add returns."""
        return [*super()._get_tier_validation_model_names(), "rma"]

    def _is_due(self, step, hours):
        """Return whether `step`, `remind` or `escalate`, is due after so many working hours."""
        self.ensure_one()
        after = self[f"distribution_{step}_hours"]
        return bool(after) and hours >= after
