"""Step 3: what each plan in force sees of a movement that earns.

terms of plans -> exchange -> earning

Columns: plan terms, the movement's facts, the order's region, the product's categories,
`base_amount` in the plan's currency (half up, away from zero), `is_roomy`: the rules of the plan
cannot give what its cap allows, else `room`: what all beneficiaries together may get.
"""

from typing import NamedTuple

from odoo.tools import SQL

from .exchange import exchange, in_plan_currency, no_exchange


class InForce(NamedTuple):
    """Which plans see which days: those in force. A what-if lets its draft in, on other days.

    :ivar plans: condition on `plan`
    :ivar date_from: first day of the `plan` whose sales earn in its `company`
    :ivar date_to: last day of the `plan`, NULL: none
    """

    plans: SQL = SQL("plan.state IN ('active', 'closed')")
    date_from: SQL = SQL("GREATEST(plan.date_from, company.distribution_commission_start)")
    date_to: SQL = SQL("plan.date_to")


IN_FORCE = InForce()


def earning(
    which: SQL,
    in_force: InForce = IN_FORCE,
    *,
    has_currencies: bool = True,
    has_goods: bool = True,
    has_regions: bool = True,
) -> SQL:
    """Return the named steps, for a WITH, up to `earning`: the forward movements with the plans in
    force on their day.

    :param which: condition on `movement` and `plan`
    :param has_currencies: plans, sales and costs are not all in one currency
    :param has_goods: some rule is for a product or a category
    :param has_regions: some rule is for a region
    """
    return SQL(
        """
             plans AS MATERIALIZED (%(plans)s),
             exchange AS MATERIALIZED (%(exchange)s),
             earning AS MATERIALIZED (%(earning)s)
        """,
        plans=_plans(in_force),
        exchange=exchange(_movements(which)) if has_currencies else no_exchange(),
        earning=_earning(_facts(which, _goods(has_goods), _region(has_regions))),
    )


def sales(which: SQL, in_force: InForce) -> SQL:
    """Return the forward movements that plans see: id and the untaxed amount, rounded, in the
    plan's currency.
    """
    return SQL(
        """
        WITH plans AS MATERIALIZED (%(plans)s),
             exchange AS MATERIALIZED (%(exchange)s)
        SELECT movement.id AS movement_id, %(untaxed)s AS untaxed, plan.decimals
          FROM %(movements)s
     LEFT JOIN exchange
            ON exchange.plan_id = plan.id
           AND exchange.currency_id = movement.currency_id
           AND exchange.date = movement.date
        """,
        plans=_plans(in_force),
        exchange=exchange(_movements(which)),
        untaxed=in_plan_currency(SQL("untaxed"), SQL("sold")),
        movements=_movements(which),
    )


def _plans(in_force: InForce) -> SQL:
    """The plans that pay. `roomy_from`: of a larger base all beneficiaries together cannot get what
    the cap of the payout allows; unknown where rules give fixed sums.

    Every entry may be rounded up by half a coin: two for each depth, and the buyer's. The room
    itself is rounded down by less than another coin.
    """
    return SQL(
        """
        SELECT plan.id, plan.company_id, plan.trigger,
               %(date_from)s AS date_from, %(date_to)s AS date_to,
               plan.currency_id, plan.base, plan.max_depth, plan.on_inactive, plan.payout_cap,
               plan.hold_days, company.currency_id AS cost_currency_id,
               currency.decimal_places AS decimals,
               CASE WHEN plan.base <> 'quantity' AND plan.payout_cap > place.most
                    THEN (plan.max_depth + 2) * POWER(10::numeric, -currency.decimal_places) * 100
                         / (plan.payout_cap - place.most) END AS roomy_from
          FROM distribution_commission_plan plan
          JOIN res_currency currency ON currency.id = plan.currency_id
          JOIN res_company company ON company.id = plan.company_id
    CROSS JOIN LATERAL (%(most)s) place
         WHERE %(plans)s
        """,
        plans=in_force.plans,
        most=_most(),
        date_from=in_force.date_from,
        date_to=in_force.date_to,
    )


def _most() -> SQL:
    """What the rules of the joined `plan` give one sale at most, all beneficiaries together, in
    percent of the base.
    """
    return SQL(
        """
        SELECT CASE WHEN NOT BOOL_OR(best.is_fixed) THEN SUM(best.rate) END AS most
          FROM (
            SELECT MAX(rate) AS rate, BOOL_OR(fixed_amount <> 0) AS is_fixed
              FROM distribution_commission_rule
             WHERE plan_id = plan.id
               AND kind IN ('rebate', 'override', 'differential')
             GROUP BY kind, CASE kind WHEN 'override' THEN depth END
          ) best
        """
    )


