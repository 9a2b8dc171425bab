"""How much of what fell due members had paid in full by the day it was due."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def punctuality(member_ids: Sequence[int], date_from: date, date_to: date) -> SQL:
    """Return (member, percent by amount of its invoices' instalments paid in full in time).

    Who had nothing to pay is left out. Paid is what was matched by payments, credit notes or other
    entries dated on the due day at the latest.
    """
    return SQL(
        """
        SELECT paid.member_id,
               ROUND(paid.paid_amount / paid.due_amount * 100, 2)::text  -- no float of it
          FROM (%s) paid
        """,
        amounts(member_ids, date_from, date_to),
    )


def amounts(member_ids: Sequence[int], date_from: date, date_to: date) -> SQL:
    """Return (member, what fell due, what of it was paid in full in time) of the same."""
    return SQL(
        """
        SELECT due.member_id,
               SUM(due.balance) AS due_amount,
               COALESCE(SUM(due.balance) FILTER (WHERE paid.amount >= due.amount), 0)
                   AS paid_amount
          FROM (%(due)s) due
          LEFT JOIN (
               SELECT part.debit_move_id AS line_id, SUM(part.debit_amount_currency) AS amount
                 FROM (%(due)s) due
                 JOIN account_partial_reconcile part
                   ON part.debit_move_id = due.line_id AND part.max_date <= due.day
                GROUP BY part.debit_move_id
          ) paid ON paid.line_id = due.line_id
         GROUP BY due.member_id
        """,
        due=_due(member_ids, date_from, date_to),
    )


def invoices(member_id: int, date_from: date, date_to: date) -> SQL:
    """Return the ids of a member's invoices of which something fell due in a period."""
    return SQL("SELECT DISTINCT due.move_id FROM (%s) due", _due([member_id], date_from, date_to))


def _due(member_ids, date_from, date_to) -> SQL:
    """Return the instalments that fell due: a whole invoice has one."""
    return SQL(
        """
        SELECT member.id AS member_id, move.id AS move_id, line.id AS line_id,
               line.date_maturity AS day, line.balance, line.amount_currency AS amount
          FROM distribution_member member
          JOIN account_move move
            ON move.commercial_partner_id = member.partner_id
           AND move.company_id = member.company_id
           AND move.move_type = 'out_invoice'
           AND move.state = 'posted'
          JOIN account_move_line line
            ON line.move_id = move.id
           AND line.display_type = 'payment_term'
           AND line.balance > 0
         WHERE member.id = ANY(%(members)s)
           AND line.date_maturity >= %(date_from)s
           AND line.date_maturity < %(date_to)s
        """,
        members=list(member_ids),
        date_from=date_from,
        date_to=date_to,
    )
