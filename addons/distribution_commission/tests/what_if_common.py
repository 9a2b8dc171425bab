from odoo.tools import SQL

from .document_common import DocumentCommon

CRON = "distribution_commission.ir_cron_simulate"
LEDGER = (
    "distribution_commission_movement",
    "distribution_commission_entry",
    "distribution_statement",
)


class WhatIfCommon(DocumentCommon):
    """Replays plans as the scheduler does, and looks whether the ledger is as it was."""

    def _simulate(self, plan, date_from="2026-01-01", date_to="2026-01-31", **arguments):
        """Return the finished run."""
        run = plan.simulate(date_from, date_to, **arguments)
        self._run_scheduler()
        return run

    def _copy_as_draft(self, plan, **values):
        return plan.copy({"name": "Draft", "date_from": "2030-01-01", **values})

    def _run_scheduler(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _read_replayed(self, run):
        """Return what the run wrote, as comparable rows."""
        entries = self.env["distribution.commission.simulation.entry"].search(
            [("simulation_id", "=", run.id)], order="id"
        )
        return sorted(self._row(entry, bool(entry.is_clawback)) for entry in entries)

    def _read_ledger(self, plan):
        """Return what the ledger says of a plan, as rows of the same kind."""
        entries = self.ledger.search([("plan_id", "=", plan.id)], order="id")
        return sorted(self._row(entry, bool(entry.origin_id)) for entry in entries)

    def _row(self, entry, is_clawback):
        return (
            entry.kind,
            entry.depth,
            entry.member_id.code,
            entry.order_line_id.id,
            entry.period_start or entry.date,
            is_clawback,
            entry.base_amount,
            entry.rate,
            entry.amount,
            entry.capped_by or "",
        )

    def _fingerprint(self):
        """Return count, highest id, checksum and place of the sequence of each table of money."""
        self.env.flush_all()
        found = {}
        for table in LEDGER:
            name = SQL.identifier("public", table)
            rows = SQL(
                "SELECT COUNT(*), MAX(id), MD5(STRING_AGG(MD5(row::text), '' ORDER BY row.id)),"
                " (SELECT last_value FROM %s) FROM %s row",
                SQL.identifier("public", f"{table}_id_seq"),
                name,
            )
            [found[table]] = self.env.execute_query(rows)
        return found

    def _find_temporary(self):
        """Return the names of all temporary tables and sequences of this connection."""
        return self.env.execute_query(
            SQL("SELECT relname FROM pg_class WHERE relpersistence = 't' AND relkind IN ('r', 'S')")
        )
