"""What whole branches bought, month by month."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def branch_sales(member_ids: Sequence[int], date_from: date, date_split: date, tz: str) -> SQL:
    """Return (member id, bought since `date_split`, bought from `date_from` until then), in the
    company's currency: of each member that is named and of those who stood below it on the day.
    """
    return SQL(
        """
        WITH branch (root_id, member_id, date_from, date_to) AS (
            SELECT id, id, NULL::date, NULL::date
              FROM distribution_member
             WHERE id = ANY(%(members)s)
             UNION ALL
            SELECT ancestor_id, member_id, date_from, date_to
              FROM distribution_member_closure
             WHERE ancestor_id = ANY(%(members)s)
               AND (date_to IS NULL OR date_to > %(date_from)s)
        ), sold AS (
            SELECT sale.distribution_member_id AS member_id,
                   (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
                   sale.amount_total / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS amount
              FROM sale_order sale
             WHERE sale.state = 'sale'
               AND sale.distribution_member_id IN (SELECT member_id FROM branch)
               -- a day early: no time zone may cut off anything
               AND sale.date_order >= %(date_from)s::date - 1
        )
        SELECT branch.root_id,
               COALESCE(SUM(sold.amount) FILTER (WHERE sold.day >= %(date_split)s), 0)::float,
               COALESCE(SUM(sold.amount) FILTER (WHERE sold.day < %(date_split)s), 0)::float
          FROM branch
          JOIN sold ON sold.member_id = branch.member_id
                   AND sold.day >= %(date_from)s
                   AND (branch.date_from IS NULL OR branch.date_from <= sold.day)
                   AND (branch.date_to IS NULL OR branch.date_to > sold.day)
         GROUP BY branch.root_id
        """,
        members=list(member_ids),
        date_from=date_from,
        date_split=date_split,
        tz=tz,
    )
