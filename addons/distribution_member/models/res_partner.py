from odoo import api, fields, models

from .member_privacy_mixin import CONTACT_FIELDS


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "distribution.company.check.mixin"]

    distribution_member_ids = fields.One2many(
        "distribution.member", "partner_id", "Distribution Memberships"
    )
    distribution_member_id = fields.Many2one(
        "distribution.member",
        compute="_compute_distribution_member_id",
        search="_search_distribution_member_id",
        help="Membership of this contact's company in the current company's channel.",
    )

    # By which applications find contacts with the same phone (queries/application_duplicates).
    _distribution_phone_index = models.Index(
        "(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10)) WHERE phone IS NOT NULL"
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

    def _erase_person(self, pseudonym):
        """Replace the name and blank what else says who it is; the logins are closed already."""
        self.ensure_one()
        for user in self.with_context(active_test=False).user_ids:
            user.write({"login": f"erased-{user.id}", "signature": False})
        known = [name for name in CONTACT_FIELDS if name in self._fields]
        # Odoo looks for logins in the context it is given, which must not include closed ones.
        quiet = {"tracking_disable": True, "no_vat_validation": True, "active_test": True}
        self.with_context(**quiet).write(
            {**dict.fromkeys(known, False), "name": pseudonym, "active": False}
        )

    def _erase_bank_accounts(self):
        """Blank the accounts: Odoo archives a bank account instead of deleting it."""
        accounts = self.env["res.partner.bank"].with_context(active_test=False)
        for account in accounts.search([("partner_id", "in", self.ids)]):
            if "allow_out_payment" in account._fields:  # the accounting locks trusted numbers
                account.allow_out_payment = False
            account.write(
                {
                    "acc_number": f"erased-{account.id}",
                    "acc_holder_name": False,
                    "active": False,
                }
            )
