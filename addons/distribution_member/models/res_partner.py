from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    distribution_member_ids = fields.One2many(
        "distribution.member", "partner_id", "Distribution Memberships"
    )
    distribution_member_id = fields.Many2one(
        "distribution.member",
        compute="_compute_distribution_member_id",
        search="_search_distribution_member_id",
        help="Membership of this contact's company in the current company's channel.",
    )

    @api.depends("commercial_partner_id.distribution_member_ids.company_id")
    @api.depends_context("company")
    def _compute_distribution_member_id(self):
        for partner in self:
            members = partner.commercial_partner_id.distribution_member_ids
            partner.distribution_member_id = members.filtered(
                lambda member: member.company_id == self.env.company
            )[:1]

    def _search_distribution_member_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        if operator == "in" and False in value:
            return NotImplemented
        members = fields.Domain("company_id", "=", self.env.company.id) & (
            fields.Domain("id", "in", value) if operator == "in" else value
        )
        return [("commercial_partner_id.distribution_member_ids", "any", members)]
