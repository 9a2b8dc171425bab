from odoo.tests import tagged

from ..models.delivery_area import shorten
from .common import OrderCommon

ADDRESS = {"name": "Site", "type": "delivery", "street": "Road 1"}


@tagged("post_install", "-at_install")
class TestOrderReasons(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.list_price = 100.0
        cls.partner = cls.shop.partner_id

    def _order(self, quantity=1, product=None, **values):
        line_values = values.pop("line", {})
        line = {
            "product_id": (product or self.product).id,
            "product_uom_qty": quantity,
            **line_values,
        }
        return self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [(0, 0, line)], **values}
        )

    def _submit(self, order):
        order.action_distribution_submit()
        return {reason.kind: reason.text for reason in order.distribution_reason_ids}

    def test_order_as_usual_has_no_reason(self):
        self.assertEqual(self._submit(self._order()), {})

    # === price === #

    def test_price_below_the_price_list_is_told_with_the_worst_line(self):
        order = self._order(line={"price_unit": 90.0})
        order.order_line.copy({"order_id": order.id, "price_unit": 100.0, "discount": 25})
        text = self._submit(order)["price"]
        self.assertRegex(text, r"75\.00 is 25 % below the price list, .*100\.00\. \(1 more")

    def test_discount_within_the_allowed_is_no_reason(self):
        self.company.distribution_discount_limit = 10
        self.assertNotIn("price", self._submit(self._order(line={"discount": 10})))
        self.assertIn("price", self._submit(self._order(line={"discount": 10.5})))

    def test_price_of_the_members_list_for_its_quantity_counts(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Steps",
                "item_ids": [
                    (
                        0,
                        0,
                        {
                            "compute_price": "fixed",
                            "fixed_price": price,
                            "min_quantity": quantity,
                            "applied_on": "1_product",
                            "product_tmpl_id": self.product.product_tmpl_id.id,
                        },
                    )
                    for quantity, price in ((1, 90), (100, 80))
                ],
            }
        )
        many = self._order(100, pricelist_id=pricelist.id)
        self.assertEqual(many.order_line.price_unit, 80)
        self.assertNotIn("price", self._submit(many))
        few = self._order(99, pricelist_id=pricelist.id, line={"price_unit": 80})
        self.assertIn("price", self._submit(few))

    def test_looking_up_prices_takes_as_many_queries_for_many_lines(self):
        pricelist = self.env["product.pricelist"].create({"name": "Any"})
        orders = [self._order(pricelist_id=pricelist.id) for _each in range(2)]
        for number in range(2, 22):
            orders[1].order_line[:1].copy({"order_id": orders[1].id, "product_uom_qty": number})
        counts = []
        for order in orders:
            self.env.flush_all()
            order._get_listed_prices()
            before = self.cr.sql_log_count
            self.env.invalidate_all()
            order._get_listed_prices()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    # === places === #

    def _draw_map(self):
        self.china = self.env.ref("base.cn")
        self.chongqing, self.sichuan = (
            self.env["res.country.state"].create(
                {"name": name, "code": code, "country_id": self.china.id}
            )
            for name, code in (("重庆市", "T50"), ("四川省", "T51"))
        )
        self.north.write({"name": "渝北区", "kind": "district", "state_id": self.chongqing.id})
        self.south.write({"name": "南岸区", "kind": "district", "state_id": self.chongqing.id})
        self.city.write({"name": "重庆市", "kind": "province", "state_id": self.chongqing.id})

    def _deliver(self, **address):
        values = {**ADDRESS, "parent_id": self.partner.id, "country_id": self.china.id, **address}
        place = self.env["res.partner"].create(values)
        return self._submit(self._order(partner_shipping_id=place.id))

    def test_delivery_outside_the_members_region_is_told(self):
        self._draw_map()
        state = self.chongqing.id
        self.assertNotIn("area", self._deliver(state_id=state, street="渝北区新牌坊1号"))
        outside = self._deliver(state_id=state, street="南岸区茶园2号")
        self.assertRegex(outside["area"], "南岸区 lies outside .*渝北区")
        self.assertIn("area", self._deliver(state_id=self.sichuan.id, city="成都市"))

    def test_address_that_names_only_the_province_is_no_evidence(self):
        self._draw_map()
        self.assertNotIn("area", self._deliver(state_id=self.chongqing.id, street="某路1号"))

    def test_authorisation_decides_before_the_region(self):
        self._draw_map()
        authorisation = self.env["distribution.authorisation"].create(
            {"member_id": self.shop.id, "region_id": self.south.id}
        )
        authorisation.action_issue()
        state = self.chongqing.id
        self.assertNotIn("area", self._deliver(state_id=state, street="南岸区茶园2号"))
        self.assertIn("area", self._deliver(state_id=state, street="渝北区新牌坊1号"))

    def test_place_names_are_compared_without_their_kind(self):
        self.assertEqual(shorten("渝北区"), "渝北")
        self.assertEqual(shorten("城口县"), "城口")
        self.assertEqual(shorten("市区"), "市区")

    def test_new_address_is_told_once(self):
        place = self.env["res.partner"].create({**ADDRESS, "parent_id": self.partner.id})
        first = self._order(partner_shipping_id=place.id)
        self.assertIn("Road 1", self._submit(first)["address"])
        first.action_confirm()
        self.assertNotIn("address", self._submit(self._order(partner_shipping_id=place.id)))
        self.company.distribution_check_address = False
        another = place.copy({"street": "Road 2"})
        self.assertNotIn("address", self._submit(self._order(partner_shipping_id=another.id)))

    # === goods === #

    def test_unusual_quantity_is_told_against_the_average(self):
        for quantity in (8, 10, 12):
            self._order(quantity).action_confirm()
        self.assertNotIn("quantity", self._submit(self._order(50)))
        text = self._submit(self._order(51))["quantity"]
        self.assertRegex(text, r"51 ordered, 5\.1 times the usual 10 \(average of 3 orders")

    def test_usual_quantity_is_in_the_products_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        for _each in range(3):
            self._order(12).action_confirm()
        order = self._order(6, line={"product_uom_id": dozen.id})
        self.assertRegex(self._submit(order)["quantity"], "72 ordered, 6 times the usual 12 ")

    def test_two_orders_say_nothing_of_what_is_usual(self):
        for _each in range(2):
            self._order(1).action_confirm()
        self.assertNotIn("quantity", self._submit(self._order(1_000)))

    def test_shortage_is_told_of_what_is_free_in_the_warehouse(self):
        stored = self.env["product.product"].create(
            {"name": "Stored", "is_storable": True, "taxes_id": False}
        )
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.env["stock.quant"]._update_available_quantity(stored, warehouse.lot_stock_id, 10)
        self._order(4, stored).action_confirm()
        self.assertNotIn("shortage", self._submit(self._order(6, stored)))
        text = self._submit(self._order(7, stored))["shortage"]
        self.assertRegex(text, "7 ordered, 6 free in")

    # === language === #

    def test_reasons_are_read_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self._order(line={"price_unit": 90.0})
        self._submit(order)
        chinese = order.with_context(lang="zh_CN").distribution_reason_ids.text
        self.assertIn("价格表", chinese)