def _movements(which: SQL) -> SQL:
    """The FROM item: each movement that earns beside each plan in force on its day."""
    return SQL(
        """
               distribution_commission_movement movement
          JOIN plans plan
            ON plan.company_id = movement.company_id
           AND plan.trigger = movement.trigger
           AND plan.date_from <= movement.date
           AND (plan.date_to IS NULL OR plan.date_to >= movement.date)
           AND movement.role = 'forward'
           AND %s
        """,
        which,
    )


def _earning(facts: SQL) -> SQL:
    return SQL(
        """
        SELECT facts.*,
               CASE WHEN NOT is_roomy THEN
                   TRUNC(ABS(COALESCE(untaxed_amount, base_amount)) * payout_cap * 0.01, decimals)
                   END AS room
          FROM (
            SELECT facts.*,
                   part = 0 AND COALESCE(ABS(base_amount) > roomy_from, FALSE) AS is_roomy
              FROM (%(facts)s) facts
          ) facts
        """,
        facts=facts,
    )


def _facts(which: SQL, goods: SQL, region: SQL) -> SQL:
    """The movement, the plan's terms, and what rules ask for."""
    return SQL(
        """
        SELECT movement.id AS movement_id, movement.trigger, movement.series_id,
               movement.part, movement.quantity <> movement.whole_quantity AS is_partial,
               movement.company_id, movement.order_id, movement.order_line_id,
               movement.move_line_id, movement.buyer_id, movement.date, movement.quantity,
               movement.whole_quantity,
               %(base)s AS base_amount, %(whole)s AS whole_amount,
               CASE plan.base WHEN 'quantity' THEN %(untaxed)s END AS untaxed_amount,
               plan.id AS plan_id, plan.currency_id, plan.base, plan.max_depth,
               plan.on_inactive, plan.payout_cap, plan.decimals, plan.roomy_from,
               movement.date + plan.hold_days AS available_date,
               goods.product_id, goods.categ_path, region.region_path
          FROM %(movements)s
     LEFT JOIN exchange
            ON exchange.plan_id = plan.id
           AND exchange.currency_id = movement.currency_id
           AND exchange.date = movement.date
    CROSS JOIN LATERAL (%(goods)s) goods
    CROSS JOIN LATERAL (%(region)s) region
        """,
        movements=_movements(which),
        goods=goods,
        region=region,
        base=_base(),
        untaxed=in_plan_currency(SQL("untaxed"), SQL("sold")),
        whole=in_plan_currency(SQL("whole_untaxed"), SQL("sold")),
    )


def _goods(is_asked: bool) -> SQL:
    """What was sold: the product, and where its category hangs; unknown where no rule asks."""
    if not is_asked:
        return SQL("SELECT NULL::int AS product_id, NULL::varchar AS categ_path")
    return SQL(
        """
        SELECT line.product_id, category.parent_path AS categ_path
          FROM sale_order_line line
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
     LEFT JOIN product_category category ON category.id = template.categ_id
         WHERE line.id = movement.order_line_id
        """
    )


def _region(is_asked: bool) -> SQL:
    """Where the order's region hangs; unknown where no rule asks."""
    if not is_asked:
        return SQL("SELECT NULL::varchar AS region_path")
    return SQL(
        """
        SELECT region.parent_path AS region_path
          FROM sale_order orders
     LEFT JOIN distribution_region region ON region.id = orders.distribution_region_id
         WHERE orders.id = movement.order_id
        """
    )


def _base() -> SQL:
    """What rates apply to. A margin is never below 0, nor above for what is taken back."""
    untaxed = in_plan_currency(SQL("untaxed"), SQL("sold"))
    return SQL(
        """
        CASE plan.base
            WHEN 'quantity' THEN movement.quantity
            WHEN 'taxed' THEN %(taxed)s
            WHEN 'untaxed' THEN %(untaxed)s
            WHEN 'margin' THEN
                CASE WHEN movement.quantity >= 0 THEN GREATEST(%(untaxed)s - %(cost)s, 0)
                     ELSE LEAST(%(untaxed)s - %(cost)s, 0) END
        END
        """,
        untaxed=untaxed,
        taxed=in_plan_currency(SQL("taxed"), SQL("sold")),
        cost=in_plan_currency(SQL("cost"), SQL("cost")),
    )
