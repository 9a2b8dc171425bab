"""Volume and target: what a measuring period gives by now, less what it gave before (true-up).

touched -> earning -> chain -> bundles -> matching -> volumes -> worth -> written

A period is looked at again when it is not over yet, or when something was recorded of it since the
settlement before. Returns lower the volume of the period, and of the chain, of the sale.
"""

from typing import NamedTuple

from odoo.tools import SQL

from .bundles import bundles
from .chain import chain
from .earning import IN_FORCE, InForce, earning
from .matching import PERIOD_SEATS, matching, terms
from .measuring_period import next_period, period_start


class Scope(NamedTuple):
    """Which bonuses a run looks at.

    :ivar settlement: SELECT of one row: company_id, cycle_id, date_from, date_to, and looked_at,
        since when nobody has looked (NULL: never)
    :ivar in_force: which plans see which days
    :ivar periods: condition on `settlement` and on `period`, with start and end (exclusive)
    :ivar members: condition on `settlement`, `plan` and `member`
    """

    settlement: SQL
    in_force: InForce = IN_FORCE
    periods: SQL = SQL("TRUE")
    members: SQL = SQL("COALESCE(member.settlement_cycle_id, plan.cycle_id) = settlement.cycle_id")


def insert_bonuses(settlement_id: int) -> SQL:
    """Write the true-ups of a settlement, for the members it settles; return one row: how many."""
    return insert_true_ups(Scope(_settlement(settlement_id)))


