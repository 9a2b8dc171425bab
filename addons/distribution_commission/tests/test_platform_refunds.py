from odoo.addons.distribution_order.tests.pure import platform_files as files
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestPlatformRefunds(CommissionCommon):
    """What a later platform file takes back is taken back of the commission, once."""

    def _import_items(self, **cells):
        content = files.build(files.TAOBAO_ITEMS, files.taobao_item(购买数量="3", **cells))
        return self._import_platform("taobao", content)

    def _sum_entries(self, order):
        """Return {member code: sum} of what an order has earned and given back."""
        groups = self.ledger._read_group(
            [("order_id", "=", order.id)], ["member_id"], ["amount:sum"]
        )
        return {member.code: round(amount, 2) for member, amount in groups}

    def test_refund_in_a_later_file_claws_back_its_part_and_a_closed_order_the_rest(self):
        order = self._import_items().order_ids
        self.assertEqual(self._sum_entries(order), {"SHOP": 2.0, "DIST": 3.0, "AGENT": 1.0})
        for _time in range(2):
            self._import_items(退款状态="退款成功", 退款金额="30.00", 备注=str(_time))
            self.assertEqual(self._sum_entries(order), {"SHOP": 1.4, "DIST": 2.1, "AGENT": 0.7})
        self._import_items(订单状态="交易关闭")
        self.assertEqual(self._sum_entries(order), {"SHOP": 0.0, "DIST": 0.0, "AGENT": 0.0})
