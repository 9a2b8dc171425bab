import base64

from odoo.exceptions import RedirectWarning
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import OrderCommon
from .pure import platform_files as files


@tagged("post_install", "-at_install")
class TestPlatformImport(OrderCommon):
    def test_each_platform_brings_orders_to_the_cent(self):
        cases = (
            ("taobao", files.build(files.TAOBAO_ITEMS, files.taobao_item(购买数量="3")), 100.0),
            ("pinduoduo", files.build(files.PINDUODUO, files.pinduoduo_order()), 95.0),
            ("douyin", files.build(files.DOUYIN, files.douyin_line()), 1200.0),
            ("1688", files.build(files.ALIBABA, files.alibaba_line()), 300.0),
        )
        for platform, content, amount in cases:
            with self.subTest(platform=platform):
                order_import = self._import_platform(platform, content)
                self.assertEqual(
                    order_import.error_count, 0, order_import.line_ids.mapped("reason")
                )
                self.assertRecordValues(
                    order_import.order_ids,
                    [
                        {
                            "platform": platform,
                            "state": "sale",
                            "amount_total": amount,
                            "distribution_member_id": self.shop.id,
                        }
                    ],
                )

    def test_profile_is_found_by_the_headings_and_made_when_there_is_none(self):
        profiles = self.env["distribution.order.import.profile"]
        self.assertFalse(profiles._find_profile("jd"))
        imports = self.env["distribution.order.import"].create(
            [
                {
                    "name": "x.csv",
                    "file": base64.b64encode(files.build(files.JD, files.jd_line(number))),
                }
                for number in ("1", "2")
            ]
        )
        self.assertEqual(imports.profile_id.mapped("platform"), ["jd"])
        self.assertTrue(imports.profile_id.column_ids and imports.profile_id.status_ids)

    def test_form_proposes_the_profile_as_soon_as_the_file_is_there(self):
        profile = self.env["distribution.order.import.profile"]._create_platform_profile("jd")
        form = Form(self.env["distribution.order.import"])
        form.file = base64.b64encode(files.build(files.JD, files.jd_line()))
        self.assertEqual(form.profile_id, profile)

    def test_profile_takes_over_what_is_known_of_the_chosen_platform(self):
        form = Form(self.env["distribution.order.import.profile"])
        form.name = "X"
        form.platform = "douyin"
        profile = form.save()
        fields = profile.column_ids.mapped("field")
        self.assertIn("anchor", fields)
        self.assertEqual(len(fields), len(set(fields)))
        self.assertTrue(profile.status_ids)

    def test_profiles_of_all_platforms_are_added_in_one_click(self):
        profiles = self.env["distribution.order.import.profile"]
        before = profiles._create_platform_profile("jd")
        profiles.action_add_platforms()
        profiles.action_add_platforms()
        made = profiles.search([("platform", "!=", "generic")])
        self.assertEqual(
            sorted(made.mapped("platform")), ["1688", "douyin", "jd", "pinduoduo", "taobao"]
        )
        self.assertIn(before, made)

    def test_shop_in_the_file_says_whose_order_it_is(self):
        shops = self.env["distribution.platform.shop"].create(
            [
                {"name": "好漆京东店", "platform": "jd", "member_id": self.shop.id},
                {
                    "name": "Other",
                    "shop_ref": "77",
                    "platform": "jd",
                    "member_id": self.distributor.id,
                },
            ]
        )
        content = files.build(
            files.JD,
            files.jd_line("1", 店铺名称="好漆 京东店"),
            files.jd_line("2", 店铺ID="77", 店铺名称="renamed"),
            files.jd_line("3", 店铺名称="Nobody"),
            files.jd_line("4", 店铺ID="", 店铺名称=""),
        )
        order_import = self._import_platform("jd", content)
        lines = order_import.line_ids.sorted("number")
        self.assertEqual(
            lines.mapped(lambda line: (line.state, line.finding, line.customer)),
            [
                ("ok", False, "SHOP"),
                ("ok", False, "DIST"),
                ("error", "unknown_shop", ""),
                ("ok", False, "SHOP"),  # the member of the profile
            ],
        )
        self.assertIn("Nobody", lines[2].reason)
        orders = order_import.order_ids.sorted("platform_order_ref")
        self.assertEqual(orders[:2].platform_shop_id, shops)
        self.assertEqual(shops.mapped("order_count"), [1, 1])

    def test_file_without_shop_and_member_is_an_error(self):
        content = files.build(files.DOUYIN, files.douyin_line())
        self._import_platform("douyin", content, commit=False).profile_id.member_id = False
        order_import = self._import_platform("douyin", content, commit=False)
        self.assertEqual(order_import.line_ids.finding, "no_shop")

    def test_shop_of_a_platform_exists_once(self):
        values = {"name": "Shop", "platform": "jd", "member_id": self.shop.id, "shop_ref": ""}
        self.env["distribution.platform.shop"].create({**values, "name": " shop "})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["distribution.platform.shop"].create(values)

    def test_two_taobao_reports_make_one_order(self):
        orders = files.build(
            files.TAOBAO_ORDERS,
            files.taobao_order(
                宝贝种类="2", 买家应付邮费="10", 买家实际支付金额="110", 店铺名称="", 店铺Id="0"
            ),
        )
        self._create_product("T-2")
        items = files.build(
            files.TAOBAO_ITEMS,
            files.taobao_item(sub="1", 买家实际支付金额="70"),
            files.taobao_item(sub="2", 商家编码="T-2", 买家实际支付金额="40"),
        )
        order_import = self._import_platform("taobao", orders, items)
        order = order_import.order_ids
        self.assertEqual(order.order_line.mapped("price_subtotal"), [63.64, 36.36])
        self.assertEqual((order.platform_province, order.platform_city), ("江苏", "南京市"))
        with self.assertRaises(RedirectWarning):
            self._import_platform("taobao", orders, items)

    def test_unknown_status_is_reported_and_can_be_explained_in_the_profile(self):
        content = files.build(files.PINDUODUO, files.pinduoduo_order(订单状态="已妥投"))
        order_import = self._import_platform("pinduoduo", content, commit=False)
        line = order_import.line_ids
        self.assertEqual((line.state, line.finding), ("error", "unknown_status"))
        self.assertIn("已妥投", line.reason)
        self.assertIn("订单状态", line.reason)
        self.env["distribution.order.import.status"].create(
            {
                "profile_id": order_import.profile_id.id,
                "kind": "status",
                "text": "已妥投 ",
                "outcome": "done",
            }
        )
        order_import.action_retry_errors()
        self.assertEqual(order_import.line_ids.state, "ok")

    def test_order_with_an_error_is_not_made_in_part(self):
        content = files.build(
            files.JD, files.jd_line("1"), files.jd_line("1", 订购数量="两"), files.jd_line("2"),
        )  # fmt: skip
        content = content.replace("8899,好漆京东店".encode(), b",")
        order_import = self._import_platform("jd", content)
        self.assertEqual(order_import.order_ids.platform_order_ref, "2")
        self.assertEqual(
            order_import.line_ids.sorted("number").mapped("finding"),
            ["order_has_errors", "bad_number", False],
        )

    def test_broken_file_names_line_and_column_and_leaves_nothing(self):
        good = files.build(files.JD, files.jd_line("1"), files.jd_line("2"))
        broken = good.replace(b"\r\n2,", b'\r\n2,"')
        order_import = self._import_platform("jd", broken)
        self.assertEqual(order_import.state, "failed")
        self.assertIn("Line 3, column 2", order_import.failure)
        self.assertFalse(order_import.line_ids)

    def test_import_takes_few_queries_for_many_lines(self):
        rows = [files.douyin_line(str(number)) for number in range(500)]
        order_import = self._import_platform("douyin", files.build(files.DOUYIN, rows[0]))
        content = files.build(files.DOUYIN, *rows)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(70):
            order_import = self._import_platform("douyin", content, commit=False)
            self.env.flush_all()
        self.assertEqual((order_import.ok_count, order_import.skipped_count), (499, 1))
