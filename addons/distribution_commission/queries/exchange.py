"""What was sold, and what it cost, in the currency of the plan that pays on it."""

from odoo.tools import SQL


def exchange(movements: SQL) -> SQL:
    """Return the rates of the days on which something was sold, or cost, in another currency than
    the plan's. Amounts are multiplied by `to`, then divided by `of`: what ends in half a coin does
    so exactly.

    :param movements: FROM item of each `movement` beside its `plan`
    """
    return SQL(
        """
        SELECT movement.plan_id, movement.currency_id, movement.date,
               %(sold_to)s AS sold_to, %(sold_of)s AS sold_of,
               %(cost_to)s AS cost_to, %(cost_of)s AS cost_of
          FROM (
            SELECT DISTINCT plan.id AS plan_id, movement.currency_id, movement.date
              FROM %(movements)s
             WHERE plan.currency_id <> movement.currency_id
                OR plan.currency_id <> plan.cost_currency_id
          ) movement
          JOIN plans plan ON plan.id = movement.plan_id
          JOIN res_company company ON company.id = plan.company_id
        """,
        movements=movements,
        sold_to=_rate_between(SQL("movement.currency_id"), SQL("plan.currency_id")),
        sold_of=_rate_between(SQL("movement.currency_id"), SQL("movement.currency_id")),
        cost_to=_rate_between(SQL("plan.cost_currency_id"), SQL("plan.currency_id")),
        cost_of=_rate_between(SQL("plan.cost_currency_id"), SQL("plan.cost_currency_id")),
    )


def no_exchange() -> SQL:
    """Return the columns of `exchange` without a row: all is in one currency."""
    return SQL(
        """
        SELECT NULL::int AS plan_id, NULL::int AS currency_id, NULL::date AS date, 1 AS sold_to,
               1 AS sold_of, 1 AS cost_to, 1 AS cost_of
         WHERE FALSE
        """
    )


def in_plan_currency(column: SQL, what: SQL) -> SQL:
    """Return an amount of the movement in the plan's currency.

    :param what: `sold` or `cost`: which rate of `exchange`
    """
    return SQL(
        "ROUND(CASE WHEN exchange.plan_id IS NULL THEN movement.%(column)s"
        " ELSE movement.%(column)s * %(what)s_to / %(what)s_of END, plan.decimals)",
        column=column,
        what=what,
    )


def _rate_between(source: SQL, currency: SQL) -> SQL:
    """The rate of `currency` where `source` is converted to the plan's currency, else 1."""
    return SQL(
        "CASE WHEN %(source)s = plan.currency_id THEN 1 ELSE %(rate)s END",
        source=source,
        rate=_rate(currency),
    )


def _rate(currency: SQL) -> SQL:
    """The rate as `res.currency` reads it: the latest on or before the day, else the first."""
    rates = SQL(
        """
        SELECT rate.rate FROM res_currency_rate rate
         WHERE rate.currency_id = %s
           AND (rate.company_id IS NULL
                OR rate.company_id = split_part(company.parent_path, '/', 1)::int)
        """,
        currency,
    )
    return SQL(
        """
        COALESCE(
            (%(rates)s AND rate.name <= movement.date
                ORDER BY rate.company_id, rate.name DESC LIMIT 1),
            (%(rates)s ORDER BY rate.company_id, rate.name LIMIT 1),
            1)
        """,
        rates=rates,
    )
