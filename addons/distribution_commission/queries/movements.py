"""Step 1: the commissionable facts, one row per order line and plan.

Columns: plan_id, company_id, currency_id, decimals, order_id, order_line_id, buyer_id,
buyer_level_id, region_path, product_id, categ_path, date, available_date, quantity, base_amount,
sequence.
"""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

from .chain import level_on_day


def movements(order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None) -> SQL:
    """Return the lines of confirmed orders for which a plan has made no entry yet.

    A line that takes back another one is no movement of its own: see `clawback`.
    """
    return SQL(
        """
        SELECT plan.id AS plan_id,
               plan.company_id,
               plan.currency_id,
               currency.decimal_places AS decimals,
               plan.max_depth,
               orders.id AS order_id,
               line.id AS order_line_id,
               buyer.id AS buyer_id,
               %(buyer_level)s AS buyer_level_id,
               region.parent_path AS region_path,
               line.product_id,
               category.parent_path AS categ_path,
               day.value AS date,
               day.value + plan.hold_days AS available_date,
               %(quantity)s AS quantity,
               ROUND(line.price_subtotal / orders.currency_rate, currency.decimal_places)
                   AS base_amount,
               COALESCE(posted.sequence + 1, 0) AS sequence
          FROM %(sources)s
         WHERE %(sold)s
           AND %(scope)s
           AND posted.standing IS NOT TRUE
        """,
        buyer_level=level_on_day(SQL("buyer"), SQL("day.value")),
        quantity=product_quantity(),
        sources=_sources(),
        sold=_is_sold(),
        scope=order_scope(order_ids, date_from, date_to),
    )


def _sources() -> SQL:
    """The order lines of members, with the plans in force on the day of the sale."""
    return SQL(
        """
               sale_order_line line
          JOIN sale_order orders ON orders.id = line.order_id
          JOIN res_company company ON company.id = orders.company_id
          JOIN distribution_member buyer ON buyer.id = orders.distribution_member_id
     LEFT JOIN distribution_region region ON region.id = orders.distribution_region_id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
     LEFT JOIN product_category category ON category.id = template.categ_id
          JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
          JOIN uom_uom product_unit ON product_unit.id = template.uom_id
    CROSS JOIN LATERAL (SELECT %(local_day)s AS value) day
          JOIN distribution_commission_plan plan
            ON plan.company_id = orders.company_id
           AND plan.state IN ('active', 'closed')
           AND plan.trigger = 'confirmed'
           AND plan.date_from <= day.value
           AND (plan.date_to IS NULL OR plan.date_to >= day.value)
          JOIN res_currency currency ON currency.id = plan.currency_id
    CROSS JOIN LATERAL (%(posted)s) posted
        """,
        local_day=local_day(SQL("orders.date_order")),
        posted=_posted(),
    )


def _posted() -> SQL:
    """What the plan has written for the line: does it stand, or was it undone by a cancellation?

    An order confirmed again after its cancellation earns again, by entries of the next sequence.
    """
    return SQL(
        """
        SELECT MAX(entry.sequence) AS sequence,
               BOOL_OR(entry.origin_id IS NULL AND NOT EXISTS (
                   SELECT 1
                     FROM distribution_commission_entry undone
                    WHERE undone.origin_id = entry.id
                      AND undone.order_line_id = entry.order_line_id
               )) AS standing
          FROM distribution_commission_entry entry
         WHERE entry.order_line_id = line.id
           AND entry.plan_id = plan.id
        """
    )


def _is_sold() -> SQL:
    """Goods or services of a confirmed order; sections, down payments and returns are not."""
    return SQL(
        """
               orders.state = 'sale'
           AND line.display_type IS NULL
           AND NOT COALESCE(line.is_downpayment, FALSE)
           AND line.distribution_origin_line_id IS NULL
           AND line.price_subtotal <> 0
        """
    )


def product_quantity() -> SQL:
    """Return the quantity of the joined `line` in the unit of its product."""
    return SQL("line.product_uom_qty * line_unit.factor / product_unit.factor")


def local_day(moment: SQL) -> SQL:
    """Return the day of a UTC timestamp in the time zone of the joined `company`."""
    return SQL(
        "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(company.distribution_tz, 'UTC'))::date",
        moment,
    )


def order_scope(
    order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None
) -> SQL:
    """Return the condition that narrows a run to some orders or to some days, both included."""
    conditions = [SQL("TRUE")]
    if order_ids is not None:
        conditions.append(SQL("orders.id = ANY(%s)", list(order_ids)))
    day = local_day(SQL("orders.date_order"))
    if date_from:
        conditions.append(SQL("%s >= %s", day, date_from))
    if date_to:
        conditions.append(SQL("%s <= %s", day, date_to))
    return SQL(" AND ").join(conditions)
