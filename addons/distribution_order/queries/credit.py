"""What members owe and have ordered: the parts that their credit limit is held against."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def open_items(member_ids: Sequence[int], today: date) -> SQL:
    """Return (member id, receivable, overdue, days of the oldest overdue item).

    Sums are of posted, unpaid items, in the company's currency. Payments that are not matched to
    an invoice lower the receivable, but make nothing less overdue.
    """
    return SQL(
        """
        SELECT member.id,
               SUM(item.amount_residual)::float,
               COALESCE(SUM(item.amount_residual) FILTER (
                   WHERE item.amount_residual > 0 AND item.date_maturity < %(today)s
               ), 0)::float,
               COALESCE(MAX(%(today)s - item.date_maturity) FILTER (
                   WHERE item.amount_residual > 0 AND item.date_maturity < %(today)s
               ), 0)
          FROM distribution_member member
          JOIN account_move_line item
            ON item.partner_id = member.partner_id
           AND item.company_id = member.company_id
          JOIN account_account account
            ON account.id = item.account_id
           AND account.account_type = 'asset_receivable'
         WHERE member.id = ANY(%(members)s)
           AND item.parent_state = 'posted'
           AND item.reconciled IS NOT TRUE
         GROUP BY member.id
        """,
        members=list(member_ids),
        today=today,
    )


def draft_invoices(member_ids: Sequence[int]) -> SQL:
    """Return (member id, total of draft invoices less draft credit notes)."""
    return SQL(
        """
        SELECT member.id, SUM(move.amount_total_signed)::float
          FROM distribution_member member
          JOIN account_move move
            ON move.commercial_partner_id = member.partner_id
           AND move.company_id = member.company_id
         WHERE member.id = ANY(%s)
           AND move.state = 'draft'
           AND move.move_type IN ('out_invoice', 'out_refund')
         GROUP BY member.id
        """,
        list(member_ids),
    )


def uninvoiced_orders(member_ids: Sequence[int], without_ids: Sequence[int]) -> SQL:
    """Return (member id, what is confirmed and not invoiced, with taxes).

    What a draft invoice holds counts as invoiced: it is added by `draft_invoices`. The invoice of
    a down payment lowers what is left to invoice.

    :param without_ids: orders that are left out: those that are being decided on
    """
    return SQL(
        """
        SELECT sale.distribution_member_id,
               SUM(
                   CASE
                       WHEN line.is_downpayment THEN
                           -line.price_unit * line.qty_invoiced
                           * COALESCE(sale.amount_total / NULLIF(sale.amount_untaxed, 0), 1)
                       WHEN line.product_uom_qty > 0 THEN
                           line.price_total
                           * GREATEST(line.product_uom_qty - line.qty_invoiced, 0)
                           / line.product_uom_qty
                       WHEN line.product_uom_qty < 0 THEN
                           line.price_total
                           * LEAST(line.product_uom_qty - line.qty_invoiced, 0)
                           / line.product_uom_qty
                       ELSE 0
                   END / COALESCE(NULLIF(sale.currency_rate, 0), 1)
               )::float
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
         WHERE sale.distribution_member_id = ANY(%(members)s)
           AND sale.state = 'sale'
           AND sale.invoice_status <> 'invoiced'
           AND sale.id <> ALL(%(without)s)
           AND line.display_type IS NULL
         GROUP BY sale.distribution_member_id
        """,
        members=list(member_ids),
        without=list(without_ids),
    )


def waiting_orders(member_ids: Sequence[int], without_ids: Sequence[int]) -> SQL:
    """Return (member id, submitted on, order id, total with taxes) of what is not decided yet.

    :param without_ids: orders that are left out: those that are being decided on
    """
    return SQL(
        """
        SELECT distribution_member_id, distribution_submitted_date, id,
               (amount_total / COALESCE(NULLIF(currency_rate, 0), 1))::float
          FROM sale_order
         WHERE distribution_member_id = ANY(%(members)s)
           AND distribution_state IN ('submitted', 'approving')
           AND id <> ALL(%(without)s)
        """,
        members=list(member_ids),
        without=list(without_ids),
    )


def lock(member_ids: Sequence[int]) -> SQL:
    """Make whoever decides on orders of the same members at once wait, and then fail to write.

    REPEATABLE READ does not show the second what the first has written; touching the same row
    makes PostgreSQL refuse it, and Odoo repeats it with what is true by then.
    """
    return SQL(
        "UPDATE distribution_member SET write_uid = write_uid WHERE id = ANY(%s) RETURNING id",
        list(member_ids),
    )
