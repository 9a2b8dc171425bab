"""Step 7: the caps, in this order: per entry, per movement, per rule, member and period.

Each only lowers. Negative amounts (lines that take back nothing known) are capped alike.
`capped_by` names the last cap that lowered an amount.
"""

from odoo.tools import SQL

from .measuring_period import next_period, period_start
from .undone import is_undone


def caps(has_period_caps: bool) -> SQL:
    """Return `scaled_amounts` with the columns `amount` and `capped_by`.

    What is cut off so far is the most by which the sums so far exceed the room that the period's
    earlier entries leave; a negative amount makes room again for what follows it.

    :param has_period_caps: some rule has a cap per period
    """
    if not has_period_caps:
        return SQL("SELECT *, scaled AS amount FROM scaled_amounts")
    return SQL(
        """
        SELECT period.*,
               CASE WHEN period_cap = 0 THEN scaled
                    ELSE scaled - GREATEST(MAX(excess) OVER so_far, 0)
                         + GREATEST(MAX(excess) OVER before, 0) END AS amount
          FROM (
            SELECT movement.*, capped_period.start AS capped_from,
                   SUM(scaled) OVER (
                       PARTITION BY rule_id, member_id, capped_period.start
                           ORDER BY date, movement_id
                   ) - GREATEST(period_cap - COALESCE(earlier.amount, 0), 0) AS excess
              FROM scaled_amounts movement
        CROSS JOIN LATERAL (
                   SELECT %(start)s AS start
              ) capped_period
         LEFT JOIN LATERAL (%(earlier)s) earlier ON movement.period_cap > 0
          ) period
        WINDOW so_far AS (
                   PARTITION BY rule_id, member_id, capped_from ORDER BY date, movement_id
                   ROWS UNBOUNDED PRECEDING),
               before AS (
                   PARTITION BY rule_id, member_id, capped_from ORDER BY date, movement_id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        """,
        start=period_start(SQL("measure_period"), SQL("date")),
        earlier=_earlier_in_period(),
    )


def _earlier_in_period() -> SQL:
    """What stands of the rule's entries of this member in the period, returns taken off."""
    return SQL(
        """
        SELECT SUM(entry.amount) + COALESCE(SUM(back.amount), 0) AS amount
          FROM distribution_commission_entry entry
     LEFT JOIN LATERAL (
               SELECT SUM(reversal.amount) AS amount
                 FROM distribution_commission_entry reversal
                WHERE reversal.origin_id = entry.id
          ) back ON TRUE
         WHERE entry.rule_id = movement.rule_id
           AND entry.member_id = movement.member_id
           AND entry.origin_id IS NULL
           AND entry.date >= capped_period.start
           AND entry.date < %(end)s
           AND entry.movement_id <> movement.movement_id
           -- undone in this run, not taken back yet: it is recorded anew
           AND NOT %(is_undone)s
        """,
        end=next_period(SQL("movement.measure_period"), SQL("capped_period.start")),
        is_undone=is_undone(SQL("entry.movement_id")),
    )


def limited() -> SQL:
    """Return `amounts` with the column `limited`, below the cap of the entry."""
    return SQL(
        """
        SELECT amounts.*,
               CASE WHEN max_amount > 0 AND ABS(uncapped) > max_amount
                    THEN SIGN(uncapped) * max_amount ELSE uncapped END AS limited
          FROM amounts
        """
    )


def crowded() -> SQL:
    """Return the `limited_amounts` of movements that could give more than their room, with the
    column `total` of the movement.
    """
    return SQL(
        """
        SELECT limited_amounts.*,
               SUM(ABS(limited)) OVER (PARTITION BY movement_id, plan_id) AS total
          FROM limited_amounts
         WHERE NOT is_roomy
        """
    )


def scaled_amounts() -> SQL:
    """Return `limited_amounts` with the columns `total` and `scaled`: where the total of a movement
    exceeds its room, all entries are scaled down.
    """
    return SQL(
        """
        SELECT limited_amounts.*, NULL::numeric AS total, limited AS scaled
          FROM limited_amounts
         WHERE is_roomy
         UNION ALL
        SELECT crowded.*, limited
          FROM crowded
         WHERE total <= room
         UNION ALL
        %s
        """,
        _scaled_down(),
    )


def _scaled_down() -> SQL:
    """In units of the smallest coin: every share is rounded down, then the coins that are left go
    to the shares that lost most, on a tie to the lower depth, then to the lower rule.
    """
    return SQL(
        """
        SELECT %s,
               SIGN(limited) * (floored + CASE WHEN turn <= spare THEN coin ELSE 0 END)
          FROM (
            SELECT exact.*,
                   ROUND((room - SUM(floored) OVER one_movement) / coin) AS spare,
                   ROW_NUMBER() OVER (
                       PARTITION BY (exact.entry).movement_id, (exact.entry).plan_id
                           ORDER BY product - floored * (exact.entry).total DESC,
                                    (exact.entry).depth, (exact.entry).rule_id
                   ) AS turn
              FROM (
                SELECT entry, entry.limited, entry.room,
                       POWER(10::numeric, -entry.decimals) AS coin,
                       ABS(entry.limited) * entry.room AS product,
                       TRUNC(ABS(entry.limited) * entry.room / entry.total, entry.decimals)
                           AS floored
                  FROM crowded entry
                 WHERE entry.total > entry.room
              ) exact
            WINDOW one_movement AS (
                PARTITION BY (exact.entry).movement_id, (exact.entry).plan_id
            )
          ) coins
        """,
        SQL("(coins.entry).*"),
    )
