from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestTermsOfTheDay(CommissionCommon):
    """Level and freezes count as they were on the day of the sale."""

    def test_member_whose_commission_was_frozen_that_day_earns_nothing(self):
        self.distributor._freeze(
            "commission", date(2026, 2, 1), "Under investigation", date_to=date(2026, 3, 1)
        )
        self.distributor._freeze("order", date(2026, 1, 1), "Another kind of freeze")
        for day, expected in (
            ("2026-01-31", {"SHOP", "DIST", "AGENT"}),
            ("2026-02-01", {"SHOP", "AGENT"}),
            ("2026-02-28", {"SHOP", "AGENT"}),
            ("2026-03-01", {"SHOP", "DIST", "AGENT"}),
        ):
            with self.subTest(day=day):
                order = self._sell(self.shop, (self.product, 1, 100.0), date=f"{day} 04:00:00")
                self.assertEqual(self._read_entries(order).keys(), expected)

    def test_return_is_taken_back_while_commission_is_frozen(self):
        order = self._sell(self.shop, (self.product, 10, 100.0))
        self.distributor._freeze("commission", date(2026, 2, 1), "Under investigation")
        back = self._sell(
            self.shop,
            (self.product, -10, 100.0),
            date="2026-02-10 04:00:00",
            origin=order.order_line,
        )
        self.assertEqual(self._read_entries(back), {"SHOP": -20.0, "DIST": -30.0, "AGENT": -10.0})

    def test_level_of_the_day_decides_for_beneficiary_and_buyer(self):
        self.plan.action_close()
        self.plan.date_to = "2025-12-31"
        self._create_plan(
            {"kind": "rebate", "rate": 2.0, "buyer_level_id": self.levels[2].id},
            {"kind": "rebate", "rate": 4.0, "buyer_level_id": self.levels[1].id},
            {"kind": "override", "depth": 1, "rate": 3.0, "level_id": self.levels[1].id},
            {"kind": "override", "depth": 1, "rate": 5.0, "level_id": self.levels[0].id},
        )
        self.shop.change_upline(self.agent.id, "2020-01-01", "Directly under the agent")
        self.shop.change_level(self.levels[1].id, "2026-02-01", "Grown")
        for day, expected in (
            ("2026-01-31", {"SHOP": 2.0, "AGENT": 5.0}),
            ("2026-02-01", {"SHOP": 4.0, "AGENT": 5.0}),
        ):
            with self.subTest(day=day):
                order = self._sell(self.shop, (self.product, 1, 100.0), date=f"{day} 04:00:00")
                self.assertEqual(self._read_entries(order), expected)

    def test_change_of_level_is_refused_for_days_that_have_earned(self):
        self._sell(self.shop, (self.product, 1, 100.0), date="2026-02-10 04:00:00")
        shop, agent = self.shop, self.agent
        shop.change_upline(agent.id, "2026-03-01", "Directly under the agent")
        with self.assertRaisesRegex(UserError, "2026-02-10"):
            shop.change_level(self.levels[1].id, "2026-02-10", "Too early")
        shop.change_level(self.levels[1].id, "2026-03-01", "Grown")
        self.assertEqual(shop.level_id, self.levels[1])

    def test_level_that_may_not_earn_a_kind_earns_nothing_by_it(self):
        self.levels[1].earns_override = False
        order = self._sell(self.shop, (self.product, 1, 100.0))
        self.assertEqual(self._read_entries(order), {"SHOP": 2.0, "AGENT": 1.0})
        self.levels[2].earns_rebate = False
        order = self._sell(self.shop, (self.product, 1, 100.0))
        self.assertEqual(self._read_entries(order), {"AGENT": 1.0})

    def test_plan_that_pays_a_level_what_it_may_not_earn_is_not_activated(self):
        self.levels[0].earns_override = False
        plan = self._create_plan(
            {"kind": "override", "depth": 1, "rate": 3.0, "level_id": self.levels[0].id},
            activate=False,
        )
        with self.assertRaisesRegex(UserError, "may not earn"):
            plan.action_activate()
        self.levels[0].earns_override = True
        plan.action_activate()
        self.assertEqual(plan.state, "active")
