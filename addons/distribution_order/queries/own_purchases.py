"""What members bought themselves. Never what stands below them: the law forbids to grade by it.

Figures come as text: the driver would make floats of exact numbers.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL


class Days(NamedTuple):
    """A period `[date_from, date_to)` and the one of the same length before it."""

    before: date
    date_from: date
    date_to: date


def own_purchases(member_ids: Sequence[int], days: Days, *, company_id: int, tz: str) -> SQL:
    """Return (member, bought in the period without tax and less returns), in company currency.

    Who bought nothing bought for zero. But a month in which no member of the company ordered
    anything has not been recorded: then nothing is known, and there are no rows at all.
    """
    return SQL(
        """
        WITH bought AS (%(bought)s)
        SELECT member.id, ROUND(COALESCE(SUM(bought.amount), 0), 2)::text
          FROM distribution_member member
          LEFT JOIN bought ON bought.member_id = member.id
         WHERE member.id = ANY(%(members)s)
           AND %(is_recorded)s
         GROUP BY member.id
        """,
        bought=_bought(member_ids, days.date_from, days.date_to, tz),
        members=list(member_ids),
        is_recorded=_is_recorded(company_id, days.date_from, days.date_to, tz),
    )


def growth(member_ids: Sequence[int], days: Days, *, company_id: int, tz: str) -> SQL:
    """Return (member, percent more than in the period before).

    Left out is who was no member all that time, and who bought nothing in the period before.
    """
    return SQL(
        """
        WITH bought AS (%(bought)s), compared AS (
            SELECT member_id,
                   COALESCE(SUM(amount) FILTER (WHERE day >= %(date_from)s), 0) AS now,
                   COALESCE(SUM(amount) FILTER (WHERE day < %(date_from)s), 0) AS before
              FROM bought
             GROUP BY member_id
        )
        SELECT member.id,
               ROUND((compared.now - compared.before) / compared.before * 100, 2)::text
          FROM compared
          JOIN distribution_member member ON member.id = compared.member_id
         WHERE compared.before > 0
           AND member.date_start <= %(before)s
           AND %(is_recorded)s
        """,
        bought=_bought(member_ids, days.before, days.date_to, tz),
        date_from=days.date_from,
        before=days.before,
        is_recorded=_is_recorded(company_id, days.before, days.date_to, tz),
    )


def total(member_id: int, date_from: date, date_to: date, tz: str) -> SQL:
    """Return one row: what a member bought in `[date_from, date_to)`, less what was refunded."""
    return SQL(
        "SELECT COALESCE(SUM(bought.amount), 0)::float FROM (%s) bought",
        _bought([member_id], date_from, date_to, tz),
    )


def orders(member_id: int, date_from: date, date_to: date, tz: str) -> SQL:
    """Return the ids of the orders that a member's figures are made of."""
    return SQL(
        """
        SELECT sale.id
          FROM sale_order sale
         WHERE sale.distribution_member_id = %(member)s
           AND sale.state = 'sale'
           AND %(within)s
         ORDER BY sale.date_order
        """,
        member=member_id,
        within=_within(SQL("sale.date_order"), date_from, date_to, tz),
    )


def _bought(member_ids, date_from, date_to, tz) -> SQL:
    """Return (member_id, day, amount): orders, and what was refunded for returned goods.

    Returns are orders with negative lines, or RMAs whose refund is posted; never both.
    """
    return SQL(
        """
        SELECT sale.distribution_member_id AS member_id,
               (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
               sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric AS amount
          FROM sale_order sale
         WHERE sale.state = 'sale'
           AND sale.distribution_member_id = ANY(%(members)s)
           AND %(within)s
         UNION ALL
        SELECT sale.distribution_member_id, refund.date, -line.balance
          FROM rma
          JOIN sale_order sale ON sale.id = rma.order_id
          JOIN account_move_line line ON line.id = rma.refund_line_id
          JOIN account_move refund ON refund.id = line.move_id AND refund.state = 'posted'
         WHERE sale.distribution_member_id = ANY(%(members)s)
           AND refund.date >= %(date_from)s
           AND refund.date < %(date_to)s
        """,
        tz=tz,
        members=list(member_ids),
        within=_within(SQL("sale.date_order"), date_from, date_to, tz),
        date_from=date_from,
        date_to=date_to,
    )


def _is_recorded(company_id, date_from, date_to, tz) -> SQL:
    """Return whether members of the company ordered something in each month of a period."""
    return SQL(
        """
        NOT EXISTS (
            SELECT FROM generate_series(
                       %(date_from)s::timestamp, %(date_to)s::timestamp - interval '1 day',
                       interval '1 month'
                   ) AS month (start)
             WHERE NOT EXISTS (
                   SELECT FROM sale_order sale
                    WHERE sale.company_id = %(company)s
                      AND sale.state = 'sale'
                      AND sale.distribution_member_id IS NOT NULL
                      AND sale.date_order >= month.start AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'
                      AND sale.date_order <
                          (month.start + interval '1 month') AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'
                   )
        )
        """,
        company=company_id,
        date_from=date_from,
        date_to=date_to,
        tz=tz,
    )


def _within(moment, date_from, date_to, tz) -> SQL:
    """Return whether a moment in UTC lies in a period of days of a time zone."""
    return SQL(
        "%(moment)s >= %(date_from)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'"
        " AND %(moment)s < %(date_to)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'",
        moment=moment,
        date_from=date_from,
        date_to=date_to,
        tz=tz,
    )