def insert_true_ups(scope: Scope) -> SQL:
    """Write what the periods in scope give by now and have not given; return one row: how many."""
    return SQL(
        """
        WITH settlement AS (%(settlement)s),
             touched AS MATERIALIZED (%(touched)s),
             %(earning)s,
             chain AS MATERIALIZED (%(chain)s),
             terms AS MATERIALIZED (%(terms)s),
             bundles AS MATERIALIZED (%(bundles)s),
             matching AS (%(matching)s),
             volumes AS (%(volumes)s),
             given AS (%(given)s),
             worth AS (%(worth)s),
             written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        settlement=scope.settlement,
        touched=_touched(scope),
        earning=earning(_in_touched_period(), scope.in_force),
        chain=chain(is_whole=True),
        terms=terms(PERIOD_SEATS),
        bundles=bundles(SQL("taken.date <= (SELECT date_to FROM settlement)")),
        matching=matching(is_bonus=True),
        volumes=_volumes(),
        given=_given(),
        worth=_worth(),
        written=_write(scope),
    )


def _settlement(settlement_id: int) -> SQL:
    """The settlement, and since when its cycle has not looked."""
    return SQL(
        """
        SELECT settlement.*, (
               SELECT MAX(earlier.create_date)
                 FROM distribution_settlement earlier
                WHERE earlier.cycle_id = settlement.cycle_id
                  AND earlier.company_id = settlement.company_id
                  AND earlier.state NOT IN ('draft', 'computed')
                  AND earlier.date_to < settlement.date_from
               ) AS looked_at
          FROM distribution_settlement settlement
         WHERE settlement.id = %s
        """,
        settlement_id,
    )


def _touched(scope: Scope) -> SQL:
    """The measuring periods to look at: plan_id, measure_period, period_start, period_end."""
    return SQL(
        """
        SELECT DISTINCT plan.id AS plan_id, unit.measure_period, period.start AS period_start,
               period.end AS period_end
          FROM settlement
          JOIN distribution_commission_plan plan
            ON plan.company_id = settlement.company_id
           AND %(plans)s
          JOIN (
               SELECT DISTINCT plan_id, measure_period
                 FROM distribution_commission_rule
                WHERE kind IN ('volume', 'target')
               ) unit ON unit.plan_id = plan.id
          JOIN distribution_commission_movement movement
            ON movement.company_id = plan.company_id
           AND movement.trigger = plan.trigger
           AND movement.date <= settlement.date_to
          JOIN distribution_commission_movement sold
            ON sold.id = COALESCE(movement.origin_id, movement.id)
    CROSS JOIN LATERAL (SELECT %(start)s AS start) begun
    CROSS JOIN LATERAL (SELECT begun.start, %(end)s AS end) period
         WHERE (settlement.looked_at IS NULL
                OR movement.posted_at >= settlement.looked_at
                OR sold.date >= %(open_since)s)
           AND %(periods)s
        """,
        plans=scope.in_force.plans,
        periods=scope.periods,
        start=period_start(SQL("unit.measure_period"), SQL("sold.date")),
        end=next_period(SQL("unit.measure_period"), SQL("begun.start")),
        open_since=period_start(SQL("unit.measure_period"), SQL("settlement.date_from")),
    )


def _in_touched_period() -> SQL:
    return SQL(
        """
        movement.date <= (SELECT date_to FROM settlement)
        AND EXISTS (
            SELECT 1
              FROM touched
             WHERE touched.plan_id = plan.id
               AND movement.date >= touched.period_start
               AND movement.date < touched.period_end
        )
        """
    )


def _volumes() -> SQL:
    """What stands by the settlement's last day, per rule, member and period."""
    return SQL(
        """
        SELECT counted.company_id, counted.plan_id, counted.rule_id, counted.kind,
               counted.member_id, counted.currency_id, counted.decimals, touched.period_start,
               SUM(counted.base_amount) AS volume
          FROM matching counted
          JOIN touched
            ON touched.plan_id = counted.plan_id
           AND touched.measure_period = counted.measure_period
           AND touched.period_start = %(start)s
         WHERE counted.is_earning
         GROUP BY counted.company_id, counted.plan_id, counted.rule_id, counted.kind,
                  counted.member_id, counted.currency_id, counted.decimals,
                  touched.period_start
        """,
        start=period_start(SQL("counted.measure_period"), SQL("counted.date")),
    )


def _given() -> SQL:
    """What the rules have given for the touched periods so far."""
    return SQL(
        """
        SELECT entry.company_id, entry.plan_id, entry.rule_id, entry.kind, entry.member_id,
               entry.currency_id, entry.period_start, SUM(entry.amount) AS amount,
               MAX(entry.sequence) AS sequence
          FROM touched
          JOIN distribution_commission_rule rule
            ON rule.plan_id = touched.plan_id
           AND rule.measure_period = touched.measure_period
          JOIN distribution_commission_entry entry
            ON entry.rule_id = rule.id
           AND entry.period_start = touched.period_start
         GROUP BY entry.company_id, entry.plan_id, entry.rule_id, entry.kind, entry.member_id,
                  entry.currency_id, entry.period_start
        """
    )


def _worth() -> SQL:
    """What each volume is worth by the rule, and what of it was given already."""
    return SQL(
        """
        SELECT period.*, paid.rate,
               CASE WHEN rule.period_cap > 0 THEN LEAST(paid.amount, rule.period_cap)
                    ELSE paid.amount END AS amount,
               paid.amount AS uncapped
          FROM (
            SELECT company_id, plan_id, rule_id, kind, member_id, currency_id, period_start,
                   COALESCE(volumes.volume, 0) AS volume, COALESCE(given.amount, 0) AS given,
                   COALESCE(given.sequence + 1, 0) AS sequence
              FROM volumes
         FULL JOIN given USING (
                       company_id, plan_id, rule_id, kind, member_id, currency_id, period_start)
          ) period
          JOIN distribution_commission_rule rule ON rule.id = period.rule_id
          JOIN res_currency currency ON currency.id = period.currency_id
    CROSS JOIN LATERAL (%(tiers)s) tier
    CROSS JOIN LATERAL (
               SELECT CASE WHEN tier.count > 0 AND rule.tier_mode = 'cliff' THEN tier.reached_rate
                           WHEN tier.count > 0 OR rule.fixed_amount <> 0 THEN 0
                           ELSE rule.rate END AS rate,
                      CASE WHEN period.volume <= 0 THEN 0
                           WHEN period.volume < rule.target_amount THEN 0
                           WHEN rule.kind = 'target' AND rule.fixed_amount <> 0
                               THEN rule.fixed_amount
                           WHEN tier.count > 0 AND rule.tier_mode = 'marginal'
                               THEN ROUND(tier.sliced, currency.decimal_places)
                           WHEN tier.count > 0 THEN
                               ROUND(period.volume * tier.reached_rate / 100,
                                     currency.decimal_places)
                           ELSE ROUND(period.volume * rule.rate / 100, currency.decimal_places)
                      END AS amount
          ) paid
        """,
        tiers=_tiers(),
    )


def _tiers() -> SQL:
    """Both readings of the rule's tiers for the volume: each slice at its rate, or all at one."""
    return SQL(
        """
        SELECT COUNT(*) AS count,
               COALESCE(SUM(GREATEST(LEAST(period.volume, upper) - threshold, 0) * rate / 100), 0)
                   AS sliced,
               COALESCE((ARRAY_AGG(rate ORDER BY threshold DESC)
                             FILTER (WHERE threshold <= period.volume))[1], 0) AS reached_rate
          FROM (
            SELECT threshold, tier.rate,
                   COALESCE(LEAD(threshold) OVER (ORDER BY threshold), period.volume) AS upper
              FROM distribution_commission_tier tier
             WHERE tier.rule_id = rule.id
          ) step
        """
    )


def _write(scope: Scope) -> SQL:
    """One row per difference, on the last day of the settlement; a second run finds none.

    Only for the members that the settlement's cycle settles.
    """
    return SQL(
        """
        INSERT INTO distribution_commission_entry (
            company_id, plan_id, rule_id, kind, depth, member_id, sequence, period_start, quantity,
            base_amount, rate, fixed_amount, uncapped_amount, capped_by, amount, currency_id,
            date, available_date, posted_at
        )
        SELECT worth.company_id, worth.plan_id, worth.rule_id, worth.kind, 0, worth.member_id,
               worth.sequence, worth.period_start, 0, worth.volume, worth.rate, 0,
               CASE WHEN worth.amount < worth.uncapped THEN worth.uncapped - worth.given END,
               CASE WHEN worth.amount < worth.uncapped THEN 'period_cap' END,
               worth.amount - worth.given, worth.currency_id, settlement.date_to,
               settlement.date_to, NOW() AT TIME ZONE 'UTC'
          FROM worth
    CROSS JOIN settlement
          JOIN distribution_commission_plan plan ON plan.id = worth.plan_id
          JOIN distribution_member member ON member.id = worth.member_id
         WHERE worth.amount <> worth.given
           AND %s
        ON CONFLICT DO NOTHING
        RETURNING 1
        """,
        scope.members,
    )
