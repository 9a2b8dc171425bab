"""The figures of a statement (commission.md §5).

opening + earned + clawback = payable + carried; a negative balance and one below the minimum
payout are carried whole.
"""

from odoo.tools import SQL


def fill_totals(settlement_id: int) -> SQL:
    """Write the totals of all draft statements of a settlement."""
    return SQL(
        """
        UPDATE distribution_statement statement
           SET opening_balance = total.opening,
               earned = total.earned,
               clawback = total.clawback,
               entry_count = total.entries,
               payable = CASE WHEN total.is_paid THEN total.balance ELSE 0 END,
               carried = CASE WHEN total.is_paid THEN 0 ELSE total.balance END
          FROM (
            SELECT sums.*,
                   opening + earned + clawback AS balance,
                   opening + earned + clawback > 0
                       AND opening + earned + clawback >= minimum_payout AS is_paid
              FROM (%(sums)s) sums
          ) total
         WHERE statement.id = total.statement_id
        """,
        sums=_sums(settlement_id),
    )


def _sums(settlement_id: int) -> SQL:
    return SQL(
        """
        SELECT statement.id AS statement_id,
               cycle.minimum_payout,
               COALESCE(previous.carried, 0) AS opening,
               COALESCE(SUM(entry.amount) FILTER (WHERE entry.amount > 0), 0) AS earned,
               COALESCE(SUM(entry.amount) FILTER (WHERE entry.amount < 0), 0) AS clawback,
               COUNT(*) AS entries
          FROM distribution_statement statement
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
          JOIN distribution_settlement_cycle cycle ON cycle.id = settlement.cycle_id
          JOIN distribution_commission_entry entry ON entry.statement_id = statement.id
     LEFT JOIN LATERAL (%(previous)s) previous ON TRUE
         WHERE statement.settlement_id = %(settlement)s
           AND statement.state = 'draft'
         GROUP BY statement.id, cycle.minimum_payout, previous.carried
        """,
        previous=previous_statement(),
        settlement=settlement_id,
    )


def previous_statement() -> SQL:
    """The balance carried by the member's last published statement before this `settlement`."""
    return SQL(
        """
        SELECT earlier.carried
          FROM distribution_statement earlier
          JOIN distribution_settlement before ON before.id = earlier.settlement_id
         WHERE earlier.member_id = statement.member_id
           AND earlier.currency_id = statement.currency_id
           AND earlier.state <> 'draft'
           AND before.cycle_id = settlement.cycle_id
           AND before.company_id = settlement.company_id
           AND before.date_to < settlement.date_to
         ORDER BY before.date_to DESC
         LIMIT 1
        """
    )


def number_and_publish(settlement_id: int, prefix: str) -> SQL:
    """Number the draft statements in the order of the members' codes and publish them."""
    return SQL(
        """
        UPDATE distribution_statement statement
           SET number = %(prefix)s || LPAD(numbered.place::text, 5, '0'),
               state = 'published'
          FROM (
            SELECT statement.id, ROW_NUMBER() OVER (ORDER BY member.code, statement.id) AS place
              FROM distribution_statement statement
              JOIN distribution_member member ON member.id = statement.member_id
             WHERE statement.settlement_id = %(settlement)s
               AND statement.state = 'draft'
          ) numbered
         WHERE statement.id = numbered.id
        """,
        prefix=prefix,
        settlement=settlement_id,
    )
