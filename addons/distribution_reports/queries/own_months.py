"""What one member bought in each month."""

from datetime import date

from odoo.tools import SQL

from .sales_facts import current_months


def own_months(member_id: int, since: date) -> SQL:
    """Return (first day of the month, net amount in the company's currency) of a member."""
    return SQL(
        """
        SELECT date, SUM(amount_net)::float
          FROM (%s) month
         WHERE member_id = %s AND date >= %s
         GROUP BY date
        """,
        current_months(),
        member_id,
        since,
    )
