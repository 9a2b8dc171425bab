"""Signs that orders, deliveries and cases wait for a member; see the addon of the members."""

from collections.abc import Sequence

from odoo.tools import SQL


def quotations(member_id: int) -> SQL:
    """A quotation was sent to the member."""
    return SQL(
        """
        EXISTS (SELECT FROM sale_order
                 WHERE distribution_member_id = %s AND state = 'sent')
        """,
        member_id,
    )


def orders_below(member_id: int, waiting_states: Sequence[str]) -> SQL:
    """An order of a member directly below waits for a decision, whoever decides."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_member below
                  JOIN sale_order sale ON sale.distribution_member_id = below.id
                 WHERE below.upline_id = %s AND sale.distribution_state = ANY(%s))
        """,
        member_id,
        list(waiting_states),
    )


def deliveries(member_id: int, codes: Sequence[str]) -> SQL:
    """Something was delivered and not confirmed."""
    return SQL(
        """
        EXISTS (SELECT FROM sale_order sale
                  JOIN stock_picking picking ON picking.sale_id = sale.id
                  JOIN stock_picking_type kind ON kind.id = picking.picking_type_id
                 WHERE sale.distribution_member_id = %s AND picking.state = 'done'
                   AND kind.code = ANY(%s)
                   AND NOT EXISTS (SELECT FROM distribution_delivery_receipt receipt
                                    WHERE receipt.picking_id = picking.id))
        """,
        member_id,
        list(codes),
    )


def hearings(member_id: int) -> SQL:
    """The member is asked for its statement on a case."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_cross_case
                 WHERE member_id = %s AND hearing_state = 'waiting')
        """,
        member_id,
    )
