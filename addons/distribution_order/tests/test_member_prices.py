from datetime import timedelta
from itertools import product as every

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..models.member_prices import MemberPrices
from ..models.order_catalogue import OrderCatalogue
from .goods_common import GoodsCommon

RULES = (
    {"compute_price": "percentage", "percent_price": 10},
    {"applied_on": "1_product", "compute_price": "fixed", "fixed_price": 70.0, "min_quantity": 5},
    {"applied_on": "0_product_variant", "compute_price": "fixed", "fixed_price": 61.5},
    {"applied_on": "2_product_category", "compute_price": "formula", "price_discount": 33},
    {"compute_price": "fixed", "fixed_price": 1.0, "date_end": True},
)


@tagged("post_install", "-at_install")
class TestMemberPrices(GoodsCommon):
    """Prices of many goods at once are those that Odoo gives for each alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user")._apply_group(cls.env.ref("product.group_product_pricelist"))
        colour = cls.env["product.attribute"].create(
            {"name": "Colour", "value_ids": [Command.create({"name": name}) for name in "RGB"]}
        )
        cls.template = cls.env["product.template"].create(
            {
                "name": "Tile",
                "list_price": 100.0,
                "type": "consu",
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": colour.id,
                            "value_ids": [Command.set(colour.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        cls.variants = cls.template.product_variant_ids
        cls.template.attribute_line_ids.product_template_value_ids[1].price_extra = 9.0
        cls.goods = cls.variants | cls.paint_product | cls.brush

    def _make_list(self, rules):
        """Give the member a price list with these of `RULES`."""
        yesterday = fields.Datetime.now() - timedelta(days=1)
        about = {
            "1_product": {"product_tmpl_id": self.template.id},
            "0_product_variant": {
                "product_tmpl_id": self.template.id,
                "product_id": self.variants[2].id,
            },
            "2_product_category": {"categ_id": self.brush.categ_id.id},
        }
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Some Rules",
                "item_ids": [
                    Command.create(
                        {
                            **rule,
                            **about.get(rule.get("applied_on"), {}),
                            **({"date_end": yesterday} if "date_end" in rule else {}),
                        }
                    )
                    for rule in rules
                ],
            }
        )
        self.shop.partner_id.specific_property_product_pricelist = pricelist
        return pricelist

    def test_prices_are_those_of_the_price_list_whatever_its_rules(self):
        for chosen in every((False, True), repeat=len(RULES)):
            pricelist = self._make_list(
                [rule for rule, is_in in zip(RULES, chosen, strict=True) if is_in]
            )
            for quantity in (1.0, 6.0):
                prices = MemberPrices(self.env, self.shop).compute(
                    dict.fromkeys(self.goods, quantity)
                )
                for product in self.goods:
                    with self.subTest(chosen=chosen, quantity=quantity, product=product):
                        self.assertAlmostEqual(
                            prices[product.id], pricelist._get_product_price(product, quantity), 2
                        )

    def test_cards_of_variants_have_their_own_names_and_prices(self):
        self._make_list(RULES)
        cards = OrderCatalogue(self.env, self.shop, with_prices=True).build_page("Tile")["products"]
        self.assertEqual(
            [(card["name"], card["price"]) for card in cards],
            [("Tile (R)", 90.0), ("Tile (G)", 98.1), ("Tile (B)", 61.5)],
        )

    def test_main_company_is_odoos_own_or_the_first(self):
        companies = self.env["res.company"]
        self.assertEqual(companies._get_main_company(), self.env.ref("base.main_company"))
        self.env.ref("base.main_company")  # remembered
        self.env["ir.model.data"].search(
            [("module", "=", "base"), ("name", "=", "main_company")]
        ).unlink()
        self.assertEqual(companies._get_main_company(), companies.search([], limit=1, order="id"))
