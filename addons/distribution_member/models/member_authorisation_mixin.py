from odoo import fields, models


class DistributionMemberAuthorisationMixin(models.AbstractModel):
    """Where and what a member is authorised to sell."""

    _name = "distribution.member.authorisation.mixin"
    _description = "Authorisations of a Member"

    authorisation_ids = fields.One2many("distribution.authorisation", "member_id")
    authorisation_count = fields.Integer(
        "Certificates", compute="_compute_authorisation_count", help="Issued and not ended."
    )

    def _compute_authorisation_count(self):
        counts = dict(
            self.env["distribution.authorisation"]._read_group(
                [("member_id", "in", self.ids), ("state", "=", "issued")],
                ["member_id"],
                ["__count"],
            )
        )
        for member in self:
            member.authorisation_count = counts.get(member, 0)

    def action_open_authorisations(self):
        """Open the authorisations of the member."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_authorisation_action"
        )
        context = {"default_member_id": self.id, "default_region_id": self.region_id.id}
        return {**action, "domain": [("member_id", "=", self.id)], "context": context}

    def _get_running_authorisations(self):
        """Return what is issued and has not ended, also what begins later."""
        return self.env["distribution.authorisation"].search(self._get_running_domain())

    def _get_running_domain(self):
        return [("member_id", "in", self.ids), ("state", "=", "issued")]
