"""What of a product nobody is waiting for: on hand, less reserved, less promised but unreserved.

Quantities are in the product's own unit. What waits for goods of its own (made or bought to order)
takes nothing away, and what is moved within a warehouse stays there.
"""

from odoo.tools import SQL


def free_stock(products: SQL) -> SQL:
    """Return (product_id, warehouse_id, free); there is no row where nothing ever was.

    :param products: a query of the ids of the products asked for
    """
    return SQL(
        """
        SELECT stock.product_id, stock.warehouse_id, SUM(stock.quantity)::numeric AS free
          FROM (%(on_hand)s UNION ALL %(promised)s) AS stock
         GROUP BY stock.product_id, stock.warehouse_id
        """,
        on_hand=_on_hand(products),
        promised=_promised(products),
    )


def _on_hand(products) -> SQL:
    return SQL(
        """
        SELECT quant.product_id, place.warehouse_id,
               (quant.quantity - quant.reserved_quantity)::numeric AS quantity
          FROM stock_quant quant
          JOIN stock_location place ON place.id = quant.location_id
         WHERE place.usage = 'internal'
           AND place.warehouse_id IS NOT NULL
           AND quant.product_id IN (%s)
        """,
        products,
    )


def _promised(products) -> SQL:
    """Return what confirmed deliveries have not reserved yet, as negative quantities."""
    return SQL(
        """
        SELECT move.product_id, source.warehouse_id,
               LEAST(0, move.quantity * unit.factor / own_unit.factor - move.product_qty)::numeric
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target
            ON target.id = COALESCE(move.location_final_id, move.location_dest_id)
          JOIN product_product product ON product.id = move.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = move.product_uom
          JOIN uom_uom own_unit ON own_unit.id = template.uom_id
         WHERE move.state IN ('confirmed', 'partially_available')
           AND source.usage = 'internal'
           AND source.warehouse_id IS NOT NULL
           AND target.warehouse_id IS DISTINCT FROM source.warehouse_id
           AND move.product_id IN (%s)
        """,
        products,
    )
