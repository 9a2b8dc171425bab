from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import simulation_replay_mixin
from .what_if_common import WhatIfCommon


@tagged("post_install", "-at_install")
class TestWhatIfRuns(WhatIfCommon):
    """A run leaves the ledger alone however it ends, is cancelled, and is finance's."""

    def test_ledger_and_connection_are_as_before(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        sold = self._sell(self.shop, (self.product, 10, 100.0))
        self._sell(
            self.shop,
            (self.product, -1, 100.0),
            date="2026-02-02 10:00:00",
            origin=sold.order_line[:1],
        )
        self._settle("2026-01-01", "2026-01-31")
        draft = self._copy_as_draft(plan)
        before = self._fingerprint()
        temporary = self._find_temporary()
        run = self._simulate(draft)
        self.assertEqual(run.state, "done", run.failure)
        first = self._read_replayed(run)
        self.assertEqual(self._fingerprint(), before)
        self.assertEqual(self._find_temporary(), temporary)
        run.action_run_again()
        self.assertEqual(run.state, "queued")
        self._run_scheduler()
        self.assertEqual(self._read_replayed(run), first, "a second run writes the same")
        self.assertEqual(self._fingerprint(), before)
        self.assertEqual(self.ledger.accrue(), 0)

    def test_failure_in_the_middle_leaves_nothing(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        self._sell(self.shop, (self.product, 10, 100.0))
        draft = self._copy_as_draft(plan)
        before, temporary = self._fingerprint(), self._find_temporary()

        def fail(run, *arguments):
            raise UserError(run.env._("Give the first and the last day of a period."))

        for place in ("_compare", "_keep_results"):
            with self.subTest(place=place):
                with patch.object(
                    type(self.env["distribution.commission.simulation"]), place, fail
                ):
                    run = self._simulate(draft)
                self.assertEqual(
                    (run.state, run.failure),
                    ("failed", "Give the first and the last day of a period."),
                )
                self.assertFalse(self._read_replayed(run))
                self.assertFalse(run.line_ids)
                self.assertEqual(self._fingerprint(), before)
                self.assertEqual(self._find_temporary(), temporary)

    def test_error_of_the_program_ends_the_run(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        model = type(self.env["distribution.commission.simulation"])
        with (
            patch.object(model, "_compare", side_effect=ValueError("A bug")),
            self.assertLogs("odoo.addons.distribution_commission.models", "ERROR"),
        ):
            run = self._simulate(plan)
        self.assertEqual(run.state, "failed")
        self.assertTrue(run.failure)
        self.assertNotIn("A bug", run.failure)

    def test_cancelled_in_the_middle_it_stops(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        for day in (5, 6, 7):
            self._sell(self.shop, (self.product, 1, 100.0), date=f"2026-01-0{day} 10:00:00")
        draft = self._copy_as_draft(plan)
        before, temporary = self._fingerprint(), self._find_temporary()
        self.startPatcher(patch.object(simulation_replay_mixin, "ORDERS_AT_ONCE", 1))
        model = type(self.env["distribution.commission.simulation"])
        replay_orders, seen = model._replay_orders, []

        def replay_and_cancel(run, *arguments):
            replay_orders(run, *arguments)
            seen.append(run._read_progress())
            if len(seen) == 2:
                run.with_user(self._finance).action_cancel()

        self._finance = self._create_user("wi_finance", "finance")
        with patch.object(model, "_replay_orders", replay_and_cancel):
            run = self._simulate(draft)
        self.assertEqual(run.state, "cancelled")
        self.assertEqual(seen, [(0, 3), (1, 3)])
        self.assertFalse(self._read_replayed(run))
        self.assertEqual(self._fingerprint(), before)
        self.assertEqual(self._find_temporary(), temporary)
        run.action_run_again()
        self._run_scheduler()
        self.assertEqual(run.state, "done", "a run stopped before can be asked for again")

    def test_waiting_run_is_cancelled_at_once(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        run = plan.simulate("2026-01-01", "2026-01-31")
        self.assertEqual(run.state, "queued")
        run.action_cancel()
        self._run_scheduler()
        self.assertEqual(run.state, "cancelled")
        with self.assertRaises(UserError):
            run.action_cancel()

    def test_only_finance_replays(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        for role in ("user", "reviewer", "manager"):
            user = self._create_user(f"wi_{role}", role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                plan.with_user(user).simulate("2026-01-01", "2026-01-31")
        finance = self._create_user("wi_finance", "finance")
        run = plan.with_user(finance).simulate("2026-01-01", "2026-01-31")
        self.assertEqual(run.user_id, finance)
        self._run_scheduler()
        self.assertEqual(run.with_user(finance).state, "done")
        run.with_user(finance).unlink()
        self.assertFalse(run.exists())

    def test_period_must_be_one_and_past(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        empty = self._create_plan(activate=False)
        for refused, start, end in (
            (plan, "2026-01-31", "2026-01-01"),
            (plan, False, "2026-01-01"),
            (plan, "2026-01-01", "2999-01-01"),
            (empty, "2026-01-01", "2026-01-31"),
        ):
            with self.subTest(start=start, end=end), self.assertRaises(UserError):
                refused.simulate(start, end)

    def test_compared_are_the_versions_of_the_plan_else_all(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        other = self._create_plan({"kind": "rebate", "rate": 1.0}, name="Other")
        draft = self._create_plan({"kind": "rebate", "rate": 1.0}, activate=False)
        self.assertEqual(draft.simulate("2026-01-01", "2026-01-31").compared_ids, plan | other)
        self.assertEqual(plan.simulate("2026-01-01", "2026-01-31").compared_ids, plan)
        wizard = self.env["distribution.commission.what.if"].create(
            {"plan_id": draft.id, "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )
        self.assertEqual(wizard.compared_ids, plan | other)
        wizard.compared_ids = other
        run = self.env["distribution.commission.simulation"].browse(
            wizard.action_simulate()["res_id"]
        )
        self.assertEqual(run.compared_ids, other)

    def test_results_forget_what_is_deleted(self):
        plan = self._create_plan({"kind": "rebate", "rate": 2.0})
        self._sell(self.shop, (self.product, 10, 100.0))
        draft = self._copy_as_draft(plan)
        run = self._simulate(draft)
        entry = self.env["distribution.commission.simulation.entry"].search(
            [("simulation_id", "=", run.id)]
        )
        draft.rule_ids.unlink()
        self.assertFalse(entry.rule_id)
        draft.unlink()
        self.assertFalse(run.exists())
        self.assertFalse(entry.exists())
