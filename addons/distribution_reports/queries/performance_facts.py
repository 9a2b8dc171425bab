"""The amounts that performance is made of: targets, sales, what fell due, what came back."""

from odoo.tools import SQL


def facts(month, sources: dict[str, SQL]) -> SQL:
    """Return the members that a month is about with their amounts.

    Active members always are in it: who sleeps must be seen. Others are when they bought
    something, or have a target.
    """
    return SQL(
        """
        SELECT member.company_id, company.currency_id, member.id AS member_id, member.region_id,
               member.level_id, %(first)s::date AS date, %(amounts)s
          FROM distribution_member member
          JOIN res_company company ON company.id = member.company_id
          LEFT JOIN (%(sales)s) sales ON sales.member_id = member.id
          LEFT JOIN (%(target)s) target ON target.member_id = member.id
          LEFT JOIN (%(due)s) due ON due.member_id = member.id
          LEFT JOIN (%(returns)s) returns ON returns.member_id = member.id
         WHERE member.company_id = %(company)s
           AND (
               (member.state = 'active' AND member.active AND member.date_start < %(end)s)
               OR sales.actual <> 0
               OR target.month > 0
           )
        """,
        first=month.first,
        amounts=_amounts(),
        end=month.end,
        company=month.company_id,
        sales=_sales(month, sources["sales"]),
        target=_target(month),
        due=sources["punctuality"],
        returns=_returns(month, sources["returns"]),
    )


def _amounts() -> SQL:
    """Return the amounts of a member: none is nothing."""
    return SQL(
        """
            COALESCE(target.month, 0) AS target,
            COALESCE(sales.actual, 0) AS actual,
            COALESCE(sales.actual + sales.came_back, 0) AS ordered_amount,
            COALESCE(sales.came_back, 0) AS came_back_amount,
            COALESCE(sales.previous_actual, 0) AS previous_actual,
            COALESCE(sales.year_ago_actual, 0) AS year_ago_actual,
            COALESCE(target.ytd, 0) AS target_ytd,
            COALESCE(sales.actual_ytd, 0) AS actual_ytd,
            COALESCE(due.due_amount, 0) AS due_amount,
            COALESCE(due.paid_amount, 0) AS paid_amount,
            COALESCE(returns.delivered_amount, 0) AS delivered_amount,
            COALESCE(returns.returned_amount, 0) AS returned_amount
        """
    )


def _sales(month, bought) -> SQL:
    """Net sales of the month, of those it is compared with, and of the year so far."""
    return SQL(
        """
        SELECT sale.member_id,
               SUM(sale.amount_untaxed) FILTER (WHERE sale.date >= %(first)s) AS actual,
               SUM(sale.came_back) FILTER (WHERE sale.date >= %(first)s) AS came_back,
               SUM(sale.amount_untaxed)
                   FILTER (WHERE sale.date >= %(previous)s AND sale.date < %(first)s)
                   AS previous_actual,
               SUM(sale.amount_untaxed)
                   FILTER (WHERE sale.date >= %(year_ago)s AND sale.date < %(year_ago_end)s)
                   AS year_ago_actual,
               SUM(sale.amount_untaxed) FILTER (WHERE sale.date >= %(year_start)s) AS actual_ytd
          FROM %(bought)s sale
         WHERE sale.company_id = %(company)s
           AND sale.date < %(end)s
           AND (
               sale.date >= %(recent)s
               OR (sale.date >= %(year_ago)s AND sale.date < %(year_ago_end)s)
           )
         GROUP BY sale.member_id
        """,
        bought=bought,
        company=month.company_id,
        first=month.first,
        end=month.end,
        previous=month.previous,
        year_ago=month.year_ago,
        year_ago_end=month.year_ago_end,
        year_start=month.year_start,
        recent=min(month.previous, month.year_start),
    )


def _target(month) -> SQL:
    """What members are to buy in the month, and in the year up to its end."""
    names = [SQL.identifier(f"month_{number:02}") for number in range(1, month.first.month + 1)]
    return SQL(
        """
        SELECT member_id, %(month)s AS month, %(ytd)s AS ytd
          FROM distribution_target
         WHERE company_id = %(company)s
           AND year = %(year)s
           AND state = 'set'
           AND member_id IS NOT NULL
           AND categ_id IS NULL
        """,
        month=names[-1],
        ytd=SQL(" + ").join(names),
        company=month.company_id,
        year=month.first.year,
    )


def _returns(month, report) -> SQL:
    """What was delivered and what came back in the month."""
    return SQL(
        """
        SELECT rate.member_id,
               ROUND(SUM(rate.delivered_amount)::numeric, %(decimals)s) AS delivered_amount,
               ROUND(SUM(rate.returned_amount)::numeric, %(decimals)s) AS returned_amount
          FROM %(report)s rate
         WHERE rate.company_id = %(company)s
           AND rate.date >= %(since)s
           AND rate.date < %(until)s
         GROUP BY rate.member_id
        """,
        report=report,
        company=month.company_id,
        since=month.since,
        until=month.until,
        decimals=month.decimals,
    )
