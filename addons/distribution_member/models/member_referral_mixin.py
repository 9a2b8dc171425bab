from odoo import fields, models
from odoo.fields import Domain

MOST_PRODUCTS = 30


class DistributionMemberReferralMixin(models.AbstractModel):
    """What a member may share with others."""

    _name = "distribution.member.referral.mixin"
    _description = "Invitations of a Member"

    referral_ids = fields.One2many("distribution.referral", "inviter_id", "Invitations")
    referral_link_ids = fields.One2many("distribution.referral.link", "member_id", "Links")

    # === HOOKS === #

    def _find_referral_products(self, search=""):
        """Override to narrow the products to those that the member is offered.

        :param str search: part of a name or code
        :return: `product.template` as superuser, a list for a page
        """
        self.ensure_one()
        domain = self._referral_product_domain()
        if search:
            domain &= Domain("name", "ilike", search) | Domain("default_code", "ilike", search)
        # sudo: portal users read no products; a name and a picture are for everybody
        return self.env["product.template"].sudo().search(domain, limit=MOST_PRODUCTS, order="name")

    def _may_refer(self, product):
        """Override to narrow: whether the member may share the product."""
        self.ensure_one()
        return bool(product.sudo().filtered_domain(self._referral_product_domain()))

    # === OWN DATA === #

    def _unlink_personal_records(self, persons, users):
        """Override to end the links, and to take out what staff wrote about invitations."""
        self.referral_link_ids.active = False
        self.env["distribution.referral"]._erase_texts_about(
            Domain("inviter_id", "=", self.id), (), ("reason",)
        )
        return super()._unlink_personal_records(persons, users)

    def _get_export_sections(self):
        """Override to add the invitations, as the inviter may see them."""
        member_sudo = self.sudo()  # its own data; the caller has checked that it is the member
        rows = member_sudo.referral_ids._prepare_portal_rows()
        return {**super()._get_export_sections(), "invitations": rows}

    # === HELPERS === #

    def _referral_product_domain(self):
        return Domain("sale_ok", "=", True) & Domain(
            "company_id", "in", [False, self.company_id.id]
        )
