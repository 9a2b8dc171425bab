"""What-if: the movements of past days, replayed by the engine for one plan, in a `sandbox`."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL

from . import recording
from .clawback import fraction_standing
from .earning import InForce, sales
from .measuring_period import next_period
from .period_bonus import Scope
from .plans_in_force import PlanInForce


class Replay(NamedTuple):
    """What is replayed: as if the plan had been in force on these days, both included.

    :ivar plan: what the engine must know of it
    :ivar is_kept_up: some plan pays on its trigger: what is recorded for it is complete
    :ivar since: first day of the earliest measuring period that ends in them
    :ivar today: returns up to this day count
    """

    plan: PlanInForce
    is_kept_up: bool
    company_id: int
    date_from: date
    date_to: date
    since: date
    today: date


def find_orders(replay: Replay) -> SQL:
    """Return the orders with something that earns on the days looked at, the earliest first."""
    days = (replay.since, replay.date_to) if replay.plan.trigger == "confirmed" else ()
    scope = SQL(
        "orders.company_id = %s AND %s",
        replay.company_id,
        recording.order_scope(None, *days),  # other events have days of their own
    )
    documents = SQL(" UNION ALL ").join(
        SQL("SELECT order_id, date, quantity FROM (%s) source", select(scope))
        for select in recording.FORWARD_SOURCES[replay.plan.trigger]
    )
    return SQL(
        """
        SELECT order_id
          FROM (
            %(documents)s
             UNION ALL
            SELECT order_id, date, quantity
              FROM public.distribution_commission_movement
             WHERE company_id = %(company)s
               AND trigger = %(trigger)s
               AND role = 'forward'
          ) fact
         WHERE quantity <> 0
           AND date BETWEEN %(since)s AND %(date_to)s
         GROUP BY order_id
         ORDER BY MIN(date), order_id
        """,
        documents=documents,
        company=replay.company_id,
        trigger=replay.plan.trigger,
        since=replay.since,
        date_to=replay.date_to,
    )


def copy_movements(replay: Replay, order_ids: Sequence[int]) -> SQL:
    """Copy what the ledger recorded of the orders into the sandbox."""
    return SQL(
        """
        INSERT INTO pg_temp.distribution_commission_movement
        SELECT *
          FROM public.distribution_commission_movement
         WHERE order_id = ANY(%s) AND trigger = %s
            ON CONFLICT DO NOTHING
        """,
        list(order_ids),
        replay.plan.trigger,
    )


def describe_movements() -> SQL:
    """Return one row: of the movements in the sandbox, is one a later part, does one take back, and
    which currencies are there?
    """
    return SQL(
        """
        SELECT COALESCE(BOOL_OR(part > 0), FALSE), COALESCE(BOOL_OR(role <> 'forward'), FALSE),
               COALESCE(ARRAY_AGG(DISTINCT currency_id), '{}')
          FROM distribution_commission_movement
        """
    )


def in_force(replay: Replay) -> InForce:
    """Return that the plan sees the days replayed, whatever its own state and dates."""
    return _in_force(replay, replay.date_from)


def _in_force(replay: Replay, since: date) -> InForce:
    return InForce(
        plans=SQL("plan.id = %s", replay.plan.id),
        date_from=SQL("%s::date", since),
        date_to=SQL("%s::date", replay.date_to),
    )


def bonuses(replay: Replay) -> Scope:
    """Return the scope of the bonuses for the measuring periods that end on the days replayed, as
    the settlements up to today would have given them, to all members.
    """
    return Scope(
        settlement=SQL(
            """
            SELECT %s AS company_id, NULL::int AS cycle_id, %s::date AS date_from,
                   %s::date AS date_to, NULL::timestamp AS looked_at
            """,
            replay.company_id,
            replay.date_from,
            replay.today,
        ),
        in_force=_in_force(replay, replay.since),
        periods=SQL("period.end - 1 BETWEEN %s AND %s", replay.date_from, replay.date_to),
        members=SQL("TRUE"),
    )


def keep_entries(simulation_id: int) -> SQL:
    """Copy the sandbox's entries into the table of results; a bonus is of its period's last day."""
    return SQL(
        """
        INSERT INTO distribution_commission_simulation_entry (
            simulation_id, company_id, plan_id, rule_id, kind, depth, member_id, buyer_id,
            order_id, order_line_id, period_start, quantity, base_amount, rate, fixed_amount,
            uncapped_amount, capped_by, amount, currency_id, date, is_clawback
        )
        SELECT %(simulation)s, entry.company_id, entry.plan_id, entry.rule_id, entry.kind,
               entry.depth, entry.member_id, entry.buyer_id, entry.order_id, entry.order_line_id,
               entry.period_start, entry.quantity, entry.base_amount, entry.rate,
               entry.fixed_amount, entry.uncapped_amount, entry.capped_by, entry.amount,
               entry.currency_id,
               CASE WHEN entry.period_start IS NULL THEN entry.date ELSE %(end)s - 1 END,
               entry.origin_id IS NOT NULL
          FROM pg_temp.distribution_commission_entry entry
          JOIN distribution_commission_rule rule ON rule.id = entry.rule_id
        """,
        simulation=simulation_id,
        end=next_period(SQL("rule.measure_period"), SQL("entry.period_start")),
    )


def sum_sales(replay: Replay) -> SQL:
    """Return one row: untaxed sales of the days in the plan's currency, less what was returned or
    credited since.
    """
    return SQL(
        """
        SELECT COALESCE(SUM(ROUND(sale.untaxed * standing.part / standing.whole,
                                  sale.decimals)), 0)
          FROM (%(sales)s) sale
          JOIN distribution_commission_movement sold ON sold.id = sale.movement_id
    CROSS JOIN LATERAL (%(standing)s) standing
        """,
        sales=sales(SQL("TRUE"), in_force(replay)),
        standing=fraction_standing(SQL("sold"), SQL("TRUE")),
    )
