from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .settlement_common import JANUARY, SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementCycle(SettlementCommon):
    def _create_cycle(self, frequency, code="C", **values):
        return self.env["distribution.settlement.cycle"].create(
            {"name": "Run", "code": code, "frequency": frequency, **values}
        )

    def test_settlements_are_named_by_their_period_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for frequency, day, cutoff, english, chinese, prefix in (
            ("weekly", date(2026, 2, 10), 0, "2026-W07", "2026-W07", "2026W07"),
            ("weekly", date(2025, 12, 30), 0, "2026-W01", "2026-W01", "2026W01"),
            (
                "half_monthly",
                date(2026, 2, 1),
                0,
                "2026-02 first half",
                "2026-02 上半月",
                "202602A",
            ),
            (
                "half_monthly",
                date(2026, 2, 16),
                0,
                "2026-02 second half",
                "2026-02 下半月",
                "202602B",
            ),
            ("monthly", date(2026, 2, 1), 0, "2026-02", "2026-02", "202602"),
            ("monthly", date(2026, 1, 26), 25, "2026-02", "2026-02", "202602"),
            ("quarterly", date(2026, 2, 1), 0, "2026-Q1", "2026-Q1", "2026Q1"),
        ):
            with self.subTest(frequency=frequency, day=day):
                cycle = self._create_cycle(
                    frequency, f"{frequency}{day}{cutoff}", cutoff_day=cutoff
                )
                settlement = self.env["distribution.settlement"]._ensure_settlement(
                    cycle, *cycle._get_period(day)
                )
                self.assertEqual(settlement.display_name, f"Run {english}")
                self.assertEqual(
                    settlement.with_context(lang="zh_CN").display_name, f"Run {chinese}"
                )
                self.assertEqual(
                    cycle._build_number_prefix(settlement.date_from, settlement.date_to),
                    f"{cycle.code}/{prefix}/",
                )

    def test_form_proposes_a_period_of_the_cycle(self):
        cycle = self._create_cycle("monthly", cutoff_day=25)
        form = Form(self.env["distribution.settlement"])
        form.cycle_id = cycle
        form.date_from = "2026-02-10"
        settlement = form.save()
        self.assertEqual(settlement.date_from, date(2026, 1, 26))
        self.assertEqual(settlement.date_to, date(2026, 2, 25))

    def test_weeks_are_settled_one_after_the_other(self):
        weekly = self._create_cycle("weekly")
        self.shop.settlement_cycle_id = weekly
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-01-05 10:00:00")
        self._sell(self.shop, (self.product, 20, 100.0), date="2026-01-12 10:00:00")
        first = self._settle_cycle(weekly, date(2026, 1, 5))
        second = self._settle_cycle(weekly, date(2026, 1, 12))
        self.assertEqual([run.statement_ids.earned for run in (first, second)], [20.0, 40.0])
        self.assertEqual(second.statement_ids.number, "C/2026W03/00001")

    def test_own_cycle_of_a_member_replaces_the_plans(self):
        quarterly = self._create_cycle("quarterly")
        self.shop.settlement_cycle_id = quarterly
        self._sell(self.shop, (self.product, 10, 100.0))
        january = self._settle(*JANUARY)
        self.assertEqual(set(january.statement_ids.member_id), {self.distributor, self.agent})
        quarter = self._settle_cycle(quarterly, JANUARY[0])
        self.assertEqual(quarter.statement_ids.member_id, self.shop)
        self.assertEqual(quarter.earned, 20.0)

    def test_cycle_is_not_changed_while_a_balance_is_carried_elsewhere(self):
        quarterly = self._create_cycle("quarterly")
        self._adjust(self.shop, -30.0, "2026-01-10", self.cycle)
        self._settle(*JANUARY)
        with self.assertRaisesRegex(UserError, "Even it out"), self.cr.savepoint():
            self.shop.settlement_cycle_id = quarterly
        self._adjust(self.shop, 30.0, "2026-02-10", self.cycle)
        self._settle("2026-02-01", "2026-02-28")
        self.shop.settlement_cycle_id = quarterly
        self.assertEqual(self.shop.settlement_cycle_id, quarterly)

    def test_periods_of_a_used_cycle_stay(self):
        planned = self.env["distribution.settlement"]._ensure_settlement(
            self.cycle, *self.cycle._get_period(date(2026, 3, 1))
        )
        self.cycle.cutoff_day = 25
        self.assertFalse(planned.exists())
        self._settle_cycle(self.cycle, date(2026, 1, 10))
        with self.assertRaisesRegex(UserError, "periods cannot change"):
            self.cycle.frequency = "weekly"

    def test_impossible_terms_are_refused_by_the_database(self):
        for terms in (
            {"cutoff_day": 32},
            {"cutoff_day": -1},
            {"recovery_cap": 100.01},
            {"holdback_rate": -1},
            {"holdback_days": -1},
            {"confirm_days": -1},
            {"minimum_payout": -0.01},
        ):
            with (
                self.subTest(terms=terms),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_cycle("monthly", **terms)
