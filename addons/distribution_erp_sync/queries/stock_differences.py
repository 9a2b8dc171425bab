"""Where the stock here is not the stock there."""

from collections.abc import Collection

from odoo.tools import SQL


def quants(warehouse_id: int, location_id: int, materials: Collection[str] | None) -> SQL:
    """Rows (product, here, there): products without lots whose quantity on the shelves differs."""
    return SQL(
        """
        SELECT stock.product_id, COALESCE(own.quantity, 0)::numeric, stock.on_hand::numeric
          FROM distribution_erp_stock stock
          JOIN product_product product ON product.id = stock.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          LEFT JOIN (%(here)s) own ON own.product_id = stock.product_id
         WHERE stock.erp_warehouse_id = %(warehouse)s
           AND template.is_storable AND template.tracking = 'none'
           AND round(COALESCE(own.quantity, 0)::numeric, 5) <> round(stock.on_hand::numeric, 5)
           AND %(narrowed)s
         ORDER BY stock.product_id
        """,
        warehouse=warehouse_id,
        here=_on_shelves(location_id),
        narrowed=SQL("TRUE")
        if materials is None
        else SQL(
            "EXISTS (SELECT FROM distribution_erp_binding binding WHERE"
            " binding.backend_id = stock.backend_id AND binding.model = 'product.product'"
            " AND binding.res_id = stock.product_id AND binding.external_number = ANY(%s))",
            list(materials),
        ),
    )


def compare(run_id: int, warehouse_id: int, location_id: int | None) -> SQL:
    """Rows (product, here, there) of all bound products of a warehouse that either side has.

    :param run_id: of the reading that says what is there
    :param location_id: shelves of Odoo that count; None: what is shown of Kingdee
    """
    return SQL(
        """
        WITH there AS (
            %(there)s
        ), here AS (
            %(here)s
        ), bound AS (
            SELECT binding.res_id AS product_id
              FROM distribution_erp_binding binding
              JOIN distribution_erp_warehouse warehouse
                ON warehouse.backend_id = binding.backend_id AND warehouse.id = %(warehouse)s
             WHERE binding.model = 'product.product'
        )
        SELECT bound.product_id, round(COALESCE(here.quantity, 0), 5),
               round(COALESCE(there.quantity, 0), 5)
          FROM bound
          LEFT JOIN here ON here.product_id = bound.product_id
          LEFT JOIN there ON there.product_id = bound.product_id
         WHERE here.product_id IS NOT NULL OR there.product_id IS NOT NULL
         ORDER BY bound.product_id
        """,
        warehouse=warehouse_id,
        here=_shown(warehouse_id) if location_id is None else _on_shelves(location_id),
        there=_read(run_id, warehouse_id),
    )


def _shown(warehouse_id: int) -> SQL:
    """Return (product, quantity) of what is shown of Kingdee's stock."""
    return SQL(
        "SELECT product_id, SUM(on_hand)::numeric AS quantity FROM distribution_erp_stock"
        " WHERE erp_warehouse_id = %s GROUP BY product_id",
        warehouse_id,
    )


def _on_shelves(location_id: int) -> SQL:
    """Return (product, quantity) of what Odoo itself has at a place and below it."""
    return SQL(
        """
        SELECT quant.product_id, SUM(quant.quantity)::numeric AS quantity
          FROM stock_quant quant
          JOIN stock_location place ON place.id = quant.location_id
          JOIN stock_location root ON root.id = %s
         WHERE place.parent_path LIKE root.parent_path || '%%'
         GROUP BY quant.product_id
        """,
        location_id,
    )


def _read(run_id: int, warehouse_id: int) -> SQL:
    """Return (product, quantity in its own unit) of a reading."""
    return SQL(
        """
        SELECT binding.res_id AS product_id,
               SUM(row.quantity::numeric * theirs.factor::numeric
                   / own.factor::numeric) AS quantity
          FROM distribution_erp_stock_row row
          JOIN distribution_erp_warehouse warehouse ON warehouse.id = row.erp_warehouse_id
          JOIN distribution_erp_binding binding
            ON binding.backend_id = warehouse.backend_id
           AND binding.model = 'product.product' AND binding.external_number = row.material
          JOIN product_product product ON product.id = binding.res_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom own ON own.id = template.uom_id
          JOIN distribution_erp_unit unit
            ON unit.backend_id = warehouse.backend_id AND unit.number = row.unit
          JOIN uom_uom theirs ON theirs.id = unit.uom_id
         WHERE row.run_id = %s AND row.erp_warehouse_id = %s
         GROUP BY binding.res_id
        """,
        run_id,
        warehouse_id,
    )
