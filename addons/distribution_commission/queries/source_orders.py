"""Trigger `confirmed`: what orders say. The line of a cancelled order says 0."""

from odoo.tools import SQL

from .sources import local_day, ordered_quantity, sold_lines, unit_cost


def forward(scope: SQL) -> SQL:
    """Return the sold lines of confirmed and of cancelled orders in scope."""
    return _sold(scope, SQL("'sale', 'cancel'"), SQL("'sale'"))


def quoted(scope: SQL) -> SQL:
    """Return what the lines of quotations in scope would say if they were confirmed."""
    return _sold(scope, SQL("'draft', 'sent'"), SQL("'draft', 'sent'"))


def _sold(scope: SQL, states: SQL, saying: SQL) -> SQL:
    """Return the lines of orders in some states; those that are in none of `saying` say 0."""
    return SQL(
        """
        SELECT orders.company_id, 'sale_line' AS source, line.id AS source_id,
               line.id AS series_id, orders.id AS order_id, line.id AS order_line_id,
               NULL::int AS move_line_id, orders.distribution_member_id AS buyer_id,
               %(day)s AS date,
               CASE WHEN %(says)s THEN %(quantity)s ELSE 0 END AS quantity,
               CASE WHEN %(says)s THEN line.price_subtotal ELSE 0 END AS untaxed,
               CASE WHEN %(says)s THEN line.price_total ELSE 0 END AS taxed,
               CASE WHEN %(says)s THEN %(quantity)s * %(cost)s ELSE 0 END AS cost,
               %(quantity)s AS whole_quantity, line.price_subtotal AS whole_untaxed,
               orders.currency_id
          FROM %(lines)s
         WHERE orders.distribution_member_id IS NOT NULL
           AND orders.state IN (%(states)s)
           AND line.distribution_origin_line_id IS NULL
           AND %(scope)s
        """,
        day=local_day(SQL("orders.date_order")),
        says=SQL("orders.state IN (%s)", saying),
        states=states,
        quantity=ordered_quantity(),
        cost=unit_cost(),
        lines=sold_lines(),
        scope=scope,
    )


def reversals(scope: SQL) -> SQL:
    """Return the lines that take back others; what they take back is that line's."""
    return SQL(
        """
        SELECT orders.company_id, 'return' AS role, 'sale_line' AS source, line.id AS source_id,
               line.distribution_origin_line_id AS order_line_id,
               orders.id AS order_id, NULL::int AS move_line_id, %(day)s AS date,
               CASE orders.state WHEN 'sale' THEN -(%(quantity)s) ELSE 0 END AS quantity,
               CASE orders.state WHEN 'sale' THEN -line.price_subtotal ELSE 0 END AS untaxed,
               NULL::varchar AS named_source, NULL::int AS named_id
          FROM %(lines)s
         WHERE orders.state IN ('sale', 'cancel')
           AND line.distribution_origin_line_id IS NOT NULL
           AND %(scope)s
        """,
        day=local_day(SQL("orders.date_order")),
        quantity=ordered_quantity(),
        lines=sold_lines(),
        scope=scope,
    )
