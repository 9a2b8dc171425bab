"""Trigger `delivered`: what done stock moves say, and what services were delivered by hand."""

from odoo.tools import SQL

from .sources import local_day, share, sold_lines, unit_cost


def forward(scope: SQL) -> SQL:
    """Return the done deliveries of sold lines in scope; each is a part of its line."""
    return SQL(
        """
        SELECT company_id, 'stock_move' AS source, move_id AS source_id,
               order_line_id AS series_id, order_id, order_line_id, NULL::int AS move_line_id,
               buyer_id, date, quantity,
               %(untaxed)s AS untaxed,
               %(taxed)s AS taxed,
               quantity * unit_cost AS cost,
               whole AS whole_quantity, price_subtotal AS whole_untaxed,
               currency_id
          FROM (
            SELECT delivery.*,
                   SUM(quantity) OVER (
                       PARTITION BY order_line_id ORDER BY moment, move_id
                   ) - quantity AS before
              FROM (%(deliveries)s) delivery
          ) part
        """,
        untaxed=share(
            SQL("price_subtotal"), SQL("quantity"), SQL("before"), SQL("whole"), SQL("decimals")
        ),
        taxed=share(
            SQL("price_total"), SQL("quantity"), SQL("before"), SQL("whole"), SQL("decimals")
        ),
        deliveries=_deliveries(scope),
    )


def _deliveries(scope: SQL) -> SQL:
    """The prices are those of the whole line; goods added at the delivery have the line's price
    per unit.
    """
    return SQL(
        """
        SELECT orders.company_id, move.id AS move_id, line.id AS order_line_id,
               orders.id AS order_id, orders.distribution_member_id AS buyer_id,
               move.date AS moment, %(day)s AS date,
               move.quantity * move_unit.factor / product_unit.factor AS quantity,
               CASE WHEN line.product_uom_qty > 0 THEN line.price_subtotal
                    ELSE line.price_reduce_taxexcl END AS price_subtotal,
               CASE WHEN line.product_uom_qty > 0 THEN line.price_total
                    ELSE line.price_reduce_taxinc END AS price_total,
               CASE WHEN line.product_uom_qty > 0 THEN line.product_uom_qty ELSE 1 END
                   * line_unit.factor / product_unit.factor AS whole,
               %(cost)s AS unit_cost, currency.decimal_places AS decimals, orders.currency_id
          FROM %(lines)s
          JOIN res_currency currency ON currency.id = orders.currency_id
          JOIN stock_move move
            ON move.sale_line_id = line.id
           AND move.state = 'done'
           AND move.product_id = line.product_id
          JOIN uom_uom move_unit ON move_unit.id = move.product_uom
          JOIN stock_location source_place ON source_place.id = move.location_id
          JOIN stock_location target_place ON target_place.id = move.location_dest_id
         WHERE orders.distribution_member_id IS NOT NULL
           AND line.distribution_origin_line_id IS NULL
           AND line.product_uom_qty >= 0
           AND target_place.usage = 'customer' AND source_place.usage <> 'customer'
           AND %(scope)s
        """,
        day=local_day(SQL("move.date")),
        cost=unit_cost(),
        lines=sold_lines(),
        scope=scope,
    )


def services(scope: SQL) -> SQL:
    """Return lines without goods in scope, as far as they count as delivered."""
    share_delivered = SQL("line.qty_delivered / NULLIF(line.product_uom_qty, 0)")
    return SQL(
        """
        SELECT orders.company_id, 'sale_line' AS source, line.id AS source_id,
               line.id AS series_id, orders.id AS order_id, line.id AS order_line_id,
               NULL::int AS move_line_id, orders.distribution_member_id AS buyer_id,
               %(day)s AS date,
               line.qty_delivered * line_unit.factor / product_unit.factor AS quantity,
               ROUND(line.price_subtotal * %(share)s, currency.decimal_places) AS untaxed,
               ROUND(line.price_total * %(share)s, currency.decimal_places) AS taxed,
               line.qty_delivered * line_unit.factor / product_unit.factor * %(cost)s AS cost,
               line.product_uom_qty * line_unit.factor / product_unit.factor AS whole_quantity,
               line.price_subtotal AS whole_untaxed, orders.currency_id
          FROM %(lines)s
          JOIN res_currency currency ON currency.id = orders.currency_id
         WHERE orders.distribution_member_id IS NOT NULL
           AND orders.state IN ('sale', 'cancel')
           AND line.distribution_origin_line_id IS NULL
           AND line.qty_delivered_method <> 'stock_move'
           AND line.product_uom_qty > 0
           AND line.qty_delivered IS NOT NULL
           AND %(scope)s
        """,
        day=local_day(SQL("line.write_date")),
        share=share_delivered,
        cost=unit_cost(),
        lines=sold_lines(),
        scope=scope,
    )


def reversals(scope: SQL) -> SQL:
    """Return the done moves that brought goods back, also those of lines that take back others."""
    return SQL(
        """
        SELECT orders.company_id, 'return' AS role, 'stock_move' AS source, move.id AS source_id,
               COALESCE(line.distribution_origin_line_id, line.id) AS order_line_id,
               orders.id AS order_id, NULL::int AS move_line_id, %(day)s AS date,
               move.quantity * move_unit.factor / product_unit.factor AS quantity,
               NULL::numeric AS untaxed,
               'stock_move'::varchar AS named_source, move.origin_returned_move_id AS named_id
          FROM %(lines)s
          JOIN stock_move move
            ON move.sale_line_id = line.id
           AND move.state = 'done'
           AND move.product_id = line.product_id
          JOIN uom_uom move_unit ON move_unit.id = move.product_uom
          JOIN stock_location source_place ON source_place.id = move.location_id
         WHERE source_place.usage = 'customer'
           AND (move.to_refund OR move.origin_returned_move_id IS NULL)
           AND %(scope)s
        """,
        day=local_day(SQL("move.date")),
        lines=sold_lines(),
        scope=scope,
    )
