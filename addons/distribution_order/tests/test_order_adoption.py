from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import distribution_order_adoption
from .common import OrderCommon

CRON = "distribution_order.ir_cron_order_adoption"


@tagged("post_install", "-at_install")
class TestOrderAdoption(OrderCommon):
    """Orders from before the customer was a member name it, from a day on."""

    def setUp(self):
        super().setUp()
        self.customer = self.env["res.partner"].create({"name": "Old", "is_company": True})
        self.early = self._order("2019-05-05 10:00:00")
        self.late = self._order("2021-05-05 10:00:00")
        self.quotation = self._order("2021-06-06 10:00:00", is_confirmed=False)
        self.cancelled = self._order("2021-07-07 10:00:00")
        self.cancelled._action_cancel()
        self.orders = self.early | self.late | self.quotation | self.cancelled
        self.member = self.env["distribution.member"].create(
            {
                "partner_id": self.customer.id,
                "code": "OLD",
                "level_id": self.levels[2].id,
                "region_id": self.north.id,
                "date_start": "2019-05-05",
                "state": "active",
            }
        )

    def _order(self, date, is_confirmed=True):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 2,
                            "price_unit": 10.0,
                            "tax_ids": False,
                        },
                    )
                ],
            }
        )
        if is_confirmed:
            order.action_confirm()
        order.date_order = date
        return order

    def _preview(self, date_from="2020-01-01"):
        adoption = self.env["distribution.order.adoption"].create({"date_from": date_from})
        adoption.action_preview()
        return adoption

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def test_preview_counts_by_year_and_links_nothing(self):
        adoption = self._preview("2019-01-01")
        rows = {
            line.year: (line.order_count, line.confirmed_count, line.amount)
            for line in adoption.line_ids
        }
        self.assertEqual(rows, {2019: (1, 1, 20.0), 2021: (3, 1, 20.0)})
        self.assertFalse(self.orders.distribution_member_id)

    def test_orders_from_the_day_on_name_the_member_and_keep_their_state(self):
        before = [(order.state, order.amount_total, order.date_order) for order in self.orders]
        adoption = self._preview()
        adoption.action_commit()
        with patch.object(distribution_order_adoption, "ORDERS_PER_BATCH", 2):
            self._run_cron()
        self.assertEqual((adoption.state, adoption.done_count), ("done", 3))
        self.assertFalse(self.early.distribution_member_id)
        linked = self.orders - self.early
        self.assertEqual(linked.distribution_member_id, self.member)
        self.assertEqual(linked.distribution_region_id, self.north)
        after = [(order.state, order.amount_total, order.date_order) for order in self.orders]
        self.assertEqual(before, after)
        self.assertEqual((linked - self.late).mapped("distribution_state"), ["draft", "cancelled"])
        self.assertEqual(self.late.distribution_state, self.late._find_distribution_state())

    def test_what_a_killed_run_has_done_stays_and_is_not_done_again(self):
        adoption = self._preview()
        adoption.action_commit()
        with patch.object(distribution_order_adoption, "ORDERS_PER_BATCH", 2):
            self.assertTrue(adoption._process_batch())
        self.assertEqual((adoption.state, adoption.done_count), ("running", 2))
        self._run_cron()
        self.assertEqual((adoption.state, adoption.done_count), ("done", 3))

    def test_second_run_finds_nothing(self):
        self._preview().action_commit()
        self._run_cron()
        with self.assertRaisesRegex(UserError, "No order is waiting"):
            self._preview().action_commit()

    def test_another_day_asks_for_another_preview(self):
        adoption = self._preview()
        adoption.date_from = "2019-01-01"
        self.assertEqual(adoption.state, "draft")
        with self.assertRaisesRegex(UserError, "Preview first"):
            adoption.action_commit()

    def test_customers_are_those_with_confirmed_orders(self):
        wizard = self.env["distribution.member.adoption"].create({"level_id": self.levels[2].id})
        bought = {
            row[0]: row[1] for row in self.env.execute_query(wizard._select_sales(self.env.company))
        }
        self.assertEqual(str(bought[self.customer.id]), "2019-05-05")

    def test_days_are_those_of_the_company(self):
        self.env.company.resource_calendar_id.tz = "America/New_York"
        zone = self.env.company._get_adoption_time_zone()
        self.late.date_order = "2020-01-01 03:00:00"  # still last year over there
        if zone == "America/New_York":  # the commission addon asks its own setting
            self.assertEqual(self._preview("2020-01-01").total_count, 2)
        self.assertEqual(self._preview("2019-12-31").total_count, 3)

    def test_company_without_members_is_asked(self):
        company = self.env["res.company"].create({"name": "Sells"})
        here = self.env["res.company"].with_context(allowed_company_ids=company.ids)
        wanted = [("distribution_is_to_adopt", "=", True)]
        self.assertFalse(here.search(wanted))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET company_id = %s, distribution_member_id = NULL WHERE id = %s",
            [company.id, self.late.id],
        )
        self.assertEqual(here.search(wanted), company)
