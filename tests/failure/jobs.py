"""The job runner is Odoo's own; only its clock is hurried: what would be due later is due now."""

import time

import psycopg2

from .postgres import Postgres

HURRY = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - interval '1 second'
     WHERE active AND (%(jobs)s::int[] IS NULL OR id = ANY(%(jobs)s))
"""
WAITING = """
    SELECT count(*) FROM ir_cron
     WHERE active AND nextcall <= now() AT TIME ZONE 'UTC'
"""
FREE = "SELECT id FROM ir_cron WHERE active FOR NO KEY UPDATE SKIP LOCKED"
# Of what died in the middle, the leases would end by themselves after five minutes.
HURRY_ERP = (
    "UPDATE distribution_erp_stream SET leased_until = NULL,"
    " next_run = now() AT TIME ZONE 'UTC' - interval '1 second'",
    "UPDATE distribution_erp_document SET leased_until = NULL,"
    " next_try = now() AT TIME ZONE 'UTC' - interval '1 second'"
    " WHERE next_try IS NOT NULL AND state IN ('pending', 'sending', 'saved', 'submitted')",
)
OPEN = """
    SELECT (SELECT count(*) FROM distribution_erp_document
             WHERE next_try IS NOT NULL
               AND state IN ('pending', 'sending', 'saved', 'submitted'))
         + (SELECT count(*) FROM distribution_order_import WHERE is_running)
         + (SELECT count(*) FROM distribution_erp_stream WHERE leased_until IS NOT NULL)
"""
PATIENCE = 240
ROUNDS = 6
NOTIFY_SECONDS = 1.0


class Jobs:
    """Lets the runner run."""

    def __init__(self, postgres: Postgres, database: str):
        """Take where the jobs stand."""
        self.postgres, self.database = postgres, database

    def hurry(self, jobs: list[int] | None) -> None:
        """Let these jobs be due, or all; what died in the middle is due if nobody is at it."""
        self._execute(jobs, HURRY, *(() if self.is_running() else HURRY_ERP))
        self._notify()

    def is_running(self) -> bool:
        """Tell whether the runner is at a job."""
        with self.postgres.connect(self.database) as connection:
            connection.autocommit = False
            cursor = connection.cursor()
            cursor.execute(FREE)
            free = len(cursor.fetchall())
            cursor.execute("SELECT count(*) FROM ir_cron WHERE active")
            (every,) = cursor.fetchone()
            connection.rollback()
        connection.close()
        return free < every

    def run(self, jobs: list[int] | None = None) -> None:
        """Let these jobs, or all, run once, and wait for their end."""
        self.hurry(jobs)
        end, notified = time.monotonic() + PATIENCE, time.monotonic()
        while self._read(WAITING) or self.is_running():
            if time.monotonic() > end:
                raise TimeoutError(f"jobs are not through after {PATIENCE} s")
            if time.monotonic() - notified > NOTIFY_SECONDS:
                notified = time.monotonic()
                self._notify()
            time.sleep(0.05)

    def run_until_quiet(self, jobs: list[int] | None = None) -> int:
        """Run them until nothing waits any more; return how many rounds it took."""
        for number in range(1, ROUNDS + 1):
            self.run(jobs)
            if not self._read(OPEN):
                return number
        return ROUNDS

    def _notify(self) -> None:
        connection = self.postgres.connect("postgres")
        connection.cursor().execute("SELECT pg_notify('cron_trigger', %s)", [self.database])
        connection.close()

    def _read(self, query: str) -> int:
        connection = self.postgres.connect(self.database)
        cursor = connection.cursor()
        cursor.execute(query)
        (count,) = cursor.fetchone()
        connection.close()
        return count

    def _execute(self, jobs: list[int] | None, *statements: str) -> None:
        for _try in range(50):  # the runner holds its own rows while it is at them
            connection = self.postgres.connect(self.database)
            try:
                cursor = connection.cursor()
                cursor.execute("SET lock_timeout = '200ms'")
                for statement in statements:
                    cursor.execute(statement, {"jobs": jobs} if "%(jobs)s" in statement else None)
                return
            except psycopg2.errors.LockNotAvailable:
                time.sleep(0.05)
            finally:
                connection.close()
