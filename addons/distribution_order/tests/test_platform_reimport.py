from odoo.tests import tagged

from .common import OrderCommon
from .pure import platform_files as files


@tagged("post_install", "-at_install")
class TestPlatformReimport(OrderCommon):
    """A later export of the same orders: statuses and refunds, nothing sold twice."""

    def _import_items(self, *rows):
        return self._import_platform("taobao", files.build(files.TAOBAO_ITEMS, *rows))

    def _import_jd(self, *rows):
        rows = [{**row, "店铺ID": "", "店铺名称": ""} for row in rows]
        return self._import_platform("jd", files.build([*files.JD, "退款金额"], *rows))

    def test_later_export_updates_the_status_only(self):
        order = self._import_items(files.taobao_item(订单状态="等待卖家发货")).order_ids
        later = self._import_items(files.taobao_item(订单状态="交易成功"))
        self.assertEqual(later.line_ids.operation, "update")
        self.assertEqual((len(order.order_line), order.amount_total), (1, 100.0))
        self.assertEqual(order.platform_status, "交易成功")
        self.assertEqual(order.order_line.platform_status, "交易成功")
        self.assertFalse(later.order_ids)
        self.assertEqual(later.line_ids.order_id, order)
        again = self._import_items(files.taobao_item(订单状态="交易成功", 备注="x"))
        self.assertEqual(again.line_ids.finding, "already_imported")

    def test_refund_of_an_imported_order_takes_back_its_line(self):
        order = self._import_items(files.taobao_item(购买数量="3")).order_ids
        origin = order.order_line
        refund = {"退款状态": "退款成功", "退款金额": "30.00"}
        self._import_items(files.taobao_item(购买数量="3", **refund))
        back = order.order_line - origin
        self.assertEqual(back.distribution_origin_line_id, origin)
        self.assertEqual((back.price_subtotal, order.amount_total), (-30.0, 70.0))
        self.assertEqual(back.product_uom_qty, -0.9)
        # The same refund in another export: never twice.
        self._import_items(files.taobao_item(购买数量="3", 备注="x", **refund))
        self.assertEqual(order.amount_total, 70.0)
        # It has grown since.
        self._import_items(files.taobao_item(购买数量="3", 退款状态="退款成功", 退款金额="55.50"))
        self.assertEqual(order.amount_total, 44.5)
        self._import_items(files.taobao_item(购买数量="3", 订单状态="交易关闭"))
        self.assertEqual(order.amount_total, 0.0)
        self.assertAlmostEqual(sum(order.order_line.mapped("product_uom_qty")), 0.0)
        self._import_items(files.taobao_item(购买数量="3", 订单状态="交易关闭", 备注="y"))
        self.assertEqual(len(order.order_line), 4)

    def test_refund_in_the_first_file_is_taken_back_at_once(self):
        order = self._import_items(
            files.taobao_item(退款状态="退款成功", 退款金额="50.00")
        ).order_ids
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [2.0, -1.0])
        self.assertEqual(order.amount_total, 50.0)

    def test_what_was_never_sold_is_skipped_until_it_is(self):
        hold = {"退款状态": "买家已经申请退款，等待卖家同意"}
        first = self._import_items(
            files.taobao_item(sub="1"), files.taobao_item(sub="2", **hold),
            files.taobao_item("9", sub="3", 订单状态="等待买家付款"),
        )  # fmt: skip
        self.assertEqual(
            first.line_ids.sorted("number").mapped("finding"), [False, "on_hold", "not_paid"]
        )
        order = first.order_ids
        self.assertEqual(order.amount_total, 100.0)
        later = self._import_items(
            files.taobao_item(sub="1"),
            files.taobao_item(sub="2", 退款状态="退款关闭"),
            files.taobao_item("9", sub="3", 订单状态="交易成功"),
        )
        self.assertEqual(order.amount_total, 200.0)
        self.assertEqual(later.order_ids.platform_order_ref, "9")

    def test_refund_under_way_on_an_imported_order_changes_its_status_only(self):
        order = self._import_items(files.taobao_item()).order_ids
        self._import_items(files.taobao_item(退款状态="退款中"))
        self.assertEqual(order.amount_total, 100.0)
        self.assertEqual(order.order_line.platform_refund_status, "退款中")

    def test_order_report_after_item_report_sells_nothing_twice(self):
        order = self._import_items(
            files.taobao_item(sub="1"), files.taobao_item(sub="2", 买家实际支付金额="50")
        ).order_ids
        report = {"宝贝种类": "2", "店铺名称": "", "买家实际支付金额": "150"}
        self._import_platform(
            "taobao",
            files.build(files.TAOBAO_ORDERS, files.taobao_order(退款金额="30", **report)),
        )
        self.assertEqual(order.amount_total, 120.0)
        returns = order.order_line.filtered("distribution_origin_line_id")
        self.assertEqual(returns.mapped("price_subtotal"), [-20.0, -10.0])
        self._import_platform(
            "taobao",
            files.build(files.TAOBAO_ORDERS, files.taobao_order(订单状态="交易关闭", **report)),
        )
        self.assertEqual(order.amount_total, 0.0)

    def test_item_report_after_order_report_sells_nothing_twice(self):
        self.product.name = "内墙腻子粉 20kg"
        self.env["distribution.platform.sku"].create(
            {"platform": "taobao", "title": "内墙腻子粉 20kg", "product_id": self.product.id}
        )
        order = self._import_platform(
            "taobao", files.build(files.TAOBAO_ORDERS, files.taobao_order(店铺名称=""))
        ).order_ids
        self.assertEqual(order.amount_total, 100.0)
        self._import_items(files.taobao_item(退款状态="退款成功", 退款金额="100.00"))
        self.assertEqual(order.amount_total, 0.0)

    def test_lines_under_other_names_sell_nothing_twice(self):
        self._create_product("T-2")
        rows = [files.jd_line(结算金额="200", 订单金额="200", 货号=code) for code in ("T-1", "T-2")]
        order = self._import_jd(*rows).order_ids
        self.assertEqual(order.amount_total, 200.0)
        named = [{**row, "货号": "", "商品名称": f"N{n}"} for n, row in enumerate(rows)]
        later = self._import_jd(*named)
        self.assertEqual(later.ok_count + later.error_count, 0)
        self.assertEqual(order.amount_total, 200.0)

    def test_cancelled_order_before_shipping_is_not_shipped(self):
        self.product.is_storable = True
        profile = self.env["distribution.order.import.profile"]._create_platform_profile("jd")
        profile.write({"fulfilment": "deliver", "member_id": self.shop.id})
        order = self._import_jd(files.jd_line()).order_ids
        self.assertEqual(order.picking_ids.state, "confirmed")
        self._import_jd(files.jd_line(订单状态="(删除)等待出库"))
        self.assertEqual(order.amount_total, 0.0)
        self.assertEqual(order.picking_ids.mapped("state"), ["cancel"])

    def test_order_cancelled_by_staff_is_left_alone(self):
        order = self._import_jd(files.jd_line()).order_ids
        order._action_cancel()
        later = self._import_jd(files.jd_line(订单状态="退款成功"))
        self.assertEqual(later.line_ids.finding, "already_imported")
        self.assertEqual(order.state, "cancel")
