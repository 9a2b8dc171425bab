"""Trigger `invoiced`, and the credit notes that count for every trigger."""

from odoo.tools import SQL

from .sources import sold_lines, unit_cost


def invoice_lines(scope: SQL) -> SQL:
    """Return the FROM items and conditions of posted invoice lines of sold lines in scope.

    An invoice line for several order lines counts for the first of them.
    """
    return SQL(
        """
               %(lines)s
          JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
          JOIN account_move_line invoice_line ON invoice_line.id = link.invoice_line_id
          JOIN uom_uom invoice_unit ON invoice_unit.id = invoice_line.product_uom_id
          JOIN account_move invoice
            ON invoice.id = invoice_line.move_id
           AND invoice.state = 'posted'
           AND invoice.move_type IN ('out_invoice', 'out_refund')
         WHERE NOT EXISTS (
               SELECT 1
                 FROM sale_order_line_invoice_rel first
                WHERE first.invoice_line_id = link.invoice_line_id
                  AND first.order_line_id < link.order_line_id
         )
           AND invoice_line.price_subtotal <> 0
           AND %(scope)s
        """,
        lines=sold_lines(),
        scope=scope,
    )


def invoiced_quantity() -> SQL:
    """Return the quantity of the joined `invoice_line` in the unit of the product."""
    return SQL("invoice_line.quantity * invoice_unit.factor / product_unit.factor")


def is_forward() -> SQL:
    """Tell whether the joined `invoice_line` sells; the others take back."""
    return SQL("(invoice.move_type = 'out_invoice' AND invoice_line.price_subtotal > 0)")


def forward(scope: SQL) -> SQL:
    """Return the lines of posted invoices in scope; each is a whole of its own."""
    return SQL(
        """
        SELECT orders.company_id, 'invoice_line' AS source, invoice_line.id AS source_id,
               invoice_line.id AS series_id, orders.id AS order_id, line.id AS order_line_id,
               invoice_line.id AS move_line_id, orders.distribution_member_id AS buyer_id,
               COALESCE(invoice.invoice_date, invoice.date) AS date,
               %(quantity)s AS quantity, invoice_line.price_subtotal AS untaxed,
               invoice_line.price_total AS taxed, %(quantity)s * %(cost)s AS cost,
               %(quantity)s AS whole_quantity, invoice_line.price_subtotal AS whole_untaxed,
               invoice.currency_id
          FROM %(invoice_lines)s
           AND orders.distribution_member_id IS NOT NULL
           AND %(is_forward)s
        """,
        quantity=invoiced_quantity(),
        cost=unit_cost(),
        invoice_lines=invoice_lines(scope),
        is_forward=is_forward(),
    )


def reversals(scope: SQL) -> SQL:
    """Return the lines of posted credit notes in scope, and negative lines of invoices."""
    return SQL(
        """
        SELECT orders.company_id, 'credit' AS role, 'invoice_line' AS source,
               invoice_line.id AS source_id,
               COALESCE(line.distribution_origin_line_id, line.id) AS order_line_id,
               orders.id AS order_id, invoice_line.id AS move_line_id,
               COALESCE(invoice.invoice_date, invoice.date) AS date,
               ABS(%(quantity)s) AS quantity, ABS(invoice_line.price_subtotal) AS untaxed,
               'invoice'::varchar AS named_source, invoice.reversed_entry_id AS named_id
          FROM %(invoice_lines)s
           AND NOT %(is_forward)s
           AND (invoice.move_type = 'out_refund') = (invoice_line.price_subtotal > 0)
        """,
        quantity=invoiced_quantity(),
        invoice_lines=invoice_lines(scope),
        is_forward=is_forward(),
    )
