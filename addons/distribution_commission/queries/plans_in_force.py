"""The plans that pay, and what their rules ask of the engine."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from odoo.tools import SQL

from .earning import IN_FORCE
from .entries import Features


class PlanInForce(NamedTuple):
    """A row of `plans_in_force`."""

    id: int
    trigger: str
    is_caught_up: bool
    has_differential: bool
    has_period_cap: bool
    has_goods: bool
    has_regions: bool
    has_rivals: bool
    currency_id: int
    cost_currency_id: int


def needed_features(
    plans: Sequence[PlanInForce],
    currency_ids: Iterable[int],
    *,
    has_parts: bool,
    has_many: bool = False,
) -> Features:
    """Return which costly steps of the engine the plans need.

    :param currency_ids: of the movements
    :param has_parts: some movement is not the first part of its whole
    :param has_many: there are many movements
    """
    own = {id_ for plan in plans for id_ in (plan.currency_id, plan.cost_currency_id)}
    return Features(
        parts=has_parts,
        differentials=any(plan.has_differential for plan in plans),
        period_caps=any(plan.has_period_cap for plan in plans),
        rivals=any(plan.has_rivals for plan in plans),
        currencies=len({*currency_ids} | own) > 1,
        goods=any(plan.has_goods for plan in plans),
        regions=any(plan.has_regions for plan in plans),
        many=has_many,
    )


def plans_in_force(which: SQL = IN_FORCE.plans, *, is_kept: bool = True) -> SQL:
    """Return the plans of all companies that pay: id, trigger, and what its rules need.

    :param which: condition on `plan`
    :param is_kept: nobody may change them before the transaction ends
    """
    return SQL(
        """
        SELECT plan.id, plan.trigger, COALESCE(plan.is_caught_up, FALSE),
               asked.has_differential, asked.has_period_cap, asked.has_goods, asked.has_regions,
               EXISTS (SELECT 1 FROM distribution_commission_rule rule
                        WHERE rule.plan_id = plan.id
                          AND rule.kind IN ('rebate', 'override', 'differential')
                        GROUP BY rule.kind, CASE rule.kind WHEN 'override' THEN rule.depth END
                       HAVING COUNT(*) > 1),
               plan.currency_id, company.currency_id
          FROM distribution_commission_plan plan
          JOIN res_company company ON company.id = plan.company_id
    CROSS JOIN LATERAL (
               SELECT COUNT(*) FILTER (WHERE kind = 'differential') > 0 AS has_differential,
                      COUNT(*) FILTER (WHERE period_cap > 0) > 0 AS has_period_cap,
                      COUNT(product_id) + COUNT(categ_id) > 0 AS has_goods,
                      COUNT(region_id) > 0 AS has_regions
                 FROM distribution_commission_rule
                WHERE plan_id = plan.id
               ) asked
         WHERE %s
           %s
        """,
        which,
        SQL("FOR SHARE OF plan") if is_kept else SQL(),
    )


def plan_quickly(is_quick: bool) -> SQL:
    """Let the server join in the order written, until told otherwise: for a few orders it takes
    longer to look for a better order than to run.
    """
    limit = "1" if is_quick else "8"
    return SQL(
        "SELECT set_config('join_collapse_limit', %(limit)s, TRUE),"
        " set_config('from_collapse_limit', %(limit)s, TRUE)",
        limit=limit,
    )


def known_movements() -> SQL:
    """Return one row: of how many movements the planner knows what is in them.

    The number survives when an ANALYZE is rolled back; what it found does not.
    """
    return SQL(
        """
        SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_stats
                                  WHERE schemaname = relnamespace::regnamespace::text
                                    AND tablename = relname)
                    THEN reltuples ELSE 0 END
          FROM pg_class
         WHERE oid = 'distribution_commission_movement'::regclass
        """
    )
