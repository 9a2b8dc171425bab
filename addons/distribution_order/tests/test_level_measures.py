from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from zoneinfo import ZoneInfo

from odoo.tests import freeze_time, tagged

from .common import OrderCommon

TZ = "Asia/Shanghai"
FROM, TO = date(2025, 9, 1), date(2026, 3, 1)
BEFORE = date(2025, 3, 1)
CENT = Decimal("0.01")


def _midnight(day):
    return datetime.combine(day, datetime.min.time())


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestLevelMeasures(OrderCommon):
    """What the queries say against sums made one by one in Python."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = TZ
        cls.measures = cls.env["distribution.level.rule.line"]
        cls.company.partner_id.tz = TZ
        if "distribution_tz" in cls.company._fields:
            cls.company.distribution_tz = TZ  # with the commission addon, days are settled days
        cls.members = cls.agent | cls.distributor | cls.other_distributor | cls.shop

    def _measure(self, measure, members=None):
        values = self.measures._measure_values(measure, members or self.members, FROM, TO)
        return {self.env["distribution.member"].browse(key).code: values[key] for key in values}

    def _record_months(self, first=BEFORE):
        """Let somebody order something small in every month, so that all of them are recorded."""
        day = first
        while day < TO:
            self._sell(self.agent, (self.product, 1, 1), date=f"{day} 04:00:00")
            day = (day + timedelta(days=32)).replace(day=1)

    def _make_random_orders(self, random):
        """Make orders and returns around the edges of the period, in two currencies."""
        foreign = self.env["res.currency"].create({"name": "XTS", "symbol": "x", "rounding": 0.01})
        for _number in range(60):
            moment = _midnight(date(2025, 2, 26)) + timedelta(minutes=random.randrange(535_000))
            if random.random() < 0.4:  # hours around the ends of months, in both time zones
                start = random.choice((BEFORE, FROM, TO))
                moment = _midnight(start) - timedelta(hours=random.randint(-10, 10))
            quantity = random.choice((1, 2, 5, -1))
            price = random.randrange(1, 100_000) / 100
            order = self._sell(
                random.choice(self.members), (self.product, quantity, price), date=str(moment)
            )
            kind = random.random()
            if kind < 0.15:
                order._action_cancel()
            elif kind < 0.4:
                order.currency_id = foreign
                order.currency_rate = random.choice((0.14, 7.1, 0))
        self.env.flush_all()
        self.env.invalidate_all()

    def _refer(self, date_from, date_to):
        """Return {code: bought} from single orders, by the day in the company's time zone."""
        sums = defaultdict(Decimal)
        for order in self.env["sale.order"].search([("distribution_member_id", "!=", False)]):
            moment = order.date_order.replace(tzinfo=ZoneInfo("UTC"))
            day = moment.astimezone(ZoneInfo(TZ)).date()
            if order.state == "sale" and date_from <= day < date_to:
                rate = Decimal(str(order.currency_rate)) or 1
                sums[order.distribution_member_id.code] += Decimal(str(order.amount_untaxed)) / rate
        return sums

    def test_own_purchases_and_growth_equal_the_reference(self):
        for seed in (1, 2, 3):
            with self.subTest(seed=seed), self.cr.savepoint() as savepoint:
                self._record_months()
                self._make_random_orders(Random(seed))
                now, before = self._refer(FROM, TO), self._refer(BEFORE, FROM)
                expected = {
                    member.code: now[member.code].quantize(CENT, ROUND_HALF_UP)
                    for member in self.members
                }
                self.assertEqual(self._measure("own_purchases"), expected)
                expected = {
                    code: ((now[code] - amount) / amount * 100).quantize(CENT, ROUND_HALF_UP)
                    for code, amount in before.items()
                    if amount > 0
                }
                self.assertTrue(expected)
                self.assertEqual(self._measure("growth"), expected)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_purchases_of_the_downline_do_not_count(self):
        self._record_months()
        before = self._measure("own_purchases")
        self._sell(self.shop, (self.product, 1, 5000), date="2025-10-05 04:00:00")
        after = self._measure("own_purchases")
        self.assertEqual(after["SHOP"] - before["SHOP"], 5000)
        for code in ("AGENT", "DIST", "DIST2"):
            self.assertEqual(after[code], before[code])

    def test_returns_are_taken_off(self):
        self._record_months()
        order = self._sell(self.shop, (self.product, 10, 100), date="2025-10-05 04:00:00")
        self._sell(
            self.shop,
            (self.product, -3, 100),
            date="2025-11-05 04:00:00",
            origin=order.order_line,
        )
        self.assertEqual(self._measure("own_purchases")["SHOP"], 700)

    def test_month_without_any_order_is_not_recorded(self):
        self._record_months(first=FROM)
        self.assertEqual(self._measure("own_purchases")["SHOP"], 0)
        self.assertEqual(self._measure("growth"), {})
        december = self.env["sale.order"].search(
            [("date_order", ">=", "2025-12-01"), ("date_order", "<", "2026-01-01")]
        )
        december._action_cancel()
        self.assertEqual(self._measure("own_purchases"), {})

    def test_growth_needs_a_membership_of_both_periods(self):
        self._record_months()
        late = self._create_member("LATE", 3, self.north, date_start="2025-08-01")
        for member in (late, self.shop):
            self._sell(member, (self.product, 1, 100), date="2025-08-05 04:00:00")
            self._sell(member, (self.product, 1, 150), date="2025-10-05 04:00:00")
        growth = self._measure("growth", late | self.shop)
        self.assertEqual(growth, {"SHOP": Decimal("50.00")})

    def test_value_opens_the_orders_it_is_made_of(self):
        self._record_months()
        inside = self._sell(self.shop, (self.product, 1, 100), date="2025-10-05 04:00:00")
        # 30 September, 16:30 in UTC, is 1 October in China: still inside; the other is not.
        edge = self._sell(self.shop, (self.product, 1, 100), date="2025-08-31 16:30:00")
        earlier = self._sell(self.shop, (self.product, 1, 100), date="2025-08-31 15:30:00")
        orders = self.env["sale.order"]
        action = self.measures._open_measured("own_purchases", self.shop, FROM, TO)
        self.assertEqual(orders.search(action["domain"]), inside | edge)
        action = self.measures._open_measured("growth", self.shop, FROM, TO)
        self.assertEqual(orders.search(action["domain"]), inside | edge | earlier)

    def test_each_measure_is_one_query(self):
        self._record_months()
        self.env.flush_all()
        for measure in ("own_purchases", "growth"):
            with self.subTest(measure=measure), self.assertQueryCount(1):
                self.measures._measure_values(measure, self.members, FROM, TO)

    def test_suggestion_comes_out_of_orders(self):
        self._record_months()
        rules = self.env["distribution.level.rule"]
        for level, threshold in ((self.levels[0], 100_000), (self.levels[1], 1000)):
            rules.create(
                {
                    "name": level.name,
                    "level_id": level.id,
                    "line_ids": [
                        (0, 0, {"measure": "own_purchases", "threshold": threshold}),
                    ],
                }
            )
        rules.create({"name": "Anybody", "level_id": self.levels[2].id})
        self._sell(self.other_distributor, (self.product, 1, 999.99), date="2025-10-05 04:00:00")
        self.env["distribution.level.suggestion"].action_find()
        suggestion = self.env["distribution.level.suggestion"].search(
            [("member_id", "=", self.other_distributor.id)]
        )
        self.assertEqual(suggestion.suggested_level_id, self.levels[2])
        self.assertEqual(suggestion.line_ids.value, 999.99)
        self.assertTrue(suggestion.line_ids.action_open_records()["domain"])
