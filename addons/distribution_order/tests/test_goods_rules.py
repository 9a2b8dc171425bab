from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..models.goods_rules import GoodsRules
from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestGoodsRules(GoodsCommon):
    def _codes(self, quantities, member=None, day=None):
        """Return {product: code} of what is found."""
        rules = GoodsRules(self.env, member or self.shop, day or self.today)
        return {finding.product: finding.code for finding in rules.judge(quantities)}

    def _offered(self, member=None, day=None):
        """Return which of the three products a member is offered."""
        goods = self.paint_product | self.primer_product | self.brush
        refused = self._codes(dict.fromkeys(goods, 1.0), member, day)
        return goods.filtered(lambda product: product not in refused)

    # === ASSORTMENT === #

    def test_without_assortment_every_product_that_is_sold_is_offered(self):
        self.brush.sale_ok = False
        self.assertEqual(self._offered(), self.paint_product | self.primer_product)

    def test_category_offers_what_is_below_it(self):
        self._create_assortment(categ_ids=self.paint.ids)
        self.assertEqual(self._offered(), self.paint_product | self.primer_product)

    def test_single_product_is_offered_besides_the_categories(self):
        self._create_assortment(categ_ids=self.primer.ids, product_ids=self.brush.ids)
        self.assertEqual(self._offered(), self.primer_product | self.brush)

    def test_assortment_of_other_levels_offers_nothing(self):
        self._create_assortment(level_ids=self.levels[0].ids)
        self.assertFalse(self._offered(self.shop))
        self.assertEqual(len(self._offered(self.agent)), 3)

    def test_region_takes_what_lies_inside_it(self):
        self._create_assortment(region_id=self.city.id, categ_ids=self.tools.ids)
        self._create_assortment(region_id=self.south.id, categ_ids=self.paint.ids)
        self.assertEqual(self._offered(self.shop), self.brush)
        self.assertEqual(len(self._offered(self.other_distributor)), 3)

    def test_dates_are_the_first_and_the_last_day(self):
        tomorrow = self.today + timedelta(days=1)
        self._create_assortment(categ_ids=self.tools.ids, date_from=tomorrow, date_to=tomorrow)
        self.assertEqual(len(self._offered(day=self.today)), 3)
        self.assertEqual(self._offered(day=tomorrow), self.brush)
        self.assertEqual(len(self._offered(day=tomorrow + timedelta(days=1))), 3)

    def test_archived_assortment_and_one_of_another_company_rule_nobody(self):
        other = self.env["res.company"].create({"name": "Another"})
        self._create_assortment(categ_ids=self.tools.ids).active = False
        self._create_assortment(categ_ids=self.tools.ids, company_id=other.id)
        self.assertEqual(len(self._offered()), 3)

    def test_certificates_narrow_what_is_offered(self):
        self._authorise(self.shop, self.primer)
        self.assertEqual(self._offered(self.shop), self.primer_product)
        self._create_assortment(categ_ids=self.paint.ids)
        self.assertEqual(self._offered(self.shop), self.primer_product)
        self.assertEqual(len(self._offered(self.distributor)), 2)

    def test_certificate_without_categories_narrows_nothing(self):
        self._authorise(self.shop, self.primer)
        self._authorise(self.shop, self.env["product.category"])
        self.assertEqual(len(self._offered(self.shop)), 3)

    def test_product_of_another_company_is_not_offered(self):
        other = self.env["res.company"].create({"name": "Another"})
        product = self._create_product("G-FOREIGN")
        product.company_id = other
        self.assertEqual(self._codes({product: 1}), {product: "not_offered"})

    def _authorise(self, member, categories):
        self.env["distribution.authorisation"].create(
            {
                "member_id": member.id,
                "region_id": member.region_id.id,
                "categ_ids": categories.ids,
                "date_from": self.today,
            }
        ).action_issue()

    # === QUANTITIES === #

    def test_sentence_names_product_quantity_and_what_is_allowed(self):
        self.brush.product_tmpl_id.write(
            {"distribution_min_quantity": 20, "distribution_multiple": 10}
        )
        rules = GoodsRules(self.env, self.shop, self.today)
        (finding,) = rules.judge({self.brush: 25.0, self.paint_product: 1.0})
        for part in ("Brush", "25 Units", "multiple of 10", "20 or 30 Units"):
            self.assertIn(part, finding.sentence)
        self.assertEqual([int(number) for number in finding.allowed], [20, 30])

    def test_whole_page_of_findings_takes_a_fixed_number_of_queries(self):
        products = self.env["product.product"]
        for number in range(30):
            products |= self._create_goods(f"G-{number}", f"Goods {number}", self.paint)
        products.product_tmpl_id.distribution_min_quantity = 5
        self.env.flush_all()
        for count in (3, 30):
            self.env.invalidate_all()
            with self.subTest(count=count), self.assertQueryCount(12):
                found = self._codes(dict.fromkeys(products[:count], 1.0))
                self.assertEqual(set(found.values()), {"minimum"})

    def test_rules_that_no_quantity_keeps_are_refused(self):
        template = self.brush.product_tmpl_id
        for values in (
            {"distribution_min_quantity": 20, "distribution_max_quantity": 10},
            {"distribution_multiple": 8, "distribution_max_quantity": 7},
            {"distribution_min_quantity": 9, "distribution_multiple": 8}
            | {"distribution_max_quantity": 15},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError), self.cr.savepoint():
                template.write(values)

    # === ORDERS === #

    def test_order_in_the_back_office_is_refused_with_every_sentence(self):
        self.brush.product_tmpl_id.distribution_max_quantity = 5
        self._create_assortment(categ_ids=self.tools.ids)
        order = self._draft(self.shop, (self.brush, 6), (self.paint_product, 1))
        with self.assertRaises(UserError) as caught:
            order.action_confirm()
        self.assertIn("at most 5 Units", str(caught.exception))
        self.assertIn("Latex Paint is not in the assortment of Firm SHOP", str(caught.exception))
        self.assertEqual(order.state, "draft")

    def test_lines_of_a_product_count_together_in_its_own_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.brush.product_tmpl_id.distribution_multiple = 10
        order = self._draft(self.shop, (self.brush, 4, dozen), (self.brush, 2))
        order.action_confirm()
        refused = self._draft(self.shop, (self.brush, 4, dozen))
        with self.assertRaisesRegex(UserError, "48 Units is not a multiple of 10"):
            refused.action_confirm()

    def test_services_and_strangers_are_not_judged(self):
        self._create_assortment(categ_ids=self.tools.ids)
        service = self._create_product("G-SERVICE", "Delivery")
        service.type = "service"
        self._draft(self.shop, (self.brush, 1), (service, 1)).action_confirm()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        order = self._draft(self.shop, (self.paint_product, 1))
        order.partner_id = stranger
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_salesperson_cannot_confirm_what_is_not_offered(self):
        self._create_assortment(categ_ids=self.tools.ids)
        manager = self._create_user("gr_manager", "manager")
        self.north.manager_ids = manager
        order = self._draft(self.shop, (self.paint_product, 1))
        order.user_id = manager
        with self.assertRaisesRegex(UserError, "not in the assortment"):
            order.with_user(manager).action_confirm()

    def test_platform_orders_were_sold_already(self):
        self.product.product_tmpl_id.distribution_min_quantity = 50
        self._create_assortment(categ_ids=self.tools.ids)
        order_import = self._create_import(self._row("Z9"))
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.state, "sale")


@tagged("post_install", "-at_install")
class TestPinyin(GoodsCommon):
    def test_initials_follow_the_chinese_name(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self._create_goods("G-PINYIN", "Latex Paint", self.paint).product_tmpl_id
        template.with_context(lang="zh_CN").name = "内墙乳胶漆 18L"
        self.assertEqual(template.distribution_pinyin, "nqrjq18l")
        # the dictionary knows the words: 重 is chong in 重庆, zhong in 重量
        template.with_context(lang="zh_CN").name = "重庆火锅"
        self.assertEqual(template.distribution_pinyin, "cqhg")

    def test_search_text_follows_code_and_every_name(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        product = self._create_goods("G-Found", "Latex Paint", self.paint)
        product.product_tmpl_id.with_context(lang="zh_CN").name = "内墙乳胶漆"
        words = set(product.distribution_search.split("\n"))
        self.assertEqual(words, {"g-found", "nqrjq", "latex paint", "内墙乳胶漆"})
        product.default_code = "G-New"
        product.product_tmpl_id.update_field_translations("name", {"zh_CN": "外墙漆"})
        words = set(product.distribution_search.split("\n"))
        self.assertEqual(words, {"g-new", "wqq", "latex paint", "外墙漆"})
