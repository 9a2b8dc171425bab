"""Trigger `paid`: every matching of an invoice settles its share of each line.

A credit note that is matched settles just so, and takes back its own lines as it is settled: what
remains of both is the money that was received.
"""

from odoo.tools import SQL

from .source_invoices import invoice_lines, invoiced_quantity, is_forward
from .sources import share, unit_cost


def forward(scope: SQL) -> SQL:
    """Return the matched shares of invoice lines in scope."""
    return SQL(
        """
        SELECT company_id, 'payment' AS source, partial_id AS source_id,
               move_line_id AS series_id, order_id, order_line_id, move_line_id, buyer_id, date,
               %(quantity)s AS quantity, %(untaxed)s AS untaxed, %(taxed)s AS taxed,
               %(quantity)s * unit_cost AS cost, quantity AS whole_quantity,
               untaxed AS whole_untaxed, currency_id
          FROM (%(settled)s) settled
         WHERE is_forward AND buyer_id IS NOT NULL
        """,
        quantity=_share(SQL("quantity"), SQL("6")),
        untaxed=_share(SQL("untaxed"), SQL("decimals")),
        taxed=_share(SQL("taxed"), SQL("decimals")),
        settled=_settled(scope),
    )


def reversals(scope: SQL) -> SQL:
    """Return the matched shares of credit note lines in scope."""
    return SQL(
        """
        SELECT company_id, 'credit' AS role, 'payment' AS source, partial_id AS source_id,
               root_line_id AS order_line_id, order_id, move_line_id, date,
               %(quantity)s AS quantity, %(untaxed)s AS untaxed,
               'invoice'::varchar AS named_source, named_id
          FROM (%(settled)s) settled
         WHERE NOT is_forward
        """,
        quantity=_share(SQL("quantity"), SQL("6")),
        untaxed=_share(SQL("untaxed"), SQL("decimals")),
        settled=_settled(scope),
    )


def _share(whole: SQL, decimals: SQL) -> SQL:
    return share(whole, SQL("matched"), SQL("before"), SQL("total"), decimals)


def _settled(scope: SQL) -> SQL:
    """Each invoice line beside each matching of its invoice, in the order of the matchings."""
    return SQL(
        """
        SELECT sold.*, matching.partial_id, matching.date, matching.matched, matching.before,
               matching.total
          FROM (
            SELECT orders.company_id, orders.id AS order_id, line.id AS order_line_id,
                   COALESCE(line.distribution_origin_line_id, line.id) AS root_line_id,
                   invoice_line.id AS move_line_id, orders.distribution_member_id AS buyer_id,
                   ABS(%(quantity)s) AS quantity, ABS(invoice_line.price_subtotal) AS untaxed,
                   ABS(invoice_line.price_total) AS taxed, %(cost)s AS unit_cost,
                   invoice.currency_id, invoice.id AS invoice_id,
                   invoice.reversed_entry_id AS named_id, %(is_forward)s AS is_forward,
                   (SELECT decimal_places FROM res_currency WHERE id = invoice.currency_id)
                       AS decimals
              FROM %(invoice_lines)s
          ) sold
    CROSS JOIN LATERAL (%(matchings)s) matching
        """,
        quantity=invoiced_quantity(),
        cost=unit_cost(),
        is_forward=is_forward(),
        invoice_lines=invoice_lines(scope),
        matchings=_matchings(),
    )


def _matchings() -> SQL:
    """The matchings of the `sold` line's invoice, in the invoice's currency; `total` is its sum."""
    return SQL(
        """
        SELECT partial_id, date, matched,
               SUM(matched) OVER (ORDER BY date, partial_id) - matched AS before, total
          FROM (
            SELECT part.id AS partial_id, part.max_date AS date,
                   CASE WHEN part.debit_move_id = due.id THEN part.debit_amount_currency
                        ELSE part.credit_amount_currency END AS matched,
                   (SELECT SUM(ABS(amount_currency))
                      FROM account_move_line
                     WHERE move_id = sold.invoice_id
                       AND display_type = 'payment_term') AS total
              FROM account_move_line due
              JOIN account_partial_reconcile part
                ON part.debit_move_id = due.id OR part.credit_move_id = due.id
             WHERE due.move_id = sold.invoice_id
               AND due.display_type = 'payment_term'
          ) part
         WHERE matched > 0 AND total > 0
        """
    )
