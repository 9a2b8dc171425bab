"""What documents say of each line that members bought: the one definition of a sale.

Everything else about sales (the kept facts, the reports on them) follows from this question.
"""

from odoo.addons.distribution_commission.queries.sources import (
    local_day,
    ordered_quantity,
    sold_lines,
)
from odoo.tools import SQL

# Column of a fact, and its type. Quantities are in the product's unit, amounts in the company's
# currency. Numeric sums are exact in whatever order they are made.
FACT_COLUMNS = {
    "id": "integer",  # of the order line
    "order_id": "integer",
    "company_id": "integer",
    "currency_id": "integer",
    "date": "date",
    "date_month_later": "date",
    "date_quarter_later": "date",
    "date_year_later": "date",
    "member_id": "integer",
    "upline_id": "integer",
    "region_id": "integer",
    "product_id": "integer",
    "user_id": "integer",
    "platform": "varchar",
    "quantity": "numeric",
    "amount_untaxed": "numeric",
    "quantity_ordered": "numeric",
    "amount_ordered": "numeric",
    "quantity_delivered": "numeric",
    "amount_delivered": "numeric",
    "quantity_invoiced": "numeric",
    "amount_invoiced": "numeric",
    "quantity_returned": "numeric",
    "amount_returned": "numeric",
    "amount_net": "numeric",
    "margin": "numeric",
    "commission": "numeric",
}
FIGURES = tuple(name for name, kind in FACT_COLUMNS.items() if kind == "numeric")


def columns(names=FACT_COLUMNS, table: str | None = None) -> SQL:
    """Return the columns, of a table if it is named, as they stand in a SELECT or INSERT."""
    return SQL(", ").join(
        SQL.identifier(table, name) if table else SQL.identifier(name) for name in names
    )


def sold(which: SQL) -> SQL:
    """Return the facts of the confirmed lines of members.

    :param which: condition on `orders`
    """
    return SQL(
        """
        SELECT line.id, orders.id AS order_id, orders.company_id, company.currency_id,
               day.value AS date, (day.value + INTERVAL '1 month')::date AS date_month_later,
               (day.value + INTERVAL '3 months')::date AS date_quarter_later,
               (day.value + INTERVAL '1 year')::date AS date_year_later,
               orders.distribution_member_id AS member_id,
               history.upline_id, orders.distribution_region_id AS region_id, line.product_id,
               orders.user_id, orders.platform,
               figures.*
          FROM %(lines)s
          JOIN res_currency currency ON currency.id = company.currency_id
    CROSS JOIN LATERAL (SELECT %(local_day)s AS value) day
     LEFT JOIN distribution_member_upline history
            ON history.member_id = orders.distribution_member_id
           AND history.date_from <= day.value
           AND (history.date_to IS NULL OR history.date_to > day.value)
    CROSS JOIN LATERAL (%(back)s) back
    CROSS JOIN LATERAL (%(earned)s) earned
    CROSS JOIN LATERAL (%(figures)s) figures
         WHERE orders.state = 'sale'
           AND orders.distribution_member_id IS NOT NULL
           AND %(which)s
        """,
        lines=sold_lines(),
        local_day=local_day(SQL("orders.date_order")),
        back=_brought_back(),
        earned=_earned(),
        figures=_figures(),
        which=which,
    )


def _figures() -> SQL:
    """Return the figures of the joined `line`, in the order of FACT_COLUMNS.

    What came back is worth what was paid for it. A line that takes back another one is negative
    itself, so it lowers the net amount once.
    """
    return SQL(
        """
        SELECT quantity, amount_untaxed,
               GREATEST(quantity, 0) AS quantity_ordered,
               CASE WHEN quantity < 0 THEN 0 ELSE amount_untaxed END AS amount_ordered,
               quantity_delivered,
               ROUND(unit_price * quantity_delivered, decimals) AS amount_delivered,
               quantity_invoiced,
               ROUND(COALESCE(line.untaxed_amount_invoiced, 0) / rate, decimals)
                   AS amount_invoiced,
               quantity_back + GREATEST(-quantity, 0) AS quantity_returned,
               amount_back + CASE WHEN quantity < 0 THEN -amount_untaxed ELSE 0 END
                   AS amount_returned,
               amount_untaxed - amount_back AS amount_net,
               ROUND(COALESCE(line.margin, 0)::numeric / rate, decimals) AS margin,
               earned.amount AS commission
          FROM (%(priced)s) priced
        """,
        priced=_priced(),
    )


def _priced() -> SQL:
    """Return the quantities of the joined `line` with what one unit of the product was sold for."""
    return SQL(
        """
        SELECT *, ROUND(unit_price * quantity_back, decimals) AS amount_back
          FROM (
            SELECT *, %(ordered)s AS quantity,
                   COALESCE(line.qty_delivered, 0) * unit AS quantity_delivered,
                   COALESCE(line.qty_invoiced, 0) * unit AS quantity_invoiced,
                   ROUND(line.price_subtotal / rate, decimals) AS amount_untaxed,
                   back.quantity AS quantity_back,
                   %(price)s / rate / unit AS unit_price
              FROM (
                SELECT line_unit.factor / product_unit.factor AS unit,
                       COALESCE(NULLIF(orders.currency_rate, 0), 1)::numeric AS rate,
                       currency.decimal_places AS decimals
              ) given
          ) counted
        """,
        ordered=ordered_quantity(),
        price=line_price(),
    )


def line_price() -> SQL:
    """Return what one unit of the joined `line` was sold for, without tax, in its currency."""
    return SQL(
        """
        CASE WHEN line.product_uom_qty <> 0 THEN line.price_subtotal / line.product_uom_qty
             ELSE line.price_reduce_taxexcl END
        """
    )


def is_brought_back() -> SQL:
    """Tell whether the joined `move` from a `place` brought goods of the joined `line` back.

    The same moves as those that take commission back. Moves of lines that take back another one
    are the goods of these lines, which are negative already.
    """
    return SQL(
        """
        (move.product_id = line.product_id
         AND move.state = 'done'
         AND place.usage = 'customer'
         AND (move.to_refund OR move.origin_returned_move_id IS NULL)
         AND line.product_uom_qty >= 0)
        """
    )


def _brought_back() -> SQL:
    """Return the quantity of the joined `line` that came back, in the unit of the product."""
    return SQL(
        """
        SELECT COALESCE(SUM(move.quantity * move_unit.factor / product_unit.factor), 0)
                   AS quantity
          FROM stock_move move
          JOIN uom_uom move_unit ON move_unit.id = move.product_uom
          JOIN stock_location place ON place.id = move.location_id
         WHERE move.sale_line_id = line.id
           AND %s
        """,
        is_brought_back(),
    )


def _earned() -> SQL:
    """Return what all beneficiaries together earned by the joined `line`."""
    return SQL(
        """
        SELECT COALESCE(SUM(entry.amount), 0) AS amount
          FROM distribution_commission_entry entry
         WHERE entry.order_line_id = line.id
        """
    )
