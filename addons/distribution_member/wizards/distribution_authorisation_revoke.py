from odoo import fields, models


class DistributionAuthorisationRevoke(models.TransientModel):
    """Ask why an authorisation ends before its time."""

    _name = "distribution.authorisation.revoke"
    _description = "Revoke Authorisations"

    authorisation_ids = fields.Many2many(
        "distribution.authorisation",
        "distribution_authorisation_revoke_rel",
        "wizard_id",
        "authorisation_id",
        "Authorisations",
        required=True,
        readonly=True,
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Revoke them."""
        self.ensure_one()
        self.authorisation_ids.action_revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
