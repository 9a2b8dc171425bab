"""What a member has earned and given back since its last statement."""

from datetime import date

from odoo.tools import SQL


def open_balance(member_id: int, today: date) -> SQL:
    """One row (not settled yet, of it on hold) in the currency of the member's entries; what
    stands in a draft is not settled yet.
    """
    return SQL(
        """
        SELECT COALESCE(sum(entry.amount), 0),
               COALESCE(sum(entry.amount) FILTER (WHERE entry.available_date > %(today)s), 0)
          FROM distribution_commission_entry entry
         WHERE entry.member_id = %(member)s
           AND (entry.statement_id IS NULL OR entry.statement_id IN (
               SELECT statement.id FROM distribution_statement statement
                WHERE statement.member_id = %(member)s AND statement.state = 'draft'))
        """,
        member=member_id,
        today=today,
    )
