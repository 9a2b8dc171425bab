"""Step 5: which rule pays whom, the most specific one first (commission.md §2).

Columns: those of `earning`, member_id, depth, is_earning, and of the winning rule: rule_id, kind,
rule_rate, fixed_amount, caps; lost_rule_id is the best one that lost.
"""

from odoo.tools import SQL

# What later steps need of `earning`; the rest stays behind, so that sorting stays cheap.
CARRIED = (
    "movement_id",
    "trigger",
    "series_id",
    "part",
    "is_partial",
    "company_id",
    "plan_id",
    "order_id",
    "order_line_id",
    "move_line_id",
    "buyer_id",
    "date",
    "available_date",
    "quantity",
    "base",
    "base_amount",
    "room",
    "currency_id",
    "decimals",
)

# Who may be paid by a rule of a kind: a condition on `seat`, a place in the chain.
SALE_SEATS = SQL(
    """
        CASE rule.kind
            WHEN 'rebate' THEN seat.depth = 0
            WHEN 'override' THEN seat.depth = rule.depth
            WHEN 'differential' THEN TRUE
            ELSE FALSE
        END
        AND seat.depth <= movement.max_depth
    """
)


# Bonuses of a period: who counts what the buyer buys as the own volume.
PERIOD_SEATS = SQL(
    """
        rule.kind IN ('volume', 'target')
        AND CASE rule.measure
                WHEN 'own' THEN seat.depth = 0
                WHEN 'direct' THEN seat.depth <= 1
                ELSE TRUE
            END
    """
)


def matching(seats: SQL = SALE_SEATS, *, compresses: bool = True) -> SQL:
    """Return for each movement, kind and beneficiary the rule that wins, and the best that lost.

    Sorted by movement, plan, kind and depth: the windows of the next steps go with that order.

    :param seats: condition on `rule`, `seat` and `movement`: the places of the chain it pays
    :param compresses: plans that say so move uplines up into the places of inactive ones
    """
    return SQL(
        """
        SELECT ranked.*
          FROM (
            SELECT %(carried)s, seat.member_id, seat.depth, seat.is_earning,
                   rule.id AS rule_id, rule.kind, rule.rate AS rule_rate, rule.fixed_amount,
                   rule.max_amount, rule.period_cap, rule.measure_period,
                   ROW_NUMBER() OVER best_first AS place,
                   LEAD(rule.id) OVER best_first AS lost_rule_id
              FROM earning movement
        CROSS JOIN LATERAL (%(seats_of_chain)s) seat
              JOIN distribution_commission_rule rule ON rule.plan_id = movement.plan_id
              JOIN distribution_level beneficiary_level ON beneficiary_level.id = seat.level_id
         LEFT JOIN product_category category
                ON category.id = rule.categ_id AND rule.product_id IS NULL
         LEFT JOIN distribution_region region ON region.id = rule.region_id
             WHERE %(seats)s
               AND %(fits)s
            WINDOW best_first AS (
                PARTITION BY movement.movement_id, movement.plan_id, rule.kind COLLATE "C",
                             seat.depth
                    ORDER BY %(specificity)s
            )
          ) ranked
         WHERE ranked.place = 1
        """,
        carried=SQL(", ").join(SQL.identifier("movement", column) for column in CARRIED),
        seats_of_chain=_seats_of_chain(compresses),
        seats=seats,
        fits=_fits(),
        specificity=_specificity(),
    )


def _seats_of_chain(compresses: bool) -> SQL:
    """The chain as the plan sees it: with gaps at inactive uplines, or compressed. The buyer keeps
    its place, so that its rate counts as reached.
    """
    compressed = SQL("movement.on_inactive = 'compress' AND chain.depth > 0")
    return SQL(
        """
        SELECT chain.member_id, chain.level_id, chain.is_earning,
               CASE WHEN %(is_moved)s THEN chain.compressed_depth ELSE chain.depth END AS depth
          FROM chain
         WHERE chain.buyer_id = movement.buyer_id
           AND chain.date = movement.date
           AND (chain.is_earning OR movement.on_inactive = 'forfeit' OR chain.depth = 0)
        """,
        is_moved=compressed if compresses else SQL("FALSE"),
    )


def _fits() -> SQL:
    """The rule speaks of this product, region, beneficiary, buyer, day and quantity."""
    return SQL(
        """
                   (rule.product_id IS NULL OR rule.product_id = movement.product_id)
               AND (rule.categ_id IS NULL OR rule.product_id IS NOT NULL
                    OR starts_with(movement.categ_path, category.parent_path))
               AND (rule.region_id IS NULL
                    OR starts_with(movement.region_path, region.parent_path))
               AND (rule.member_id IS NULL OR rule.member_id = seat.member_id)
               AND (rule.level_id IS NULL OR rule.level_id = seat.level_id)
               AND CASE rule.kind
                       WHEN 'rebate' THEN beneficiary_level.earns_rebate
                       WHEN 'override' THEN beneficiary_level.earns_override
                       WHEN 'differential' THEN beneficiary_level.earns_differential
                       WHEN 'volume' THEN beneficiary_level.earns_volume
                       ELSE beneficiary_level.earns_target
                   END
               AND (rule.buyer_level_id IS NULL OR rule.buyer_level_id = movement.buyer_level_id)
               AND (rule.date_from IS NULL OR rule.date_from <= movement.date)
               AND (rule.date_to IS NULL OR rule.date_to >= movement.date)
               AND ABS(movement.whole_quantity) >= rule.min_quantity
               AND ABS(movement.whole_amount) >= rule.min_amount
        """
    )


def _specificity() -> SQL:
    """Product before the nearest category before all; then member, level, nearest region, all."""
    return SQL(
        """
                             (rule.product_id IS NULL),
                             COALESCE(LENGTH(category.parent_path), 0) DESC,
                             (rule.member_id IS NULL),
                             (rule.level_id IS NULL AND rule.buyer_level_id IS NULL),
                             COALESCE(LENGTH(region.parent_path), 0) DESC,
                             rule.sequence,
                             rule.id
        """
    )
