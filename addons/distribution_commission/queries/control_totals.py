"""The sums that must meet before money leaves the house (commission.md §5)."""

from odoo.tools import SQL

from .statement_totals import previous_statement


def control_totals(settlement_id: int) -> SQL:
    """Return one row: (ledger, statements, balances off, openings off, foreign, left out).

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
        ),
        per_statement AS (
            SELECT statement_id, SUM(amount) AS amount FROM settled GROUP BY statement_id
        )
        SELECT (SELECT COALESCE(SUM(amount), 0) FROM settled) AS ledger,
               (SELECT COALESCE(SUM(earned + clawback), 0) FROM statements) AS statements,
               (SELECT COUNT(*)
                  FROM statements statement
             LEFT JOIN per_statement ON per_statement.statement_id = statement.id
                 WHERE statement.opening_balance + statement.earned + statement.clawback
                       <> statement.payable + statement.carried
                    OR statement.earned + statement.clawback
                       <> COALESCE(per_statement.amount, 0)) AS balances_off,
               (SELECT COUNT(*)
                  FROM statements statement
                  JOIN settlement ON TRUE
             LEFT JOIN LATERAL (%(previous)s) previous ON TRUE
                 WHERE statement.opening_balance <> COALESCE(previous.carried, 0)
               ) AS openings_off,
               (SELECT COUNT(*)
                  FROM settled
                 WHERE settled.member_id <> settled.statement_member_id) AS foreign_entries,
               (SELECT COUNT(*)
                  FROM settlement
                  JOIN distribution_commission_plan plan
                    ON plan.cycle_id = settlement.cycle_id
                   AND plan.company_id = settlement.company_id
                  JOIN distribution_commission_entry entry
                    ON entry.plan_id = plan.id
                   AND entry.statement_id IS NULL
                   AND entry.available_date <= settlement.date_to) AS left_out
        """,
        settlement=settlement_id,
        previous=previous_statement(),
    )
