"""Stock of Kingdee: from the rows of a reading to what there is of each product."""

from collections.abc import Collection
from datetime import datetime

from odoo.tools import SQL

SHOWING = {"active", "stock_mode", "state", "company_id"}  # what `showing_companies` asks


def bind_by_code(run_id: int, backend_id: int, company_id: int) -> SQL:
    """Bind materials of a reading to the one product that has their number as its code."""
    return SQL(
        """
        INSERT INTO distribution_erp_binding
               (backend_id, company_id, model, res_id, external_number, sync_date,
                create_date, write_date)
        SELECT %(backend)s, %(company)s, 'product.product', min(product.id), row.material,
               now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM (SELECT DISTINCT material FROM distribution_erp_stock_row
                 WHERE run_id = %(run)s) row
          JOIN product_product product ON product.default_code = row.material AND product.active
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE (template.company_id IS NULL OR template.company_id = %(company)s)
           AND NOT EXISTS (
               SELECT FROM distribution_erp_binding known
                WHERE known.backend_id = %(backend)s AND known.model = 'product.product'
                  AND (known.external_number = row.material OR known.res_id = product.id))
         GROUP BY row.material
        HAVING count(*) = 1
        ON CONFLICT DO NOTHING
        """,
        run=run_id,
        backend=backend_id,
        company=company_id,
    )


def analyze() -> SQL:
    """Refresh what the planner knows of the tables that one reading fills."""
    return SQL("ANALYZE distribution_erp_stock_row, distribution_erp_binding")


def unknown_units(run_id: int, backend_id: int) -> SQL:
    """Rows (unit, how many products): units of bound materials that are not mapped."""
    return SQL(
        """
        SELECT row.unit, count(DISTINCT row.material)
          FROM distribution_erp_stock_row row
          JOIN distribution_erp_binding binding
            ON binding.backend_id = %(backend)s AND binding.model = 'product.product'
           AND binding.external_number = row.material
         WHERE row.run_id = %(run)s
           AND NOT EXISTS (SELECT FROM distribution_erp_unit unit
                            WHERE unit.backend_id = %(backend)s AND unit.number = row.unit)
         GROUP BY row.unit
         ORDER BY row.unit
        """,
        run=run_id,
        backend=backend_id,
    )


def apply_reading(
    run_id: int,
    warehouse_id: int,
    moments: tuple[datetime, datetime],
    materials: Collection[str] | None,
) -> SQL:
    """Make what was read the stock of a warehouse; one row with how many products have changed.

    What the reading does not hold is 0, and what was read later stays. A product that has a row
    in a unit nobody mapped is left as it was.

    :param moments: when the reading began, and what nothing can be later than, in UTC
    :param materials: the only ones that were asked for; None: all
    """
    narrowed = SQL("TRUE")
    if materials is not None:
        narrowed = SQL("binding.external_number = ANY(%s)", list(materials))
    return SQL(
        """
        WITH place AS (
            SELECT warehouse.id, warehouse.backend_id, warehouse.company_id
              FROM distribution_erp_warehouse warehouse WHERE warehouse.id = %(warehouse)s
        ), asked AS (
            SELECT binding.res_id AS product_id, binding.external_number AS material
              FROM distribution_erp_binding binding
              JOIN place ON place.backend_id = binding.backend_id
              JOIN product_product product ON product.id = binding.res_id
             WHERE binding.model = 'product.product' AND %(narrowed)s
        ), counted AS (
            %(counted)s
        ), written AS (
            %(written)s
        )
        SELECT count(*) FROM written
        """,
        warehouse=warehouse_id,
        narrowed=narrowed,
        counted=_counted(run_id),
        written=_written(*moments),
    )


def _counted(run_id: int) -> SQL:
    """Return (product, on hand, locked, whether some of it has no unit) of what was `asked`."""
    return SQL(
        """
        SELECT asked.product_id,
               COALESCE(SUM(row.quantity::numeric * theirs.factor::numeric
                            / own.factor::numeric), 0) AS on_hand,
               COALESCE(SUM(row.locked::numeric * theirs.factor::numeric
                            / own.factor::numeric), 0) AS locked,
               COALESCE(bool_or(row.id IS NOT NULL AND unit.id IS NULL), FALSE) AS is_unclear
          FROM asked
          JOIN product_product product ON product.id = asked.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom own ON own.id = template.uom_id
    CROSS JOIN place
          LEFT JOIN distribution_erp_stock_row row
            ON row.run_id = %s AND row.erp_warehouse_id = place.id
           AND row.material = asked.material
          LEFT JOIN distribution_erp_unit unit
            ON unit.backend_id = place.backend_id AND unit.number = row.unit
          LEFT JOIN uom_uom theirs ON theirs.id = unit.uom_id
         GROUP BY asked.product_id
        """,
        run_id,
    )


