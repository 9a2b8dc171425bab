"""Step 4: how much. Half up, away from zero, once, to the decimals of the plan's currency."""

from odoo.tools import SQL


def amounts() -> SQL:
    """Return `matching` with the column `amount`: base x rate, or fixed sum x quantity.

    PostgreSQL's ROUND on numeric rounds halves away from zero.
    """
    return SQL(
        """
        SELECT matching.*,
               ROUND(
                   CASE WHEN matching.fixed_amount <> 0
                        THEN matching.fixed_amount * matching.quantity
                        ELSE matching.base_amount * matching.rate / 100
                   END,
                   matching.decimals
               ) AS amount
          FROM matching
        """
    )
