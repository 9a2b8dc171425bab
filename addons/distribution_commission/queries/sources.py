"""What documents say now of each order line: one SELECT per trigger and role.

Columns (`SOURCE_COLUMNS`): what the document is (source, source_id), the whole it is a part of
(series_id), the order line that was sold (order_line_id), the invoice line if there is one, the
day, the quantity in the product's unit, the amounts in the document's currency, the cost in the
company's, and quantity and amount of the whole. All are positive for sales; `reversals` also name
what they take back.
"""

from odoo.tools import SQL

SOURCE_COLUMNS = (
    "company_id",
    "source",
    "source_id",
    "series_id",
    "order_id",
    "order_line_id",
    "move_line_id",
    "buyer_id",
    "date",
    "quantity",
    "untaxed",
    "taxed",
    "cost",
    "whole_quantity",
    "whole_untaxed",
    "currency_id",
)


def local_day(moment: SQL) -> SQL:
    """Return the day of a UTC timestamp in the time zone of the joined `company`."""
    return SQL(
        "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(company.distribution_tz, 'UTC'))::date",
        moment,
    )


def sold_lines() -> SQL:
    """Return the FROM items of the lines that members bought, or took back by a negative line."""
    return SQL(
        """
               sale_order orders
          JOIN res_company company ON company.id = orders.company_id
          JOIN sale_order_line line
            ON line.order_id = orders.id
           AND line.display_type IS NULL
           AND NOT COALESCE(line.is_downpayment, FALSE)
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom product_unit ON product_unit.id = template.uom_id
          JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
        """
    )


def ordered_quantity() -> SQL:
    """Return the quantity of the joined `line` in the unit of its product."""
    return SQL("line.product_uom_qty * line_unit.factor / product_unit.factor")


def unit_cost() -> SQL:
    """Return what one unit of the joined `product` costs the joined `company` today.

    Override-like hook for other costing: the movement keeps what this says when it is recorded.
    """
    return SQL("COALESCE((product.standard_price ->> company.id::text)::numeric, 0)")


def share(whole: SQL, part: SQL, before: SQL, total: SQL, decimals: SQL) -> SQL:
    """Return the part of `whole` that belongs to `part` of `total`, after `before` was shared out.

    Rounded on what is shared out so far, so that all parts together are exactly the whole.
    """
    return SQL(
        "ROUND(%(whole)s * (%(before)s + %(part)s) / %(total)s, %(decimals)s)"
        " - ROUND(%(whole)s * %(before)s / %(total)s, %(decimals)s)",
        whole=whole,
        part=part,
        before=before,
        total=total,
        decimals=decimals,
    )
