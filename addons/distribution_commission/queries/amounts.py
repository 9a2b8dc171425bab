"""Step 6: how much. Half up, away from zero, once, to the decimals of the plan's currency.

PostgreSQL's ROUND on numeric rounds halves away from zero.
"""

from odoo.tools import SQL

from .undone import is_undone


def rated(has_differentials: bool) -> SQL:
    """Return `matching` with the column `rate` that applies: for differentials what the own rate
    exceeds the highest rate reached below. Who earns nothing that day is dropped only here: the
    rate of an inactive upline counts as reached, the company keeps its slice.

    :param has_differentials: some rule is a differential
    """
    if not has_differentials:
        return SQL("SELECT *, rule_rate AS rate FROM matching WHERE is_earning")
    return SQL(
        """
        SELECT * FROM (
            SELECT matching.*,
                   CASE kind
                       WHEN 'differential' THEN GREATEST(
                           rule_rate - COALESCE(MAX(rule_rate) OVER (
                               PARTITION BY movement_id, plan_id, kind COLLATE "C" ORDER BY depth
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                           ), 0), 0)
                       ELSE rule_rate
                   END AS rate
              FROM matching
        ) paid
         WHERE is_earning
        """
    )


def amounts(has_parts: bool) -> SQL:
    """Return `rated` with the column `uncapped`: base x rate, or fixed sum x quantity.

    :param has_parts: some movement is not the first part of its whole
    """
    if not has_parts:
        return SQL(
            "SELECT *, ROUND(%s, decimals) AS uncapped FROM rated", exact_value(SQL("rated"))
        )
    return SQL(
        """
        SELECT whole.*,
               ROUND(before + value, decimals) - CASE WHEN is_first
                   THEN given ELSE ROUND(before, decimals) END AS uncapped
          FROM (%s) whole
        """,
        _parts(),
    )


def exact_value(row: SQL) -> SQL:
    """Return what a row is worth before it is rounded: base x rate, or fixed sum x quantity."""
    return SQL(
        """
        CASE WHEN %(row)s.fixed_amount <> 0 THEN %(row)s.fixed_amount * %(row)s.quantity
             ELSE %(row)s.base_amount * %(row)s.rate * 0.01 END
        """,
        row=row,
    )


def _parts() -> SQL:
    """Parts of one whole (partial payments, deliveries) are rounded on what all parts so far earn,
    so that the last one takes the rounding remainder. Only parts by the same terms add up.
    """
    return SQL(
        """
        SELECT share.*,
               COALESCE(prior.value, 0) + SUM(share.value) OVER so_far - share.value AS before,
               COALESCE(prior.given, 0) AS given,
               ROW_NUMBER() OVER so_far = 1 AS is_first
          FROM (SELECT rated.*, %(value)s AS value FROM rated) share
     LEFT JOIN LATERAL (%(prior)s) prior ON share.part > 0
        WINDOW so_far AS (
            PARTITION BY share.trigger, share.series_id, share.plan_id, share.rule_id,
                         share.member_id, share.rate
                ORDER BY share.movement_id
        )
        """,
        value=exact_value(SQL("rated")),
        prior=_prior(),
    )


def _prior() -> SQL:
    """What earlier parts of the same whole were worth by the same terms, and what they got."""
    return SQL(
        """
        SELECT SUM(%(value)s) AS value,
               SUM(COALESCE(entry.uncapped_amount, entry.amount)) AS given
          FROM distribution_commission_movement earlier
          JOIN distribution_commission_entry entry
            ON entry.movement_id = earlier.id
           AND entry.plan_id = share.plan_id
           AND entry.rule_id = share.rule_id
           AND entry.member_id = share.member_id
           AND entry.rate = share.rate
           AND entry.origin_id IS NULL
         WHERE earlier.trigger = share.trigger
           AND earlier.series_id = share.series_id
           AND earlier.role = 'forward'
           AND earlier.id < share.movement_id
           AND NOT %(is_undone)s
        """,
        value=exact_value(SQL("entry")),
        is_undone=is_undone(SQL("earlier.id")),
    )
