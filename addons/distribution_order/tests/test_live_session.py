from odoo.exceptions import ValidationError
from odoo.tests import new_test_user, tagged

from .common import OrderCommon
from .pure import platform_files as files


@tagged("post_install", "-at_install")
class TestLiveSession(OrderCommon):
    def _create_session(self, **values):
        return self.env["distribution.live.session"].create(
            {
                "name": "Evening",
                "anchor": "刷墙小王",
                "date_start": "2026-06-01 12:00:00",
                "date_end": "2026-06-01 16:00:00",
                "slot_fee": 500,
                "commission_rate": 20,
                **values,
            }
        )

    def _import_lines(self, *rows):
        return self._import_platform("douyin", files.build(files.DOUYIN, *rows)).order_ids

    def test_result_is_sales_less_returns_commission_and_fee(self):
        session = self._create_session()
        orders = self._import_lines(
            files.douyin_line("1"),
            files.douyin_line("2"),
            files.douyin_line("3", 达人昵称="别人"),
            files.douyin_line("4", 订单提交时间="2026-06-02 20:15:00"),
            files.douyin_line("5", 达人昵称="-", 流量来源="商品卡"),
        )
        self.assertEqual(
            orders.sorted("platform_order_ref").mapped(
                lambda order: bool(order.distribution_live_session_id)
            ),
            [True, True, False, False, False],
        )
        self._import_lines(files.douyin_line("2", 售后状态="退款成功"))
        self.assertRecordValues(
            session,
            [
                {
                    "order_count": 2,
                    "sales_amount": 2400.0,
                    "return_amount": 1200.0,
                    "commission_amount": 240.0,
                    "result_amount": 460.0,
                }
            ],
        )
        opened = self.env["sale.order"].search(session.action_open_orders()["domain"])
        self.assertEqual(len(opened), session.order_count)
        first = orders.filtered(lambda order: order.platform_order_ref == "1")
        self.assertEqual((first.platform_anchor, first.platform_source), ("刷墙小王", "直播间"))

    def test_code_in_the_source_marks_orders_as_well(self):
        session = self._create_session(anchor=False, code="zb0601")
        orders = self._import_lines(
            files.douyin_line("1", 达人昵称="-", 流量来源="直播间-ZB0601"),
            files.douyin_line("2", 达人昵称="-", 流量来源="直播间"),
        )
        self.assertEqual(session.order_ids, orders[0])

    def test_session_entered_later_finds_its_orders(self):
        orders = self._import_lines(files.douyin_line("1"))
        session = self._create_session()
        finance = new_test_user(
            self.env, "live_finance", groups="distribution_member.group_distribution_finance"
        )
        session.with_user(finance).action_find_orders()
        self.assertEqual(session.order_ids, orders)

    def test_only_goods_of_the_session_count(self):
        other = self._create_product("T-2")
        session = self._create_session(product_ids=[(6, 0, other.ids)], slot_fee=0)
        self._import_lines(
            files.douyin_line("1", sub="1"),
            files.douyin_line("1", sub="2", 商家编码="T-2", 订单应付金额="100"),
        )
        self.assertEqual((session.order_count, session.sales_amount), (1, 100.0))

    def test_session_of_another_shop_or_platform_takes_nothing(self):
        shop = self.env["distribution.platform.shop"].create(
            {"name": "A", "platform": "douyin", "member_id": self.shop.id}
        )
        sessions = self._create_session(shop_id=shop.id) | self._create_session(platform="jd")
        self._import_lines(files.douyin_line("1"))
        self.assertFalse(sessions.order_ids)

    def test_session_needs_an_anchor_or_a_code(self):
        with self.assertRaises(ValidationError):
            self._create_session(anchor=False)
