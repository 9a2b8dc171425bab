from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..queries import performance
from .performance_common import PerformanceCommon


@tagged("post_install", "-at_install")
class TestPerformanceFreeze(PerformanceCommon):
    """A month that is frozen is what it was, whatever happens and whoever tries."""

    def _freeze_march(self):
        self._set_target(self.shop)
        self._sell(self.shop, "2024-03-10", 100.0)
        self.company.distribution_performance_freeze_days = 10
        march = date(2024, 3, 1)
        with self._today("2024-04-10"):
            self.rows._refresh_month(self.company, march)
            self.rows._freeze_if_due(self.company, march)
        self.assertEqual(self._find(self.shop, march).state, "open")
        with self._today("2024-04-11"):
            month, sources = self.rows._prepare_month(self.company, march)
            self.recomputed = self.env.execute_query(performance.figures(month, sources))
            self.rows._refresh_month(self.company, march)
            self.rows._freeze_if_due(self.company, march)
        self.assertRecordValues(
            self._find(self.shop, march), [{"state": "frozen", "frozen_on": date(2024, 4, 11)}]
        )

    def _read_march(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM distribution_performance WHERE date = '2024-03-01' AND company_id = %s"
            " ORDER BY member_id",
            [self.company.id],
        )
        return self.env.cr.dictfetchall()

    def test_frozen_month_equals_what_was_recomputed_then(self):
        self._freeze_march()
        kept = [tuple(row[name] for name in performance.COLUMNS) for row in self._read_march()]
        self.assertEqual(sorted(kept), sorted(self.recomputed))

    def test_frozen_month_stays_whatever_happens(self):
        self._freeze_march()
        before = self._read_march()
        self._sell(self.shop, "2024-03-20", 900.0)
        self._sell(self.shop, "2024-04-20", -60.0, quantity=-1)
        self.env["distribution.target"].search([("member_id", "=", self.shop.id)]).action_reset()
        self.shop.region_id = self.north
        self._create_member("NEW", self.levels[1], self.south)
        with self._today("2024-05-20"):
            self.rows._refresh_month(self.company, date(2024, 3, 1))
            self.rows._refresh(self.company)
        self.assertEqual(self._read_march(), before)
        # What was given back counts where it happened.
        self.assertEqual(self._find(self.shop, "2024-04-01").actual, -60.0)

    def test_frozen_rows_are_refused_to_everybody(self):
        self._freeze_march()
        row = self._find(self.shop, "2024-03-01")
        for change in ("actual = 1", "rank = 999", "state = 'open'", "target = 0"):
            with self.subTest(change):
                self.assert_refused(
                    f"UPDATE distribution_performance SET {change} WHERE id = {row.id}"
                )
        self.assert_refused(f"DELETE FROM distribution_performance WHERE id = {row.id}")
        self.assert_refused("TRUNCATE distribution_performance CASCADE")
        for act in (lambda: row.write({"actual": 1.0}), row.unlink):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                act()
                self.env.flush_all()

    def assert_refused(self, query):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.cr.savepoint(),
        ):
            self.env.cr.execute(query)  # pylint: disable=sql-injection
        self.assertEqual(caught.exception.pgcode, "23514")

    def test_scheduler_catches_up_with_all_months(self):
        with self._today("2024-05-20"), self.enter_registry_test_mode():
            self.env.ref("distribution_reports.ir_cron_performance").method_direct_trigger()
        states = {
            row.date: row.state for row in self.rows.search([("member_id", "=", self.shop.id)])
        }
        self.assertEqual(
            {month: states[month] for month in sorted(states)[-3:]},
            {
                date(2024, 3, 1): "frozen",
                date(2024, 4, 1): "frozen",
                date(2024, 5, 1): "open",
            },
        )
        with self._today("2024-08-02"):
            open_months = self.rows._list_open_months(self.company)
            self.assertEqual(open_months[0], date(2024, 5, 1))
            self.assertEqual(open_months[-1], date(2024, 8, 1))
