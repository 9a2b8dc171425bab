from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .. import forecast_engine
from ..forecast_engine import Frequency
from .forecast_common import ForecastCommon

GROUPS = "distribution_member.group_distribution_"


@tagged("post_install", "-at_install")
class TestForecastRun(ForecastCommon):
    """How a run begins and ends, who may start it, and who sees what it found."""

    # === FROM BEGINNING TO END === #

    def test_run_tells_what_to_install_when_the_library_is_missing(self):
        run = self.runs.create({})
        with (
            patch.object(forecast_engine, "is_available", lambda: False),
            self.assertRaisesRegex(UserError, "pip install -r requirements-forecast.txt"),
        ):
            run.action_run()
        self.assertEqual(run.state, "draft")

    def test_run_fails_with_a_reason_when_nothing_was_sold(self):
        other = self.env["res.company"].create({"name": "Other Maker"})
        run = self.runs.create({"company_id": other.id})
        with self._faked():
            run.action_run()
            self._run_scheduler()
        self.assertEqual(run.state, "failed")
        self.assertIn("nothing to forecast", run.error)

    def test_error_of_the_program_ends_the_run_and_leaves_nothing(self):
        run = self.runs.create({})
        with (
            self._faked(),
            patch.object(type(self.runs), "_make_current", side_effect=ValueError("A bug")),
            self.assertLogs("odoo.addons.distribution_reports.models", "ERROR"),
        ):
            run.action_run()
            self._run_scheduler()
        self.assertEqual(run.state, "failed")
        self.assertFalse(run.forecast_ids)

    def test_run_that_was_broken_off_is_taken_up(self):
        run = self.runs.create({})
        run._write_state("running", series_total=10, series_done=7)
        with self._faked():
            self._run_scheduler()
        self.assertEqual(run.state, "done")

    def test_running_run_is_left_alone(self):
        run = self.runs.create({})
        run._write_state("running")
        with self._faked(), self.assertRaises(UserError):
            run.action_run()
        with self.assertRaises(UserError):
            run.unlink()
        with self.assertRaises(UserError):
            run.horizon = 2

    def test_horizon_is_one_to_six(self):
        for horizon in (0, 7, -1):
            with (
                self.subTest(horizon=horizon),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.runs.create({"horizon": horizon})

    def test_due_runs_are_made_once_per_period(self):
        with self._faked():
            self.runs._cron_make_due()
            made = self.runs.search([("company_id", "=", self.env.company.id)])
            self.assertEqual(sorted(made.mapped("period")), ["month", "week"])
            self.runs._cron_make_due()
            again = self.runs.search([("company_id", "=", self.env.company.id)])
        self.assertEqual(made, again)

    def test_actual_is_written_when_the_period_is_over(self):
        run = self._make_run(horizon=2)
        past = Frequency.MONTH.shift(self.first, -1)
        for row in run.forecast_ids:
            row.date = Frequency.MONTH.shift(past, row.horizon - 1)
        self.runs._fill_actuals()
        total = self._find(run, "total")
        [(sold,)] = self.report._read_group(
            [("date", ">=", past), ("date", "<", self.first)], [], ["amount_net:sum"]
        )
        self.assertTrue(total.has_actual)
        self.assertAlmostEqual(total.actual_value, sold, 2)
        self.assertAlmostEqual(total.actual_error, abs(total.value - sold), 2)
        self.assertFalse(self._find(run, "total", horizon=2).has_actual)

    def test_old_runs_are_forgotten(self):
        old, new = self._make_run(horizon=1), self._make_run(horizon=1)
        self.env.cr.execute(
            "UPDATE distribution_forecast_run SET create_date = '2020-01-01' WHERE id IN %s",
            [(old + new).ids and tuple((old + new).ids)],
        )
        self.env.invalidate_all()
        self.runs._forget_old()
        self.assertEqual((old + new).exists(), new)

    # === RIGHTS === #

    def test_manager_sees_own_regions_and_finance_all(self):
        run = self._make_run(horizon=1)
        manager = new_test_user(self.env, "fc_manager", groups=f"{GROUPS}manager")
        finance = new_test_user(self.env, "fc_finance", groups=f"{GROUPS}finance")
        self.south.manager_ids = manager
        mine = [("run_id", "=", run.id), ("measure", "=", "amount")]
        found = self.forecasts.with_user(manager).search(mine)
        self.assertEqual(
            set(found.mapped("series_key")), {f"region:{self.south.id}", f"member:{self.shop.id}"}
        )
        self.assertEqual(
            self.forecasts.with_user(finance).search(mine), self.forecasts.search(mine)
        )
        with self.assertRaises(AccessError):
            found.write({"value": 1.0})

    def test_manager_may_start_a_run_and_a_user_may_not(self):
        manager = new_test_user(self.env, "fc_manager", groups=f"{GROUPS}manager")
        user = new_test_user(self.env, "fc_user", groups=f"{GROUPS}user")
        with self._faked():
            action = self.runs.with_user(manager).action_forecast_now()
            run = self.runs.browse(action["res_id"])
            self.assertEqual((run.state, run.user_id), ("running", manager))
            with self.assertRaises(AccessError):
                self.runs.with_user(user).action_forecast_now()
            with self.assertRaises(AccessError):
                run.with_user(user).action_run()
        with self.assertRaises(UserError):
            run.with_user(manager).write({"accuracy_percent": 100.0})
        with self.assertRaises(UserError):
            run.with_user(manager).write({"state": "done"})
