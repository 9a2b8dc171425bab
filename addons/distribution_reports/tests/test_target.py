from decimal import Decimal

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..models.target_months_mixin import MONTH_FIELDS
from .performance_common import PerformanceCommon

GROUPS = "distribution_member.group_distribution_"


@tagged("post_install", "-at_install")
class TestTarget(PerformanceCommon):
    def _create(self, **values):
        return self.env["distribution.target"].create(
            {"member_id": self.shop.id, "year": 2024, "amount": 1200.0, **values}
        )

    def assert_refused(self, create):
        """Fail unless the database refuses; people get the constraint's message."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            create()
            self.env.flush_all()

    # === months === #

    def test_months_sum_exactly_when_the_split_is_uneven(self):
        split = self.env.ref("distribution_reports.target_split_building")
        for amount in (0.01, 0.07, 100.0, 999_999.99, 1_234_567.89):
            target = self._create(amount=amount, split_id=split.id)
            total = sum(Decimal(f"{value:.2f}") for value in target._get_months())
            with self.subTest(amount):
                self.assertEqual(total, Decimal(f"{amount:.2f}"))
                self.assertGreaterEqual(min(target._get_months()), 0.0)
            target.unlink()

    def test_months_are_round_when_the_split_is_even(self):
        self.assertEqual(set(self._create(amount=1_200_000.0)._get_months()), {100_000.0})
        self.assertEqual(self._create(year=2025, amount=100.0)._get_months(), [8.33] * 11 + [8.37])

    def test_year_is_the_sum_when_months_are_given(self):
        months = {name: 10.0 * number for number, name in enumerate(MONTH_FIELDS, 1)}
        target = self.env["distribution.target"].create(
            {"member_id": self.shop.id, "year": 2024, **months}
        )
        self.assertEqual((target.amount, target.split_id.id), (780.0, False))
        target.month_03 = 100.0
        self.assertEqual((target.amount, target.month_04), (850.0, 40.0))

    def test_split_is_left_when_a_month_is_typed_in(self):
        target = self._create()
        with Form(target) as form:
            self.assertEqual(form.month_01, 100.0)
            form.amount = 2400.0
            self.assertEqual((form.month_01, bool(form.split_id)), (200.0, True))
            form.month_02 = 50.0
            self.assertEqual((form.amount, bool(form.split_id)), (2250.0, False))
        self.assertEqual((target.amount, target.month_02, target.month_12), (2250.0, 50.0, 200.0))

    def test_months_follow_when_split_or_year_change(self):
        target = self._create(split_id=False, amount=120.0, month_01=120.0)
        target.split_id = self.env.ref("distribution_reports.target_split_even")
        self.assertEqual(set(target._get_months()), {10.0})
        target.amount = 240.0
        self.assertEqual(set(target._get_months()), {20.0})

    def test_sum_that_differs_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "add up to"):
            self._create(split_id=False, amount=100.0, month_01=99.0)

    def test_targets_come_from_a_file(self):
        names = ["year", "member_id", "month_01", "month_12"]
        result = self.env["distribution.target"].load(
            names, [["2024", "SHOP", "100", "50.5"], ["2024", "AGENT", "1", "2"]]
        )
        self.assertFalse(result["messages"])
        targets = self.env["distribution.target"].browse(result["ids"])
        self.assertEqual(targets.mapped("amount"), [150.5, 3.0])

    # === constraints === #

    def test_subject_is_wanted_once(self):
        self._create()
        self.assert_refused(self._create)
        tools = {"categ_id": self.tools.id}
        self._create(**tools)
        self.assert_refused(lambda: self._create(**tools))
        self.assert_refused(lambda: self._create(year=2025, region_id=self.south.id))
        self.assert_refused(lambda: self._create(year=2025, member_id=False))
        self.assert_refused(lambda: self._create(year=2025, amount=-1.0))
        self.assert_refused(lambda: self._create(year=26))

    def test_split_must_sum_to_100(self):
        splits = self.env["distribution.target.split"]
        split = splits.create({"name": "Even"})
        self.assertAlmostEqual(split.total_percent, 100.0, 2)
        self.assert_refused(lambda: splits.create({"name": "Odd", "percent_01": 9.0}))
        self.assert_refused(
            lambda: splits.create({"name": "Odd", "percent_01": -1.0, "percent_02": 17.6666}),
        )

    def test_target_that_is_set_stays_until_it_is_taken_back(self):
        target = self._set_target(self.shop)
        for change in ({"amount": 1.0}, {"month_01": 5.0}, {"year": 2025}):
            with self.subTest(change), self.assertRaisesRegex(UserError, "back to draft"):
                target.write(change)
        with self.assertRaisesRegex(UserError, "back to draft"):
            target.unlink()
        target.action_reset()
        target.amount = 1.0
        target.unlink()

    # === copy === #

    def test_copy_adds_percent_and_leaves_what_is_there(self):
        self._create(amount=1000.0)
        self.env["distribution.target"].create(
            {"region_id": self.north.id, "year": 2024, "month_01": 33.33, "month_02": 0.05}
        )
        self._create(member_id=self.agent.id)
        self._create(member_id=self.agent.id, year=2025, amount=7.0)
        wizard = self.env["distribution.target.copy"].create(
            {"year_from": 2024, "year_to": 2025, "percent": 10.0}
        )
        made = self.env["distribution.target"].search(wizard.action_copy()["domain"])
        self.assertEqual(
            {target._get_subject()[0:2]: target.amount for target in made},
            {
                (self.shop, self.env["distribution.region"]): 1100.0,
                # 36.663 and 0.055, each rounded half up
                (self.env["distribution.member"], self.north): 36.72,
            },
        )
        self.assertEqual(set(made.mapped("state")), {"draft"})
        with self.assertRaisesRegex(UserError, "nothing to copy"):
            wizard.action_copy()
        wizard.percent = -100
        with self.assertRaisesRegex(UserError, "more than -100"):
            wizard.action_copy()

    # === progress === #

    def test_progress_counts_subtrees_of_region_and_category(self):
        self._sell(self.dealer, "2024-02-10", 100.0)  # in the city, a part of the north
        self._sell(self.agent, "2024-02-29", 50.0)
        self._sell(self.shop, "2024-02-10", 999.0)
        self._create_order(self.dealer.partner_id, "2024-02-11 04:00", (self.drill, 1, 40.0))
        north, drills = {"region_id": self.north.id}, {"categ_id": self.drills.id}
        cases = [
            ({"member_id": False, **north}, 190.0),
            ({"member_id": False, **north, **drills}, 40.0),
            ({"member_id": False, "categ_id": self.tools.id}, 1189.0),
            ({"member_id": self.dealer.id}, 140.0),
            ({"member_id": self.dealer.id, **drills}, 40.0),
        ]
        for values, expected in cases:
            target = self._create(**values)
            self.env.flush_all()
            progress = self.env["distribution.target.progress"].search(
                [("target_id", "=", target.id)], order="date"
            )
            with self.subTest(values):
                self.assertEqual(len(progress), 12)
                self.assertEqual(progress[1].actual, expected)
                self.assertEqual(progress[1].pace_percent, expected)
                self.assertEqual(progress[0].actual, 0.0)
                rows = self.report.search(progress[1].action_open_sales()["domain"])
                self.assertEqual(sum(rows.mapped("amount_untaxed")), expected)

    # === rights === #

    def test_manager_sets_targets_of_own_regions_only(self):
        manager = new_test_user(self.env, "target_manager", groups=f"{GROUPS}manager")
        self.north.manager_ids = manager
        targets = self.env["distribution.target"].with_user(manager)
        own = targets.create({"member_id": self.dealer.id, "year": 2024, "amount": 1.0})
        own.action_set()
        targets.create({"region_id": self.city.id, "year": 2024, "amount": 1.0}).action_set()
        for values in (
            {"member_id": self.shop.id},
            {"region_id": self.south.id},
            {"categ_id": self.tools.id},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                targets.create({"year": 2024, "amount": 1.0, **values})
        foreign = self._create()
        with self.assertRaises(AccessError):
            foreign.with_user(manager).action_set()
        finance = new_test_user(self.env, "target_finance", groups=f"{GROUPS}finance")
        self.assertEqual(foreign.with_user(finance).amount, 1200.0)
        with self.assertRaises(AccessError):
            foreign.with_user(finance).action_set()
