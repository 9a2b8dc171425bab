"""The sums that must meet before money leaves the house (commission.md §5)."""

from odoo.tools import SQL

from .settlement_entries import due_entries
from .statement_totals import previous_statement


def control_totals(settlement_id: int) -> SQL:
    """Return one row: ledger, statements, balances_off, openings_off, foreign_entries, left_out.

    The first two are sums that must be equal; the others are counts that must be 0.
    """
    return SQL(
        """
        WITH settlement AS (
            SELECT * FROM distribution_settlement WHERE id = %(settlement)s
        ),
        statements AS (
            SELECT * FROM distribution_statement WHERE settlement_id = %(settlement)s
        ),
        settled AS (
            SELECT entry.*, statement.member_id AS statement_member_id
              FROM distribution_commission_entry entry
              JOIN statements statement ON statement.id = entry.statement_id
        )
        SELECT (SELECT COALESCE(SUM(amount), 0) FROM settled) AS ledger,
               (SELECT COALESCE(SUM(earned + clawback), 0) FROM statements) AS statements,
               (%(balances_off)s) AS balances_off,
               (%(openings_off)s) AS openings_off,
               (SELECT COUNT(*) FROM settled WHERE member_id <> statement_member_id)
                   AS foreign_entries,
               (%(left_out)s) AS left_out
        """,
        settlement=settlement_id,
        balances_off=_balances_off(),
        openings_off=_openings_off(),
        left_out=_left_out(),
    )


def _balances_off() -> SQL:
    """Statements whose figures do not add up, or are not the sum of their entries."""
    return SQL(
        """
        SELECT COUNT(*)
          FROM statements statement
     LEFT JOIN (
               SELECT statement_id, SUM(amount) AS amount FROM settled GROUP BY statement_id
               ) lines ON lines.statement_id = statement.id
         WHERE statement.opening_balance + statement.earned + statement.clawback
               <> statement.payable + statement.carried
            OR statement.earned + statement.clawback <> COALESCE(lines.amount, 0)
        """
    )


def _openings_off() -> SQL:
    """Statements that do not begin where the member's last one ended."""
    return SQL(
        """
        SELECT COUNT(*)
          FROM statements statement
          JOIN settlement ON TRUE
     LEFT JOIN LATERAL (%s) previous ON TRUE
         WHERE statement.opening_balance <> COALESCE(previous.carried, 0)
        """,
        previous_statement(),
    )


def _left_out() -> SQL:
    """Entries of the period that stand on no statement."""
    return SQL("SELECT COUNT(*) FROM settlement JOIN %s", due_entries())
