"""Bonuses of a period: sales that no volume or target rule of their plan can tell apart, as one.

One buyer's sales of one day meet the same chain, so that chain is gone up once for all of them.
Columns: those that `matching` asks of a movement; `base_amount`: what stands of all the sales.
"""

from typing import NamedTuple

from odoo.tools import SQL

from .clawback import QUANTITY_PLACES, fraction_standing


class Asked(NamedTuple):
    """What rules may read of a sale.

    :ivar rules: condition on the rules that read it
    :ivar value: what they read of the `sale`
    :ivar unread: what stands there when no rule does: all sales look the same
    """

    rules: SQL
    value: SQL
    unread: SQL = SQL("NULL")


ASKED = {
    "product_id": Asked(SQL("product_id IS NOT NULL"), SQL("sale.product_id")),
    "categ_path": Asked(SQL("product_id IS NULL AND categ_id IS NOT NULL"), SQL("sale.categ_path")),
    "region_path": Asked(SQL("region_id IS NOT NULL"), SQL("sale.region_path")),
    "whole_quantity": Asked(SQL("min_quantity <> 0"), SQL("ABS(sale.whole_quantity)"), SQL("0")),
    "whole_amount": Asked(SQL("min_amount <> 0"), SQL("ABS(sale.whole_amount)"), SQL("0")),
}


def bundles(until: SQL) -> SQL:
    """Return what stands of the movements in `earning`, added up.

    :param until: condition on `taken`, the reversals that count
    """
    return SQL(
        """
        WITH asked AS (
            SELECT plan_id, %(asked)s
              FROM distribution_commission_rule
             WHERE kind IN ('volume', 'target')
             GROUP BY plan_id
        )
        SELECT MIN(movement_id) AS movement_id, company_id, plan_id, buyer_id, date, currency_id,
               decimals, on_inactive, max_depth, %(names)s, SUM(base_amount) AS base_amount
          FROM (
            SELECT sale.movement_id, sale.company_id, sale.plan_id, sale.buyer_id, sale.date,
                   sale.currency_id, sale.decimals, sale.on_inactive, sale.max_depth, %(read)s,
                   ROUND(sale.base_amount * standing.part / standing.whole,
                         CASE sale.base WHEN 'quantity' THEN %(places)s
                              ELSE sale.decimals END) AS base_amount
              FROM earning sale
              JOIN asked ON asked.plan_id = sale.plan_id
              JOIN distribution_commission_movement sold ON sold.id = sale.movement_id
        CROSS JOIN LATERAL (%(standing)s) standing
          ) sale
         GROUP BY company_id, plan_id, buyer_id, date, currency_id, decimals, on_inactive,
                  max_depth, %(names)s
        """,
        asked=_each("BOOL_OR(%(rules)s) AS %(name)s"),
        names=_each("%(name)s"),
        read=_each("CASE WHEN asked.%(name)s THEN %(value)s ELSE %(unread)s END AS %(name)s"),
        places=QUANTITY_PLACES,
        standing=fraction_standing(SQL("sold"), until),
    )


def _each(pattern: str) -> SQL:
    """Return the pattern for each column of `ASKED`."""
    return SQL(", ").join(
        # constants of this module
        SQL(pattern, name=SQL.identifier(name), **asked._asdict())  # pylint: disable=sql-injection
        for name, asked in ASKED.items()
    )
