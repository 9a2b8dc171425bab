from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestSettlement(CommissionCommon):
    def _read_statements(self, settlement):
        return {
            statement.member_id.code: (
                statement.opening_balance,
                statement.earned,
                statement.clawback,
                statement.payable,
                statement.carried,
            )
            for statement in settlement.statement_ids
        }

    def test_month_is_computed_per_member(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        self._sell(self.shop, (self.product, -1, 100.0))
        self._sell(self.distributor, (self.product, 10, 100.0), date="2026-01-31 15:59:59")
        self._sell(self.distributor, (self.product, 99, 100.0), date="2026-01-31 16:00:00")
        settlement = self._settle("2026-01-01", "2026-01-31")
        self.assertEqual(
            self._read_statements(settlement),
            {
                "SHOP": (0.0, 20.0, -2.0, 18.0, 0.0),
                "DIST": (0.0, 50.0, -3.0, 47.0, 0.0),
                "AGENT": (0.0, 40.0, -1.0, 39.0, 0.0),
            },
        )
        self.assertRecordValues(
            settlement,
            [{"earned": 110.0, "clawback": -6.0, "payable": 104.0, "statement_count": 3}],
        )
        self.assert_ledger_balanced(settlement)

    def test_negative_balance_is_carried(self):
        self._sell(self.shop, (self.product, -10, 100.0))
        january = self._settle("2026-01-01", "2026-01-31")
        self.assertEqual(self._read_statements(january)["SHOP"], (0.0, 0.0, -20.0, 0.0, -20.0))
        self._sell(self.shop, (self.product, 15, 100.0), date="2026-03-05 10:00:00")
        self._settle("2026-02-01", "2026-02-28")
        march = self._settle("2026-03-01", "2026-03-31")
        self.assertEqual(self._read_statements(march)["SHOP"], (-20.0, 30.0, 0.0, 10.0, 0.0))
        self.assert_ledger_balanced(march)

    def test_balance_below_the_minimum_is_carried(self):
        self.cycle.minimum_payout = 25.0
        self._sell(self.shop, (self.product, 10, 100.0))
        january = self._settle("2026-01-01", "2026-01-31")
        self.assertEqual(self._read_statements(january)["SHOP"], (0.0, 20.0, 0.0, 0.0, 20.0))
        self._sell(self.shop, (self.product, 2.5, 100.0), date="2026-02-05 10:00:00")
        february = self._settle("2026-02-01", "2026-02-28")
        self.assertEqual(self._read_statements(february)["SHOP"], (20.0, 5.0, 0.0, 25.0, 0.0))

    def test_amounts_on_hold_wait_for_their_month(self):
        self.plan.action_close()
        self.plan.date_to = "2025-12-31"
        self._create_plan({"kind": "rebate", "rate": 2.0}, hold_days=10)
        self._sell(self.shop, (self.product, 1, 100.0), date="2026-01-25 10:00:00")
        self.assertFalse(self._settle("2026-01-01", "2026-01-31").statement_ids)
        february = self._settle("2026-02-01", "2026-02-28")
        self.assertEqual(february.statement_ids.earned, 2.0)

    def test_late_sale_falls_into_the_next_statement(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        self._settle("2026-01-01", "2026-01-31")
        self._sell(self.shop, (self.product, 5, 100.0), date="2026-01-20 10:00:00")
        february = self._settle("2026-02-01", "2026-02-28")
        self.assertEqual(self._read_statements(february)["SHOP"], (0.0, 10.0, 0.0, 10.0, 0.0))

    def test_computing_again_gives_the_same(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        first = self._read_statements(settlement)
        settlement.action_compute()
        self.assertEqual(self._read_statements(settlement), first)
        self._sell(self.shop, (self.product, 10, 100.0))
        settlement.action_compute()
        self.assertEqual(self._read_statements(settlement)["SHOP"][1], 40.0)

    def test_published_settlement_is_left_alone(self):
        settlement = self._settle("2026-01-01", "2026-01-31")
        for refused in (settlement.action_compute, settlement.action_publish, settlement.unlink):
            with self.assertRaises(UserError):
                refused()

    def test_draft_settlement_gives_its_entries_back_when_deleted(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        self._settle("2026-01-01", "2026-01-31", publish=False).unlink()
        settlement = self._settle("2026-01-01", "2026-01-31")
        self.assertEqual(len(settlement.statement_ids), 3)

    def test_periods_are_settled_in_their_order(self):
        self._sell(self.shop, (self.product, -10, 100.0))
        january = self._settle("2026-01-01", "2026-01-31", publish=False)
        march = january.copy({"date_from": "2026-03-01", "date_to": "2026-03-31"})
        with self.assertRaisesRegex(UserError, "2026-01 first"):
            march.action_compute()
        january.action_publish()
        march.action_compute()
        march.action_publish()
        february = january.copy({"date_from": "2026-02-01", "date_to": "2026-02-28"})
        with self.assertRaisesRegex(UserError, "published already"):
            february.action_compute()

    def test_period_must_be_over_and_one_of_the_cycle(self):
        with freeze_time("2026-01-31 12:00:00"), self.assertRaisesRegex(UserError, "lasts until"):
            self._settle("2026-01-01", "2026-01-31")
        with self.assertRaisesRegex(UserError, "no period"):
            self._settle("2026-01-02", "2026-02-01")

    def test_same_period_is_refused_twice_by_the_database(self):
        self._settle("2026-01-01", "2026-01-31")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._settle("2026-01-01", "2026-01-31")

    def test_totals_that_do_not_meet_forbid_publishing(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        for tampering, code in (
            ("UPDATE distribution_statement SET earned = earned + 0.01", "ledger"),
            ("UPDATE distribution_statement SET payable = payable + 0.01", "balances_off"),
            (
                "UPDATE distribution_statement SET opening_balance = 1, payable = payable + 1",
                "openings_off",
            ),
            ("UPDATE distribution_commission_entry SET statement_id = NULL", "left_out"),
        ):
            with self.subTest(tampering=code):
                settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
                self.env.flush_all()
                self.cr.execute(tampering)
                self.env.invalidate_all()
                failed = {total["code"] for total in settlement.check_totals() if not total["ok"]}
                self.assertIn(code, failed)
                with self.assertRaisesRegex(UserError, "do not meet"):
                    settlement.action_publish()
                settlement.action_compute()
                self.assert_ledger_balanced(settlement)
                settlement.unlink()

    def test_form_proposes_the_last_period_that_is_over(self):
        with freeze_time("2026-03-15"):
            form = Form(self.env["distribution.settlement"])
            form.cycle_id = self.cycle
            settlement = form.save()
        self.assertEqual(
            (settlement.date_from, settlement.date_to), (date(2026, 2, 1), date(2026, 2, 28))
        )

    def test_scheduler_computes_the_last_period_once(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        with freeze_time("2026-02-03"):
            self.env["distribution.settlement"]._cron_compute()
            self.env["distribution.settlement"]._cron_compute()
        planned, settlement = self.env["distribution.settlement"].search(
            [("cycle_id", "=", self.cycle.id)], order="date_from desc"
        )
        self.assertEqual((settlement.date_from, settlement.state), (date(2026, 1, 1), "computed"))
        self.assertEqual((planned.date_from, planned.state), (date(2026, 2, 1), "draft"))
        with freeze_time("2026-02-05"):
            settlement.action_publish()
            self.assertEqual(settlement.delay_days, 5)

    def test_queries_do_not_grow_with_the_members(self):
        for number in range(12):
            member = self._create_member(f"M{number}", 3, self.north, upline=self.distributor)
            self._sell(member, (self.product, 1, 100.0))
        settlement = self.env["distribution.settlement"].create(
            {"cycle_id": self.cycle.id, "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(75):
            settlement.action_compute()
            settlement.action_publish()
        self.assertEqual(settlement.statement_count, 14)
