"""What was delivered to members and what came back: the rows that the return rate is made of."""

from odoo.tools import SQL


def return_rate() -> SQL:
    """Return the rows of `distribution.return.rate`; amounts are in the company's currency."""
    return SQL("%s UNION ALL %s", _delivered(), _returned())


def _delivered() -> SQL:
    """Each delivery at the price of its order line, without tax."""
    return SQL(
        """
        SELECT move.id * 2 AS id, move.date, sale.distribution_member_id AS member_id,
               sale.distribution_region_id AS region_id, sale.company_id,
               move.product_id, NULL::int AS reason_id, sale.id AS order_id, NULL::int AS rma_id,
               CASE WHEN line.product_uom_qty = 0 THEN 0
                    ELSE line.price_subtotal * move.quantity * unit.factor
                         / (line.product_uom_qty * line_unit.factor)
                         / COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric
               END AS delivered_amount,
               0::numeric AS returned_amount, 0::numeric AS damaged_amount,
               company.distribution_return_goal_percent AS goal_percent,
               NULL::float AS return_rate
          FROM stock_move move
          JOIN stock_location target ON target.id = move.location_dest_id
          JOIN stock_location source ON source.id = move.location_id
          JOIN sale_order_line line ON line.id = move.sale_line_id
          JOIN sale_order sale ON sale.id = line.order_id
          JOIN res_company company ON company.id = sale.company_id
          JOIN uom_uom unit ON unit.id = move.product_uom
          JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
         WHERE move.state = 'done'
           AND target.usage = 'customer'
           AND source.usage <> 'customer'
           AND sale.distribution_member_id IS NOT NULL
        """
    )


def _returned() -> SQL:
    """Each approved return; goods that arrived damaged are counted by themselves."""
    return SQL(
        """
        SELECT rma.id * 2 + 1, rma.date, rma.distribution_member_id, rma.distribution_region_id,
               rma.company_id, rma.product_id, rma.distribution_reason_id, rma.order_id, rma.id,
               0::numeric,
               CASE rma.distribution_kind WHEN 'return' THEN rma.distribution_amount ELSE 0 END,
               CASE rma.distribution_kind WHEN 'damaged' THEN rma.distribution_amount ELSE 0 END,
               company.distribution_return_goal_percent, NULL::float
          FROM rma
          JOIN res_company company ON company.id = rma.company_id
         WHERE rma.distribution_member_id IS NOT NULL
           AND rma.distribution_kind IN ('return', 'damaged')
           AND rma.state NOT IN ('draft', 'cancelled')
        """
    )
