"""What a what-if leaves: the comparison, and how far it is; results forget what is deleted."""

from collections.abc import Mapping, Sequence
from datetime import date

from odoo.tools import SQL

from .chain import level_on_day


def compare(simulation_id: int, now: SQL, factors: Mapping[int, float], day: date) -> SQL:
    """Write the comparison: a line for each plan, each level and each member.

    :param now: SELECT of the ids of the ledger entries compared with
    :param factors: what one unit of each of their currencies is in that of the plan
    :param day: the day whose levels count
    """
    return SQL(
        """
        WITH amounts AS MATERIALIZED (%(amounts)s)
        INSERT INTO distribution_commission_simulation_line (
            simulation_id, dimension, plan_id, level_id, member_id, region_id, amount_now,
            amount_then, difference, outcome
        )
        SELECT %(simulation)s, dimension, plan_id, level_id, member_id, region_id, was, becomes,
               becomes - was,
               CASE WHEN becomes > was THEN 'gain' WHEN becomes < was THEN 'lose' ELSE 'same' END
          FROM (
            SELECT 'plan' AS dimension, plan_id, NULL::int AS level_id, NULL::int AS member_id,
                   NULL::int AS region_id, SUM(was) AS was, SUM(becomes) AS becomes
              FROM amounts GROUP BY plan_id
             UNION ALL
            SELECT 'level', NULL, level_id, NULL, NULL, SUM(was), SUM(becomes)
              FROM amounts GROUP BY level_id
             UNION ALL
            SELECT 'member', NULL, level_id, member_id, region_id, SUM(was), SUM(becomes)
              FROM amounts GROUP BY level_id, member_id, region_id
          ) line
        """,
        amounts=_amounts(simulation_id, now, factors, day),
        simulation=simulation_id,
    )


def _amounts(simulation_id: int, now: SQL, factors: Mapping[int, float], day: date) -> SQL:
    """What each member has of each plan, now and then, with its level and region."""
    return SQL(
        """
        SELECT total.plan_id, member.id AS member_id, member.region_id, %(level)s AS level_id,
               total.was, total.becomes
          FROM (
            SELECT plan_id, member_id, 0::numeric AS was, SUM(amount) AS becomes
              FROM distribution_commission_simulation_entry
             WHERE simulation_id = %(simulation)s
             GROUP BY plan_id, member_id
             UNION ALL
            SELECT entry.plan_id, entry.member_id,
                   ROUND(SUM(entry.amount) * factor.value, %(decimals)s), 0
              FROM public.distribution_commission_entry entry
              JOIN UNNEST(%(currencies)s::int[], %(values)s::numeric[]) AS factor (id, value)
                ON factor.id = entry.currency_id
             WHERE entry.id IN (%(now)s)
             GROUP BY entry.plan_id, entry.member_id, factor.value
          ) total
          JOIN distribution_member member ON member.id = total.member_id
        """,
        level=level_on_day(SQL("member"), SQL("%s::date", day)),
        simulation=simulation_id,
        decimals=_decimals(simulation_id),
        currencies=list(factors),
        values=list(factors.values()),
        now=now,
    )


def _decimals(simulation_id: int) -> SQL:
    return SQL(
        """
        (SELECT currency.decimal_places
           FROM distribution_commission_simulation simulation
           JOIN res_currency currency ON currency.id = simulation.currency_id
          WHERE simulation.id = %s)
        """,
        simulation_id,
    )


def report_progress(simulation_id: int, done: int, total: int) -> SQL:
    """Say how far a run is that nobody can look into; return one row: shall it stop?"""
    return SQL(
        """
        WITH told AS (
            INSERT INTO distribution_commission_simulation_progress (
                simulation_id, is_cancel, done, total
            ) VALUES (%(simulation)s, FALSE, %(done)s, %(total)s)
                ON CONFLICT (simulation_id, is_cancel)
                DO UPDATE SET done = EXCLUDED.done, total = EXCLUDED.total
        )
        SELECT EXISTS (
            SELECT 1 FROM distribution_commission_simulation_progress
             WHERE simulation_id = %(simulation)s AND is_cancel
        )
        """,
        simulation=simulation_id,
        done=done,
        total=total,
    )


def forget_progress(simulation_ids: Sequence[int]) -> SQL:
    """Forget what was said about runs."""
    return SQL(
        "DELETE FROM distribution_commission_simulation_progress WHERE simulation_id = ANY(%s)",
        list(simulation_ids),
    )


def delete_entries(simulation_ids: Sequence[int]) -> SQL:
    """Delete the results of runs."""
    return SQL(
        "DELETE FROM distribution_commission_simulation_entry WHERE simulation_id = ANY(%s)",
        list(simulation_ids),
    )


def forget_orders(order_ids: Sequence[int]) -> SQL:
    """Let results forget orders that are about to be deleted."""
    return SQL(
        """
        UPDATE distribution_commission_simulation_entry
           SET order_id = NULL, order_line_id = NULL
         WHERE order_id = ANY(%s)
        """,
        list(order_ids),
    )


def forget_order_lines(order_ids: Sequence[int], line_ids: Sequence[int]) -> SQL:
    """Let results forget lines of orders that are about to be deleted."""
    return SQL(
        """
        UPDATE distribution_commission_simulation_entry
           SET order_line_id = NULL
         WHERE order_id = ANY(%s) AND order_line_id = ANY(%s)
        """,
        list(order_ids),
        list(line_ids),
    )


def forget_rules(simulation_ids: Sequence[int], rule_ids: Sequence[int]) -> SQL:
    """Let results of a plan's runs forget rules that are about to be deleted."""
    return SQL(
        """
        UPDATE distribution_commission_simulation_entry
           SET rule_id = NULL
         WHERE simulation_id = ANY(%s) AND rule_id = ANY(%s)
        """,
        list(simulation_ids),
        list(rule_ids),
    )
