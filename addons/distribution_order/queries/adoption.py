"""Orders that customers placed before they were members."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def _day(time_zone: str) -> SQL:
    """Return the day of an order where the company is."""
    return SQL("(orders.date_order AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", time_zone)


def sales_of_customers(company_id: int, time_zone: str) -> SQL:
    """Return (partner_id, first_day, last_day) of the confirmed orders of each customer."""
    return SQL(
        """
        SELECT partner.commercial_partner_id AS partner_id, MIN(%(day)s) AS first_day,
               MAX(%(day)s) AS last_day
          FROM sale_order orders
          JOIN res_partner partner ON partner.id = orders.partner_id
         WHERE orders.state = 'sale' AND orders.company_id = %(company)s
         GROUP BY partner.commercial_partner_id
        """,
        day=_day(time_zone),
        company=company_id,
    )


def _unlinked(company_id: int, time_zone: str, since: date) -> SQL:
    """The FROM and WHERE of orders of members that do not name the member."""
    return SQL(
        """
          FROM sale_order orders
          JOIN res_partner partner ON partner.id = orders.partner_id
          JOIN distribution_member member
            ON member.partner_id = partner.commercial_partner_id
           AND member.company_id = orders.company_id
         WHERE orders.distribution_member_id IS NULL
           AND orders.company_id = %s
           AND %s >= %s
        """,
        company_id,
        _day(time_zone),
        since,
    )


def years(company_id: int, time_zone: str, since: date) -> SQL:
    """Return (year, currency, orders, confirmed orders, members, untaxed amount confirmed)."""
    return SQL(
        """
        SELECT EXTRACT(YEAR FROM %(day)s)::int AS year, orders.currency_id,
               COUNT(*) AS order_count,
               COUNT(*) FILTER (WHERE orders.state = 'sale') AS confirmed_count,
               COUNT(DISTINCT member.id) AS member_count,
               COALESCE(SUM(orders.amount_untaxed) FILTER (WHERE orders.state = 'sale'), 0)
                   AS amount
        %(unlinked)s
         GROUP BY 1, 2
         ORDER BY 1, 2
        """,
        day=_day(time_zone),
        unlinked=_unlinked(company_id, time_zone, since),
    )


def next_orders(company_id: int, time_zone: str, since: date, limit: int) -> SQL:
    """Return the ids of the next orders to link, the latest first."""
    return SQL(
        "SELECT orders.id %s ORDER BY orders.id DESC LIMIT %s",
        _unlinked(company_id, time_zone, since),
        limit,
    )


def companies_to_adopt(company_ids: Sequence[int]) -> SQL:
    """Return the companies that sell and have no member."""
    return SQL(
        """
        SELECT company.id
          FROM res_company company
         WHERE company.id = ANY(%s)
           AND NOT EXISTS (SELECT 1 FROM distribution_member WHERE company_id = company.id)
           AND EXISTS (SELECT 1 FROM sale_order
                        WHERE company_id = company.id AND state = 'sale')
        """,
        list(company_ids),
    )
