from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .what_if_common import WhatIfCommon


@tagged("post_install", "-at_install")
class TestWhatIf(WhatIfCommon):
    """A plan replayed over past days (commission.md §7): same engine, untouched ledger."""

    def test_draft_like_the_plan_in_force_gives_its_ledger(self):
        plan = self._create_plan(
            {"kind": "rebate", "rate": 2.0, "max_amount": 30.0},
            {"kind": "override", "depth": 1, "rate": 3.0, "period_cap": 60.0},
            {"kind": "differential", "rate": 4.0, "level_id": self.distributor.level_id.id},
            {"kind": "differential", "rate": 6.0, "level_id": self.agent.level_id.id},
            payout_cap=10.0,
            hold_days=3,
        )
        sold = self._sell(self.shop, (self.product, 10, 100.0), (self.product, 3, 33.33))
        self._sell(self.shop, (self.product, 30, 100.0), date="2026-01-10 10:00:00")
        self.shop.change_upline(self.other_distributor.id, "2026-01-15", "Moved")
        self._sell(self.shop, (self.product, 7, 12.35), date="2026-01-20 10:00:00")
        self._sell(
            self.shop,
            (self.product, -3, 100.0),
            date="2026-02-02 10:00:00",
            origin=sold.order_line[:1],
        )
        run = self._simulate(self._copy_as_draft(plan))
        self.assertEqual(run.state, "done", run.failure)
        ledger = self._read_ledger(plan)
        self.assertEqual({row[0] for row in ledger}, {"rebate", "override", "differential"})
        self.assertEqual({row[9] for row in ledger}, {"", "max_amount", "payout_cap", "period_cap"})
        self.assertIn(True, {row[5] for row in ledger})
        self.assertEqual(self._read_replayed(run), ledger)
        self.assertEqual(run.compared_ids, plan)
        self.assertAlmostEqual(run.amount_now, sum(row[8] for row in ledger), 2)
        self.assertEqual(run.difference, 0.0)
        self.assertFalse(run.gain_count or run.lose_count)

    def test_bonus_of_a_quarter_is_what_its_settlements_gave_in_the_end(self):
        tiers = [(0, 2.0), (1_000, 3.0)]
        plan = self._create_plan(
            {
                "kind": "volume",
                "measure": "team",
                "measure_period": "quarter",
                "tier_ids": [
                    Command.create({"threshold": threshold, "rate": rate})
                    for threshold, rate in tiers
                ],
            }
        )
        sold = self._sell(self.shop, (self.product, 10, 100.0))
        for month in (2, 3):
            self._sell(self.shop, (self.product, 3, 100.0), date=f"2026-0{month}-10 10:00:00")
        for month, last in ((1, 31), (2, 28), (3, 31)):
            self._settle(f"2026-0{month}-01", f"2026-0{month}-{last}")
        self._sell(
            self.shop,
            (self.product, -4, 100.0),
            date="2026-04-05 10:00:00",
            origin=sold.order_line[:1],
        )
        self._settle("2026-04-01", "2026-04-30")
        run = self._simulate(self._copy_as_draft(plan), "2026-03-01", "2026-04-30")
        # 1,600 - 400 = 1,200 of the quarter: 1,000 at 2 % and 200 at 3 %
        bonuses = {(row[2], row[4], row[8]) for row in self._read_replayed(run)}
        first_day = date(2026, 1, 1)
        self.assertEqual(bonuses, {(code, first_day, 26.0) for code in ("SHOP", "DIST", "AGENT")})
        self.assertEqual((run.amount_now, run.amount_then), (78.0, 78.0))
        early = self._simulate(self._copy_as_draft(plan), "2026-01-01", "2026-02-28")
        self.assertEqual((early.amount_now, early.amount_then), (0.0, 0.0))

    def test_another_rate_gives_the_difference_computed_by_hand(self):
        plan = self._create_plan(
            {"kind": "rebate", "rate": 2.0}, {"kind": "override", "depth": 1, "rate": 3.0}
        )
        self._sell(self.shop, (self.product, 10, 100.0))
        self._sell(self.shop, (self.product, 1, 500.0), date="2026-02-01 10:00:00")
        draft = self._copy_as_draft(plan)
        draft.rule_ids.filtered(lambda rule: rule.kind == "rebate").rate = 3.5
        draft.rule_ids.filtered(lambda rule: rule.kind == "override").rate = 1.0
        run = self._simulate(draft)
        self.assertRecordValues(
            run,
            [
                {
                    "sales": 1000.0,
                    "amount_now": 50.0,
                    "amount_then": 45.0,
                    "difference": -5.0,
                    "share_now": 5.0,
                    "share_then": 4.5,
                    "gain_count": 1,
                    "lose_count": 1,
                    "same_count": 0,
                }
            ],
        )
        found = {
            line.member_id.code: (line.amount_now, line.amount_then, line.difference, line.outcome)
            for line in run.line_ids.filtered(lambda line: line.dimension == "member")
        }
        self.assertEqual(
            found, {"SHOP": (20.0, 35.0, 15.0, "gain"), "DIST": (30.0, 10.0, -20.0, "lose")}
        )
        for dimension in ("plan", "level"):
            lines = run.line_ids.filtered(lambda line, d=dimension: line.dimension == d)
            self.assertEqual(
                (sum(lines.mapped("amount_now")), sum(lines.mapped("amount_then"))), (50.0, 45.0)
            )

    def test_it_says_when_the_plan_was_changed_since(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        draft = self._copy_as_draft(plan)
        run = self._simulate(draft)
        self.assertFalse(run.is_outdated)
        draft.rule_ids.rate = 9.0
        self.assertTrue(run.is_outdated)

    def test_numbers_open_what_they_are_made_of(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        sold = self._sell(self.shop, (self.product, 10, 100.0))
        self._sell(
            self.shop,
            (self.product, -1, 100.0),
            date="2026-03-02 10:00:00",
            origin=sold.order_line[:1],
        )
        self._sell(self.shop, (self.product, 9, 100.0), date="2026-02-01 10:00:00")
        run = self._simulate(self._copy_as_draft(plan))
        self.assertEqual((run.amount_now, run.amount_then, run.sales), (18.0, 18.0, 900.0))
        for opened in (run, *run.line_ids):
            for action in (opened.action_open_ledger(), opened.action_open_entries()):
                amounts = self.env[action["res_model"]].search(action["domain"]).mapped("amount")
                if opened == run or opened.dimension != "plan":
                    self.assertEqual(sorted(amounts), [-2.0, 20.0])
        by_plan = {line.plan_id: line for line in run.line_ids if line.dimension == "plan"}
        action = by_plan[plan].action_open_ledger()
        self.assertEqual(len(self.ledger.search(action["domain"])), 2)
        action = by_plan[run.plan_id].action_open_entries()
        self.assertEqual(len(self.env[action["res_model"]].search(action["domain"])), 2)

    def test_plan_by_another_event_is_replayed_from_documents_never_recorded(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        order = self._order((self.product, 10, 100.0))
        today = self.company._get_distribution_today()
        invoice = self._invoice(order)
        self._pay(invoice, 333.33)
        self._pay(invoice, 666.67)
        before = self._fingerprint()
        draft = self._copy_as_draft(plan, trigger="paid")
        run = self._simulate(draft, today, today)
        self.assertEqual(run.state, "done", run.failure)
        self.assertEqual([row[8] for row in self._read_replayed(run)], [6.67, 13.33])
        self.assertEqual((run.amount_now, run.amount_then, run.sales), (20.0, 20.0, 1000.0))
        self.assertEqual(self._fingerprint(), before)
        self._credit(invoice)
        again = self._simulate(draft, today, today)
        self.assertEqual(len(self._read_replayed(again)), 2, "a credit not settled takes nothing")

    def test_what_is_returned_in_full_nets_to_nothing(self):
        plan = self._create_plan({"kind": "rebate", "rate": 3.33})
        sold = self._sell(self.shop, (self.product, 7, 19.99))
        for quantity in (-3, -4):
            self._sell(
                self.shop,
                (self.product, quantity, 19.99),
                date="2026-02-05 10:00:00",
                origin=sold.order_line[:1],
            )
        run = self._simulate(self._copy_as_draft(plan))
        self.assertEqual(len(self._read_replayed(run)), 3)
        self.assertAlmostEqual(run.amount_then, 0.0, 6)
        self.assertEqual(run.sales, 0.0)
