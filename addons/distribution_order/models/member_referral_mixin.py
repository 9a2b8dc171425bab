from odoo import models

from .order_catalogue import OrderCatalogue


class DistributionMemberReferralMixin(models.AbstractModel):
    """A member shares what it is offered itself, and nothing else."""

    _inherit = "distribution.member.referral.mixin"

    def _find_referral_products(self, search=""):
        """Override of `distribution_member`: the first page of the member's own catalogue."""
        cards = self._open_referral_catalogue().build_page(search)["products"]
        # sudo: portal users read no products; a name and a picture are for everybody
        products_sudo = self.env["product.product"].sudo()
        return products_sudo.browse(card["id"] for card in cards).product_tmpl_id

    def _may_refer(self, product):
        """Override of `distribution_member`: the member must be offered the product."""
        variants = product.sudo().product_variant_ids  # see above
        return super()._may_refer(product) and bool(
            self._open_referral_catalogue().narrow(variants.ids)
        )

    def _open_referral_catalogue(self):
        return OrderCatalogue(self.env, self, with_prices=False)