def _written(moment: datetime, latest: datetime) -> SQL:
    """Insert or update what was `counted`, where it differs and nothing newer is there; what is
    later than `latest` is by a wrong clock, and not newer.
    """
    return SQL(
        """
        INSERT INTO distribution_erp_stock AS stock
               (erp_warehouse_id, backend_id, company_id, product_id, on_hand, locked, moment,
                create_date, write_date)
        SELECT place.id, place.backend_id, place.company_id, counted.product_id,
               counted.on_hand, counted.locked, %s,
               now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM counted CROSS JOIN place
          LEFT JOIN distribution_erp_stock old
            ON old.erp_warehouse_id = place.id AND old.product_id = counted.product_id
         WHERE NOT counted.is_unclear
           AND (old.id IS NOT NULL OR counted.on_hand <> 0 OR counted.locked <> 0)
           AND (old.id IS NULL OR old.on_hand IS DISTINCT FROM counted.on_hand
                OR old.locked IS DISTINCT FROM counted.locked)
            ON CONFLICT (erp_warehouse_id, product_id) DO UPDATE
           SET on_hand = EXCLUDED.on_hand, locked = EXCLUDED.locked,
               moment = EXCLUDED.moment, write_date = EXCLUDED.write_date
         WHERE stock.moment <= EXCLUDED.moment OR stock.moment > %s
        RETURNING 1
        """,
        moment,
        latest,
    )


def drop_rows(run_id: int) -> SQL:
    """Delete the rows of a reading."""
    return SQL("DELETE FROM distribution_erp_stock_row WHERE run_id = %s", run_id)


def showing_companies() -> SQL:
    """Rows (company) of those that show Kingdee's stock, once there is any."""
    return SQL(
        """
        SELECT DISTINCT backend.company_id
          FROM distribution_erp_backend backend
         WHERE backend.active AND backend.stock_mode = 'shown'
           AND backend.state IN ('ready', 'stopped')
           AND EXISTS (SELECT FROM distribution_erp_warehouse warehouse
                        WHERE warehouse.backend_id = backend.id
                          AND warehouse.stock_moment IS NOT NULL)
        """
    )


def availability(product_ids: Collection[int], company_ids: Collection[int]) -> SQL:
    """Rows (product, warehouse, free, moment): on hand less locked less what is on its way there.

    What Kingdee does not know yet is taken off: confirmed orders that wait to be sent, and those
    that were sent after the reading began, which cannot have locked anything in it.
    """
    return SQL(
        """
        WITH read AS (
            SELECT stock.product_id, warehouse.warehouse_id,
                   SUM(stock.on_hand - stock.locked)::numeric AS free,
                   MIN(GREATEST(stock.moment, warehouse.stock_moment)) AS moment
              FROM distribution_erp_stock stock
              JOIN distribution_erp_warehouse warehouse ON warehouse.id = stock.erp_warehouse_id
             WHERE stock.product_id = ANY(%(products)s) AND stock.company_id = ANY(%(companies)s)
             GROUP BY stock.product_id, warehouse.warehouse_id
        ), unsent AS (
            %(unsent)s
        )
        SELECT read.product_id, read.warehouse_id,
               read.free - COALESCE(SUM(unsent.quantity), 0), read.moment
          FROM read
          LEFT JOIN unsent
            ON unsent.product_id = read.product_id AND unsent.warehouse_id = read.warehouse_id
           AND unsent.known_date >= read.moment
         GROUP BY read.product_id, read.warehouse_id, read.free, read.moment
        """,
        products=list(product_ids),
        companies=list(company_ids),
        unsent=_unsent(product_ids, company_ids),
    )


def _unsent(product_ids, company_ids) -> SQL:
    """Return (product, warehouse, since when Kingdee knows it, quantity still to come) of orders
    that Kingdee does not know, or has known for less than a day.
    """
    return SQL(
        """
        SELECT line.product_id, sale.warehouse_id,
               COALESCE(document.known_date, 'infinity') AS known_date,
               SUM(GREATEST(line.product_uom_qty - line.qty_delivered, 0)
                   * unit.factor / own.factor)::numeric AS quantity
          FROM distribution_erp_document document
          JOIN sale_order sale ON sale.id = document.order_id
          JOIN sale_order_line line ON line.order_id = sale.id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = line.product_uom_id
          JOIN uom_uom own ON own.id = template.uom_id
         WHERE document.kind = 'order' AND document.is_current
           AND document.company_id = ANY(%(companies)s)
           AND sale.state = 'sale'
           AND line.product_id = ANY(%(products)s)
           AND (document.known_date IS NULL
                OR document.known_date > now() AT TIME ZONE 'UTC' - INTERVAL '1 day')
         GROUP BY line.product_id, sale.warehouse_id, sale.id, document.known_date
        """,
        products=list(product_ids),
        companies=list(company_ids),
    )


def hot_materials(backend_id: int, since: datetime, limit: int) -> SQL:
    """Rows (material): numbers of what is in carts and was ordered lately, latest first."""
    return SQL(
        """
        SELECT binding.external_number
          FROM (
            SELECT line.product_id, max(line.create_date) AS moment
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
             WHERE sale.distribution_member_id IS NOT NULL AND line.create_date >= %(since)s
             GROUP BY line.product_id
             UNION ALL
            SELECT key::integer, max(cart.write_date)
              FROM distribution_cart cart
        CROSS JOIN LATERAL jsonb_object_keys(COALESCE(cart.lines, '{}')) key
             GROUP BY key) asked
          JOIN distribution_erp_binding binding
            ON binding.backend_id = %(backend)s AND binding.model = 'product.product'
           AND binding.res_id = asked.product_id
         GROUP BY binding.external_number
         ORDER BY max(asked.moment) DESC
         LIMIT %(limit)s
        """,
        backend=backend_id,
        since=since,
        limit=limit,
    )
