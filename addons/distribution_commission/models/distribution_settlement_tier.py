from odoo import api, fields, models

ROLES = [("finance", "Finance"), ("admin", "Administration")]


class DistributionSettlementTier(models.Model):
    """One more person to approve settlements of a company before they are published."""

    _name = "distribution.settlement.tier"
    _description = "Approval Tier of Settlements"
    _order = "company_id, minimum, id"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    minimum = fields.Monetary(
        "From",
        help="Payable sum of a settlement, in the currency of the company, from which on this tier"
        " is asked. 0: always.",
    )
    role = fields.Selection(
        ROLES,
        "Approved by",
        required=True,
        default="finance",
        help="Whoever computed the settlement never approves it, and nobody approves it twice.",
    )

    _minimum_positive = models.Constraint(
        "CHECK (minimum >= 0)", "An approval is asked for from a sum on. Enter 0 or more."
    )

    # === COMPUTE METHODS === #

    @api.depends("role", "minimum")
    @api.depends_context("lang")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for tier in self:
            tier.display_name = roles.get(tier.role)
            if tier.minimum:
                tier.display_name = self.env._(
                    "%(role)s, from %(minimum)s",
                    role=roles.get(tier.role),
                    minimum=tier.currency_id.format(tier.minimum),
                )

    # === HELPERS === #

    def _is_open_to(self, user):
        """Return whether a user has the role that this tier asks for."""
        self.ensure_one()
        return user.has_group(f"distribution_member.group_distribution_{self.role}")
