"""Step 5: which rule pays whom, the most specific one first (commission.md §2).

Columns: those of `earning`, member_id, depth, is_earning, and of the winning rule: rule_id, kind,
rule_rate, fixed_amount, caps; lost_rule_id is the best one that lost.
"""

from collections.abc import Sequence

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
    "is_roomy",
    "currency_id",
    "decimals",
)

CARRIED_BY_BONUS = (
    *("movement_id", "company_id", "plan_id", "date", "base_amount", "currency_id", "decimals"),
)

# What `matching` says of the place in the chain, and of the rule.
MATCHED = (
    *(("seat", column) for column in ("member_id", "depth", "is_earning")),
    ("rule", "id AS rule_id"),
    ("rule", "kind"),
    ("rule", "rate AS rule_rate"),
    *(("rule", name) for name in ("fixed_amount", "max_amount", "period_cap", "measure_period")),
)

# Where in the chain the rules of a kind pay: a condition on `rule` and `seat`.
SALE_SEATS = SQL(
    """
        CASE rule.kind
            WHEN 'rebate' THEN seat.depth = 0
            WHEN 'override' THEN seat.depth = rule.depth
            WHEN 'differential' THEN TRUE
            ELSE FALSE
        END
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


def terms(seats: SQL = SALE_SEATS) -> SQL:
    """Return each rule beside each depth of the chain that it pays (`seat_depth`), with what its
    category and region cover, and with `is_contested`: another rule could pay the same seat.

    :param seats: condition on `rule` and `seat`
    """
    return SQL(
        """
        SELECT rule.*, seat.depth AS seat_depth,
               category.parent_path AS categ_path, region.parent_path AS region_path,
               COUNT(*) OVER (
                   PARTITION BY rule.plan_id, rule.kind, seat.depth
               ) > 1 AS is_contested
          FROM distribution_commission_rule rule
          JOIN (SELECT DISTINCT depth FROM chain) seat ON %(seats)s
     LEFT JOIN product_category category
            ON category.id = rule.categ_id AND rule.product_id IS NULL
     LEFT JOIN distribution_region region ON region.id = rule.region_id
        """,
        seats=seats,
    )


def matching(*, is_bonus: bool = False, has_rivals: bool = True) -> SQL:
    """Return for each movement, kind and beneficiary the rule that wins, and the best that lost.

    Only rules that have a rival are sorted by how specific they are.

    :param is_bonus: of a period: its movements are `bundles`, and it knows no depth at which plans
        end, and no compressed chain
    :param has_rivals: some rule has a rival
    """
    carried = CARRIED_BY_BONUS if is_bonus else CARRIED
    matched = (*(("movement", name) for name in carried), *MATCHED)
    columns = SQL(", ").join(
        SQL("%s.%s", SQL.identifier(table), SQL(name)) for table, name in matched
    )
    candidates = _candidates(is_bonus)
    without_rival = SQL(
        "SELECT %s, NULL::int AS lost_rule_id %s AND NOT rule.is_contested", columns, candidates
    )
    if not has_rivals:
        return without_rival
    return SQL("%s UNION ALL %s", without_rival, _winners(matched, columns, candidates))


def _winners(matched: Sequence[tuple[str, str]], columns: SQL, candidates: SQL) -> SQL:
    """The most specific of the rules that have a rival."""
    return SQL(
        """
        SELECT %(ranked)s, lost_rule_id
          FROM (
            SELECT %(columns)s,
                   ROW_NUMBER() OVER best_first AS place,
                   LEAD(rule.id) OVER best_first AS lost_rule_id
              %(candidates)s
               AND rule.is_contested
            WINDOW best_first AS (
                PARTITION BY movement.movement_id, movement.plan_id, rule.kind COLLATE "C",
                             seat.depth
                    ORDER BY %(specificity)s
            )
          ) ranked
         WHERE ranked.place = 1
        """,
        columns=columns,
        ranked=SQL(", ").join(
            SQL.identifier("ranked", name.split()[-1]) for _table, name in matched
        ),
        candidates=candidates,
        specificity=_specificity(),
    )


def _candidates(is_bonus: bool) -> SQL:
    """The FROM and WHERE of all rules that fit a movement and a seat in its buyer's chain."""
    return SQL(
        """
              FROM %(movements)s movement
        CROSS JOIN LATERAL (%(seats_of_chain)s) seat
              JOIN terms rule
                ON rule.plan_id = movement.plan_id AND rule.seat_depth = seat.depth
              JOIN distribution_level beneficiary_level ON beneficiary_level.id = seat.level_id
             WHERE %(fits)s
        """,
        movements=SQL("bundles") if is_bonus else SQL("earning"),
        seats_of_chain=_seats_of_chain(is_bonus),
        fits=_fits(),
    )


def _seats_of_chain(is_bonus: bool) -> SQL:
    """The chain as the plan sees it: with gaps at inactive uplines, or compressed. The buyer keeps
    its place, so that its rate counts as reached.
    """
    depth = SQL("chain.depth")
    if not is_bonus:
        depth = SQL(
            "CASE WHEN movement.on_inactive = 'compress' AND chain.depth > 0"
            " THEN chain.compressed_depth ELSE chain.depth END"
        )
    return SQL(
        """
        SELECT chain.member_id, chain.level_id, chain.buyer_level_id, chain.is_earning,
               %(depth)s AS depth
          FROM chain
         WHERE chain.buyer_id = movement.buyer_id
           AND chain.date = movement.date
           AND (chain.is_earning OR movement.on_inactive = 'forfeit' OR chain.depth = 0)
           AND (%(is_bonus)s OR %(depth)s <= movement.max_depth)
        """,
        depth=depth,
        is_bonus=is_bonus,
    )


def _fits() -> SQL:
    """The rule speaks of this product, region, beneficiary, buyer, day and quantity."""
    return SQL(
        """
                   (rule.product_id IS NULL OR rule.product_id = movement.product_id)
               AND (rule.categ_id IS NULL OR rule.product_id IS NOT NULL
                    OR starts_with(movement.categ_path, rule.categ_path))
               AND (rule.region_id IS NULL
                    OR starts_with(movement.region_path, rule.region_path))
               AND (rule.member_id IS NULL OR rule.member_id = seat.member_id)
               AND (rule.level_id IS NULL OR rule.level_id = seat.level_id)
               AND CASE rule.kind
                       WHEN 'rebate' THEN beneficiary_level.earns_rebate
                       WHEN 'override' THEN beneficiary_level.earns_override
                       WHEN 'differential' THEN beneficiary_level.earns_differential
                       WHEN 'volume' THEN beneficiary_level.earns_volume
                       ELSE beneficiary_level.earns_target
                   END
               AND (rule.buyer_level_id IS NULL OR rule.buyer_level_id = seat.buyer_level_id)
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
                             COALESCE(LENGTH(rule.categ_path), 0) DESC,
                             (rule.member_id IS NULL),
                             (rule.level_id IS NULL AND rule.buyer_level_id IS NULL),
                             COALESCE(LENGTH(rule.region_path), 0) DESC,
                             rule.sequence,
                             rule.id
        """
    )
