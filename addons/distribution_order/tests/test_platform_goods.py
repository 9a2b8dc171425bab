import base64

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import OrderCommon
from .pure import platform_files as files


@tagged("post_install", "-at_install")
class TestPlatformGoods(OrderCommon):
    def _import_goods(self, *rows):
        return self._import_platform("douyin", files.build(files.DOUYIN, *rows))

    def test_goods_are_found_by_code_then_barcode_then_memory(self):
        other = self._create_product("OTHER")
        other.barcode = "6901234567890"
        self.env["distribution.platform.sku"].create(
            {
                "platform": "douyin",
                "title": "外墙漆",
                "spec": "白色 18kg",
                "product_id": other.id,
            }
        )
        order_import = self._import_goods(
            files.douyin_line("1"),
            files.douyin_line("2", 商家编码="6901234567890"),
            files.douyin_line("3", 商家编码=""),
            files.douyin_line("4", 商家编码="", 商品规格="蓝色"),
        )
        lines = order_import.line_ids.sorted("number")
        self.assertEqual(lines[:3].mapped("product_id.id"), [self.product.id, other.id])
        self.assertEqual(lines[2].product_id, other)
        self.assertEqual(lines[3].finding, "unknown_goods")

    def test_unknown_goods_are_asked_once_and_remembered(self):
        unknown = {"商家编码": "NEW", "商品规格": "-"}
        order_import = self._import_goods(
            files.douyin_line("1", **unknown), files.douyin_line("2", **unknown)
        )
        sku = order_import.line_ids.platform_sku_id
        self.assertEqual((len(sku), sku.waiting_count, order_import.goods_count), (1, 2, 1))
        self.assertIn("NEW / 外墙漆", order_import.line_ids[0].reason)
        with self.assertRaises(UserError):
            sku.action_retry()
        sku.product_id = self.product
        self.assertEqual(sku.answered_by_id, self.env.user)
        self.assertTrue(sku.answered_on)
        sku.action_retry()
        self.assertEqual((order_import.state, order_import.ok_count), ("previewed", 2))
        self.assertEqual((sku.waiting_count, order_import.goods_count), (0, 0))
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.order_line.product_id, self.product)
        later = self._import_goods(files.douyin_line("3", **unknown))
        self.assertEqual(later.order_ids.order_line.product_id, self.product)
        self.assertEqual(self.env["distribution.platform.sku"].search_count([]), 1)

    def test_answer_holds_for_its_own_shop(self):
        shops = self.env["distribution.platform.shop"].create(
            [{"name": name, "platform": "jd", "member_id": self.shop.id} for name in ("A", "B")]
        )
        row = {"店铺ID": "", "货号": "SAME"}
        order_import = self._import_platform(
            "jd",
            files.build(
                files.JD,
                files.jd_line("1", 店铺名称="A", **row),
                files.jd_line("2", 店铺名称="B", **row),
            ),
        )
        skus = order_import.line_ids.platform_sku_id
        self.assertEqual(skus.shop_id, shops)
        skus.filtered(lambda sku: sku.shop_id == shops[0]).product_id = self.product
        order_import.action_retry_errors()
        lines = order_import.line_ids.sorted("number")
        self.assertEqual(lines.mapped("state"), ["ok", "error"])

    def test_manager_answers_and_plain_users_do_not(self):
        sku = self.env["distribution.platform.sku"].create({"platform": "jd", "title": "X"})
        manager = new_test_user(
            self.env, "goods_manager", groups="distribution_member.group_distribution_manager"
        )
        sku.with_user(manager).product_id = self.product
        self.assertEqual(sku.answered_by_id, manager)

    def test_manager_imports_without_a_profile_of_the_platform(self):
        manager = new_test_user(
            self.env, "file_manager", groups="distribution_member.group_distribution_manager"
        )
        self.north.manager_ids = manager
        self.env["distribution.platform.shop"].create(
            {"name": "好漆京东店", "platform": "jd", "member_id": self.shop.id}
        )
        order_import = self.env["distribution.order.import"].with_user(manager).create(
            {
                "name": "jd.csv",
                "file": base64.b64encode(
                    files.build(files.JD, files.jd_line(), files.jd_line("2", 货号="?"))
                ),
            }
        )  # fmt: skip
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual((order_import.order_count, order_import.error_count), (1, 1))
        self.assertEqual(order_import.sudo().order_ids.amount_total, 100.0)
