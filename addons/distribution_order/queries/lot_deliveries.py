"""To whom lots were delivered, and where that member was authorised to sell on that day."""

from odoo.tools import SQL


def lot_deliveries(lot_ids, company_id, timezone) -> SQL:
    """Return (lot_id, picking_id, member_id, day, quantity, area_ids), the latest first.

    Only finished deliveries to members of the company's channel count. The quantity is in the
    product's own unit; the areas are those of the certificates that held on the day, else the
    member's own region.
    """
    return SQL(
        """
        WITH delivered AS (%(delivered)s)
        SELECT delivered.lot_id, delivered.picking_id, delivered.member_id, delivered.day,
               delivered.quantity,
               COALESCE(
                   (SELECT ARRAY_AGG(DISTINCT paper.region_id)
                      FROM distribution_authorisation paper
                     WHERE paper.member_id = delivered.member_id
                       AND paper.state <> 'draft'
                       AND paper.date_from <= delivered.day
                       AND (paper.date_to IS NULL OR paper.date_to >= delivered.day)
                       AND (paper.date_revoked IS NULL OR paper.date_revoked > delivered.day)),
                   ARRAY[member.region_id]
               ) AS area_ids
          FROM delivered
          JOIN distribution_member member ON member.id = delivered.member_id
         ORDER BY delivered.day DESC, delivered.picking_id DESC
        """,
        delivered=_delivered(lot_ids, company_id, timezone),
    )


def _delivered(lot_ids, company_id, timezone) -> SQL:
    """Return what of the lots went to customers, by delivery and day."""
    return SQL(
        """
        SELECT line.lot_id, line.picking_id,
               COALESCE(sale.distribution_member_id, member.id) AS member_id,
               (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(timezone)s)::date AS day,
               SUM(line.quantity_product_uom) AS quantity
          FROM stock_move_line line
          JOIN stock_move move ON move.id = line.move_id
          JOIN stock_location target ON target.id = line.location_dest_id
          JOIN stock_picking picking ON picking.id = line.picking_id
          LEFT JOIN sale_order_line sold ON sold.id = move.sale_line_id
          LEFT JOIN sale_order sale ON sale.id = sold.order_id
          LEFT JOIN res_partner partner ON partner.id = picking.partner_id
          LEFT JOIN distribution_member member
            ON member.partner_id = partner.commercial_partner_id
           AND member.company_id = line.company_id
         WHERE line.lot_id = ANY(%(lots)s)
           AND line.state = 'done'
           AND line.company_id = %(company)s
           AND target.usage = 'customer'
         GROUP BY 1, 2, 3, 4
        """,
        lots=list(lot_ids),
        company=company_id,
        timezone=timezone,
    )
