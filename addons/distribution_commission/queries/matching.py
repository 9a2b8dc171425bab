"""Step 3: which rule pays whom, the most specific one first (commission.md §2).

Columns: those of `movements`, member_id, depth, rule_id, kind, rate, fixed_amount, lost_rule_id.
"""

from odoo.tools import SQL


def matching() -> SQL:
    """Return for each movement, kind and depth the rule that wins, and the best one that lost."""
    return SQL(
        """
        SELECT ranked.*
          FROM (
            SELECT movement.*,
                   chain.member_id,
                   chain.depth,
                   rule.id AS rule_id,
                   rule.kind,
                   rule.rate,
                   rule.fixed_amount,
                   ROW_NUMBER() OVER best_first AS place,
                   LEAD(rule.id) OVER best_first AS lost_rule_id
              FROM movements movement
              JOIN chain
                ON chain.buyer_id = movement.buyer_id
               AND chain.date = movement.date
               AND chain.depth <= movement.max_depth
              JOIN distribution_commission_rule rule
                ON rule.plan_id = movement.plan_id
               AND rule.depth = chain.depth
              JOIN distribution_level beneficiary_level ON beneficiary_level.id = chain.level_id
         LEFT JOIN product_category category ON category.id = rule.categ_id
         LEFT JOIN distribution_region region ON region.id = rule.region_id
             WHERE %(fits)s
            WINDOW best_first AS (
                PARTITION BY movement.order_line_id, movement.plan_id, rule.kind, rule.depth
                    ORDER BY %(specificity)s
            )
          ) ranked
         WHERE ranked.place = 1
        """,
        fits=_fits(),
        specificity=_specificity(),
    )


def _fits() -> SQL:
    """The rule speaks of this product, region, beneficiary, buyer, day and quantity."""
    return SQL(
        """
                   (rule.product_id IS NULL OR rule.product_id = movement.product_id)
               AND (rule.categ_id IS NULL
                    OR starts_with(movement.categ_path, category.parent_path))
               AND (rule.region_id IS NULL
                    OR starts_with(movement.region_path, region.parent_path))
               AND (rule.member_id IS NULL OR rule.member_id = chain.member_id)
               AND (rule.level_id IS NULL OR rule.level_id = chain.level_id)
               AND CASE rule.kind
                       WHEN 'rebate' THEN beneficiary_level.earns_rebate
                       ELSE beneficiary_level.earns_override
                   END
               AND (rule.buyer_level_id IS NULL OR rule.buyer_level_id = movement.buyer_level_id)
               AND (rule.date_from IS NULL OR rule.date_from <= movement.date)
               AND (rule.date_to IS NULL OR rule.date_to >= movement.date)
               AND ABS(movement.quantity) >= rule.min_quantity
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
