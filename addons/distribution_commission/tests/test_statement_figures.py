from datetime import date

from odoo.tests import tagged

from .settlement_common import FEBRUARY, JANUARY, MARCH, SettlementCommon

FIGURES = ("opening_balance", "adjustment", "holdback", "holdback_released", "recovered", "gross")


@tagged("post_install", "-at_install")
class TestStatementFigures(SettlementCommon):
    def _read(self, settlement, *figures, member=None):
        statement = self._find_statement(settlement, member or self.shop)
        return tuple(statement[figure] for figure in figures)

    def _settle_month(self, period, amount=None, **kwargs):
        if amount:
            self._adjust(self.shop, amount, period[0])
        return self._settle_cycle(self.cycle, period[0], **kwargs)

    def test_recovery_leaves_the_member_what_the_cap_says(self):
        for cap, earned, expected in (
            (50, 3000, (1200.0, 1800.0, 0.0)),
            (50, 1000, (500.0, 500.0, -700.0)),
            (100, 1000, (1000.0, 0.0, -200.0)),
            (0, 1000, (0.0, 1000.0, -1200.0)),
            (33.33, 0.05, (0.02, 0.03, -1199.98)),
        ):
            with self.subTest(cap=cap, earned=earned):
                cycle = self.env["distribution.settlement.cycle"].create(
                    {"name": "Capped", "code": f"R{cap}-{earned}", "recovery_cap": cap}
                )
                self._adjust(self.shop, -1200.0, JANUARY[0], cycle)
                self._settle_cycle(cycle, JANUARY[0])
                self._adjust(self.shop, earned, FEBRUARY[0], cycle)
                february = self._settle_cycle(cycle, FEBRUARY[0])
                self.assertEqual(self._read(february, "recovered", "gross", "carried"), expected)

    def test_recovery_below_the_minimum_pays_nothing_and_carries_all(self):
        self.cycle.write({"recovery_cap": 50, "minimum_payout": 600})
        self._settle_month(JANUARY, -1200)
        february = self._settle_month(FEBRUARY, 1000)
        self.assertEqual(
            self._read(february, "recovered", "gross", "payable", "carried"), (500, 0, 0, -200)
        )

    def test_holdback_is_kept_and_released_once_when_due(self):
        self.cycle.write({"holdback_rate": 10, "holdback_days": 59})
        january = self._settle_month(JANUARY, 1000)
        kept = self._find_statement(january, self.shop)
        self.assertEqual(self._read(january, *FIGURES), (0, 1000, 100, 0, 0, 900))
        self.assertEqual(kept.holdback_due, date(2026, 3, 31))
        february = self._settle_month(FEBRUARY)
        self.assertFalse(february.statement_ids, "nothing is due yet")
        march = self._settle_month(MARCH)
        self.assertEqual(self._read(march, *FIGURES), (0, 0, 0, 100, 0, 100))
        releasing = self._find_statement(march, self.shop)
        self.assertEqual(kept.holdback_release_id, releasing)
        self.assertEqual(kept.holdback_released_on, date(2026, 3, 31))
        self.assertEqual(releasing.entry_count, 0)
        self.assertFalse(self._settle_cycle(self.cycle, date(2026, 4, 1)).statement_ids)
        for change in ("holdback_release_id = NULL, holdback_released_on = NULL", "holdback = 0"):
            with self.subTest(change=change):
                self.assert_database_refuses(
                    f"UPDATE distribution_statement SET {change} WHERE id = %s",  # noqa: S608
                    [kept.id],
                )

    def test_holdback_is_not_taken_of_a_negative_sum_and_rounds_half_up(self):
        self.cycle.write({"holdback_rate": 5})
        self.assertEqual(self._read(self._settle_month(JANUARY, -10), "holdback"), (0,))
        february = self._settle_month(FEBRUARY, 0.5)  # 5 % are 0.025
        self.assertEqual(self._read(february, "holdback"), (0.03,))

    def test_releases_are_computed_anew_and_given_back(self):
        self.cycle.write({"holdback_rate": 10})
        january = self._settle_month(JANUARY, 1000)
        february = self._settle_month(FEBRUARY, publish=False)
        february.action_compute()
        self.assertEqual(self._read(february, "holdback_released"), (100,))
        february.unlink()
        kept = self._find_statement(january, self.shop)
        self.assertFalse(kept.holdback_release_id)
        again = self._settle_month(FEBRUARY)
        self.assertEqual(self._read(again, "holdback_released"), (100,))

    def test_bonuses_have_a_figure_of_their_own_also_negative_ones(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        entry = self.ledger.search([("member_id", "=", self.shop.id)])
        for number, (kind, amount) in enumerate((("volume", -7), ("target", 3), ("rebate", -1)), 5):
            self.cr.execute(
                """
                INSERT INTO distribution_commission_entry (
                    company_id, plan_id, rule_id, kind, depth, member_id, buyer_id, order_id,
                    order_line_id, sequence, quantity, base_amount, rate, fixed_amount, amount,
                    currency_id, date, available_date, posted_at)
                SELECT company_id, plan_id, rule_id, %s, depth, member_id, buyer_id, order_id,
                       order_line_id, %s, quantity, base_amount, rate, fixed_amount, %s,
                       currency_id, date, available_date, posted_at
                  FROM distribution_commission_entry WHERE id = %s
                """,
                [kind, number, amount, entry.id],
            )
        self._adjust(self.shop, 2, JANUARY[0])
        january = self._settle_month(JANUARY)
        figures = ("earned", "bonus", "clawback", "adjustment", "payable")
        self.assertEqual(self._read(january, *figures), (20, -4, -1, 2, 17))
        statement = self._find_statement(january, self.shop)
        for figure in figures[:4]:
            with self.subTest(figure=figure):
                action = statement.with_context(figure=figure).action_open_figure()
                entries = self.ledger.search(action["domain"])
                self.assertEqual(sum(entries.mapped("amount")), statement[figure])
                action = january.with_context(figure=figure).action_open_figure()
                entries = self.ledger.search(action["domain"])
                self.assertEqual(sum(entries.mapped("amount")), january[figure])

    def test_settlement_sums_all_figures_and_opens_their_statements(self):
        self.cycle.write({"holdback_rate": 10, "recovery_cap": 50})
        self._adjust(self.distributor, -40, JANUARY[0])
        self._settle_month(JANUARY, 100)
        self._adjust(self.distributor, 60, FEBRUARY[0])
        february = self._settle_month(FEBRUARY, 50)
        self.assertRecordValues(
            february,
            [
                {
                    "opening_balance": -40,
                    "adjustment": 110,
                    "holdback": 11,
                    "holdback_released": 10,
                    "recovered": 27,
                    "gross": 82,
                    "tax": 0,
                    "payable": 82,
                    "carried": -13,
                }
            ],
        )
        action = february.with_context(figure="recovered").action_open_figure()
        found = self.env["distribution.statement"].search(action["domain"])
        self.assertEqual(found.member_id, self.distributor)
        opening = self._find_statement(february, self.distributor)
        action = opening.with_context(figure="opening_balance").action_open_figure()
        before = self.env["distribution.statement"].search(action["domain"])
        self.assertEqual(before.carried, -40)
        released = self._find_statement(february, self.shop)
        action = released.with_context(figure="holdback_released").action_open_figure()
        kept = self.env["distribution.statement"].search(action["domain"])
        self.assertEqual(kept.holdback, 10)

    def test_change_to_the_statement_before(self):
        self._settle_month(JANUARY, 100)
        february = self._settle_month(FEBRUARY, 130)
        self.assertEqual(
            self._read(february, "payable_change", "payable_change_percent"), (30.0, 30.0)
        )
        search = self.env["ir.ui.view"].search([("name", "=", "distribution.statement.search")])
        views = self.env["distribution.statement"].get_views([(search.id, "search")])
        self.assertIn("changed_20", views["views"]["search"]["arch"])
        march = self._settle_month(MARCH, -5)
        self.assertEqual(
            self._read(march, "payable_change", "payable_change_percent"), (-130.0, -100.0)
        )
        self.assertEqual(
            self._find_statement(march, self.shop).previous_id,
            self._find_statement(february, self.shop),
        )

    def test_report_workbook_and_notes_show_the_new_figures(self):
        self.cycle.write({"holdback_rate": 10, "holdback_days": 30})
        january = self._settle_month(JANUARY, 1000)
        statement = self._find_statement(january, self.shop)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "distribution_commission.report_statement", statement.ids
        )
        for words in ("Holdback Kept", "100.00", "Goodwill", "900.00", statement.number):
            self.assertIn(words, html.decode())
        self.assertTrue(statement._build_workbook().startswith(b"PK"))
        [note] = statement._get_notes()
        self.assertIn("100.00", note)
