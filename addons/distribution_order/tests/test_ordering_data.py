import base64
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..models.goods_rules import GoodsRules
from ..models.member_prices import MemberPrices
from ..models.order_catalogue import OrderCatalogue
from .ordering_common import ORDERING, OrderingCommon

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
        "gg=="
    )
)


@tagged("post_install", "-at_install")
class TestOrderingData(OrderingCommon):
    def setUp(self):
        super().setUp()
        self.authenticate("or_buyer", "or_buyer")

    def _names(self, query=""):
        return [row["name"] for row in self._read(f"catalogue?{query}")["products"]]

    # === CATALOGUE === #

    def test_page_shows_own_price_pack_and_rules(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.active = True
        self.brush.product_tmpl_id.write(
            {
                "distribution_min_quantity": 20,
                "distribution_multiple": 10,
                "distribution_max_quantity": 90,
                "uom_ids": dozen.ids,
            }
        )
        rows = {row["code"]: row for row in self._read("catalogue")["products"]}
        self.assertEqual(set(rows), {"G-PAINT", "G-PRIMER", "G-BRUSH"})
        self.assertEqual(rows["G-PAINT"]["price"], 80.0)
        brush = rows["G-BRUSH"]
        # the price of the least that can be ordered, which has a price of its own
        self.assertEqual(brush["price"], 7.5)
        self.assertEqual((brush["min"], brush["step"], brush["max"]), (20, 10, 90))
        self.assertEqual(brush["packs"], [{"name": "Dozens", "quantity": 12.0}])

    def test_search_finds_name_code_barcode_and_pinyin(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.paint_product.product_tmpl_id.with_context(lang="zh_CN").name = "内墙乳胶漆"
        self.brush.barcode = "6901234567892"
        for text, name in (
            ("latex", "Latex Paint"),
            ("g-pri", "Primer"),
            ("6901234567892", "Brush"),
            ("nqrjq", "Latex Paint"),
            ("RJQ", "Latex Paint"),
            ("paint latex", "Latex Paint"),
        ):
            with self.subTest(text=text):
                self.assertEqual(self._names(f"q={text}"), [name])
        for text in ("690123456789", "%", "_", "nothing", "latex brush"):
            with self.subTest(text=text):
                self.assertEqual(self._names(f"q={text}"), [])

    def test_category_takes_what_is_below_it(self):
        self.assertEqual(
            sorted(self._names(f"category={self.paint.id}")), ["Latex Paint", "Primer"]
        )
        rows = self._read("categories")["categories"]
        found = {row["name"]: (row["depth"], row["count"]) for row in rows}
        self.assertEqual(found, {"Paint": (0, 2), "Primer": (1, 1), "Tools": (0, 1)})

    def test_assortment_decides_what_is_there(self):
        self._create_assortment(categ_ids=self.tools.ids)
        self.assertEqual(self._names(), ["Brush"])
        self.assertEqual([row["name"] for row in self._read("categories")["categories"]], ["Tools"])
        ids = f"{self.brush.id},{self.paint_product.id}"
        found = self._read(f"availability?ids={ids}")["availability"]
        self.assertEqual(list(found), [str(self.brush.id)])

    def test_catalogue_and_judge_agree_about_every_product(self):
        self._create_assortment(categ_ids=self.primer.ids, product_ids=self.brush.ids)
        goods = self.env["product.product"].search([("type", "=", "consu")])
        refused = {
            finding.product
            for finding in GoodsRules(self.env, self.shop, self.today).judge(
                dict.fromkeys(goods, 1.0)
            )
        }
        catalogue = OrderCatalogue(self.env, self.shop, with_prices=False)
        self.assertEqual(
            set(catalogue.narrow(goods.ids)),
            set((goods - self.env["product.product"].union(*refused)).ids),
        )

    def test_pages_are_of_twenty(self):
        for number in range(45):
            self._create_goods(f"X-{number:02}", f"Goods {number}", self.tools)
        pages = [self._read(f"catalogue?page={number}") for number in (1, 2, 3)]
        self.assertEqual({(page["total"], page["pages"]) for page in pages}, {(48, 3)})
        self.assertEqual([len(page["products"]) for page in pages], [20, 20, 8])
        seen = {row["id"] for page in pages for row in page["products"]}
        self.assertEqual(len(seen), 48)

    def test_odd_parameters_do_no_harm(self):
        for query in ("page=0", "page=x", "category=x", "category=999999999", "q=" + "a " * 200):
            with self.subTest(query=query):
                self._read(f"catalogue?{query}")
        self._read("availability?ids=1,x,-2,99999999999")

    # === STOCK === #

    def test_band_says_how_much_is_free_and_no_figure(self):
        template = self.brush.product_tmpl_id
        template.distribution_low_quantity = 20
        self._put_in_stock(self.brush, 100, reserved=70)
        for low, band in ((20, "plenty"), (31, "low"), (30, "plenty")):
            template.distribution_low_quantity = low
            with self.subTest(low=low):
                (row,) = self._read("catalogue?q=G-BRUSH")["products"]
                self.assertEqual(row["band"], band)
                self.assertNotIn("30", str({key: row[key] for key in row if key != "id"}))
        self._put_in_stock(self.brush, 0, reserved=30)
        (row,) = self._read("catalogue?q=G-BRUSH")["products"]
        self.assertEqual(row["band"], "out")
        (row,) = self._read("catalogue?q=G-PAINT")["products"]
        self.assertNotIn("band", row)  # nobody counts it

    def test_stock_of_another_company_does_not_count(self):
        other = self.env["res.company"].create({"name": "Another"})
        location = self.env["stock.warehouse"].search([("company_id", "=", other.id)]).lot_stock_id
        self.brush.is_storable = True
        self.env["stock.quant"].create(
            {"product_id": self.brush.id, "location_id": location.id, "quantity": 50}
        )
        (row,) = self._read("catalogue?q=G-BRUSH")["products"]
        self.assertEqual(row["band"], "out")

    # === PRICES === #

    def test_prices_are_for_who_orders_or_sees_money(self):
        for login, shown in (("or_admin", True), ("or_finance", True), ("or_viewer", False)):
            self.authenticate(login, login)
            (row,) = self._read("catalogue?q=G-PAINT")["products"]
            with self.subTest(login=login):
                self.assertEqual(row["price"], 80.0 if shown else None)

    def test_price_is_shown_with_tax_when_the_company_shows_tax(self):
        tax = self.env["account.tax"].create({"name": "VAT", "amount": 13.0})
        self.paint_product.taxes_id = tax
        prices = MemberPrices(self.env, self.shop)
        self.assertEqual(list(prices.compute({self.paint_product: 1.0}).values()), [80.0])
        self.company.account_price_include = "tax_included"
        tax.price_include_override = "tax_excluded"
        prices = MemberPrices(self.env, self.shop)
        self.assertEqual(list(prices.compute({self.paint_product: 1.0}).values()), [90.4])

    def test_prices_are_those_of_the_order(self):
        quantities = {self.paint_product: 3.0, self.brush: 10.0, self.primer_product: 1.0}
        prices = MemberPrices(self.env, self.shop).compute(quantities)
        order = self._draft(self.shop, *quantities.items())
        for line in order.order_line:
            net = line.price_unit * (1 - line.discount / 100)
            self.assertAlmostEqual(net, prices[line.product_id.id], 2)

    # === WHAT IS BOUGHT USUALLY === #

    def test_basket_is_what_is_bought_most_often_with_the_usual_quantity(self):
        moment = fields.Datetime.now() - timedelta(days=9)
        for quantity in (5, 20, 6):
            self._sell(self.shop, (self.brush, quantity, 1.0), date=moment)
        self._sell(self.shop, (self.paint_product, 3, 1.0), date=moment)
        self._sell(self.shop, (self.primer_product, 9, 1.0), date="2020-01-01 00:00:00")
        self._sell(self.distributor, (self.primer_product, 9, 1.0), date=moment)
        rows = self._read("basket")["products"]
        self.assertEqual([row["code"] for row in rows], ["G-BRUSH", "G-PAINT"])
        self.assertEqual((rows[0]["usual"], rows[0]["orders"]), (6, 3))
        self.brush.product_tmpl_id.distribution_multiple = 10
        self.assertEqual(self._read("basket")["products"][0]["usual"], 10)

    def test_own_order_is_ordered_again_and_what_is_gone_is_named(self):
        order = self._sell(self.shop, (self.brush, 4, 1.0), (self.paint_product, 2, 1.0))
        self._create_assortment(categ_ids=self.tools.ids)
        data = self._read(f"reorder/{order.id}")
        self.assertEqual(
            [(row["code"], row["usual"]) for row in data["products"]], [("G-BRUSH", 4)]
        )
        self.assertEqual(data["missing"], [self.paint_product.display_name])

    def test_orders_of_others_do_not_exist(self):
        foreign = self._sell(self.other_distributor, (self.brush, 4, 1.0))
        above = self._sell(self.distributor, (self.brush, 4, 1.0))
        for order_id in (foreign.id, above.id, 2**31, 10**12):
            with self.subTest(order_id=order_id):
                self._read(f"reorder/{order_id}", status=404)

    # === CACHE AND COST === #

    def test_what_has_not_changed_is_not_sent_again(self):
        for path in (
            "catalogue?page=1",
            "categories",
            "basket",
            f"availability?ids={self.brush.id}",
        ):
            with self.subTest(path=path):
                first = self.url_open(f"{ORDERING}/{path}")
                tag = first.headers["ETag"]
                again = self.url_open(f"{ORDERING}/{path}", headers={"If-None-Match": tag})
                self.assertEqual((again.status_code, again.text), (304, ""))
                self.assertEqual(again.headers["Cache-Control"], "private, no-cache")
        self.brush.list_price = 333
        again = self.url_open(f"{ORDERING}/catalogue?page=1", headers={"If-None-Match": tag})
        self.assertEqual(again.status_code, 200)

    def test_full_page_takes_a_fixed_number_of_queries(self):
        for number in range(20):
            product = self._create_goods(f"X-{number:02}", f"Goods {number}", self.tools)
            product.is_storable = True
        OrderCatalogue(self.env, self.shop, with_prices=True).build_page()  # fills Odoo's caches
        self.env.flush_all()
        # One of them asks whether Kingdee runs the warehouse, where that addon is installed.
        for size, search in ((3, "g-"), (20, "")):
            self.env.invalidate_all()
            with self.subTest(size=size), self.assertQueryCount(16):
                page = OrderCatalogue(self.env, self.shop, with_prices=True).build_page(search)
            self.assertEqual(len(page["products"]), size)

    # === PICTURES === #

    def test_pictures_are_for_the_people_of_members(self):
        self.brush.image_1920 = PIXEL
        self.env.flush_all()
        (row,) = self._read("catalogue?q=G-BRUSH")["products"]
        picture = self.url_open(row["picture"])
        self.assertEqual(picture.headers["Content-Type"], "image/png")
        self.assertIn("immutable", picture.headers["Cache-Control"])
        products = self.env["product.product"]
        stranger = self.env["res.users"].create(
            {
                "name": "Stranger",
                "login": "or_stranger",
                "group_ids": self.env.ref("base.group_portal").ids,
            }
        )
        for login, field, shown in (
            ("or_viewer", "image_256", True),
            ("or_viewer", "image_1920", False),
            ("or_viewer", "standard_price", False),
            (stranger.login, "image_256", False),
        ):
            user = self.env["res.users"].search([("login", "=", login)])
            with self.subTest(login=login, field=field):
                may = products.with_user(user).browse(self.brush.id)._can_return_content(field)
                self.assertEqual(bool(may), shown)
        public = self.env.ref("base.public_user")
        self.assertFalse(self.brush.with_user(public)._can_return_content("image_256"))
