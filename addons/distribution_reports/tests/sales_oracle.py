"""What a report on sales must say, added up record by record, without a line of SQL."""

from collections import Counter
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

FIGURES = (
    "quantity",
    "amount_untaxed",
    "quantity_ordered",
    "amount_ordered",
    "quantity_delivered",
    "amount_delivered",
    "quantity_invoiced",
    "amount_invoiced",
    "quantity_returned",
    "amount_returned",
    "amount_net",
    "margin",
    "commission",
)


def decimal(number) -> Decimal:
    """Return a figure of Odoo as it was meant."""
    return Decimal(repr(number or 0.0))


def rounded(number: Decimal, digits: int = 2) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def add_up(orders, *keys):
    """Return {values of keys: {figure: sum}} of the lines of orders that are sales.

    :param keys: `date` (of the order), `month`, `member_id`, `upline_id`, `region_id`, `user_id`,
        `product_id`
    """
    orders.env.flush_all()
    sums = {}
    for line in orders.filtered(lambda order: order.state == "sale").order_line:
        if line.display_type or line.is_downpayment or not line.order_id.distribution_member_id:
            continue
        facts = describe(line)
        total = sums.setdefault(tuple(facts[key] for key in keys), Counter())
        for figure in FIGURES:
            total[figure] += facts[figure]
    return sums


def describe(line):
    """Return what one line says."""
    order, member = line.order_id, line.order_id.distribution_member_id
    zone = ZoneInfo(order.company_id.distribution_tz or "UTC")
    day = order.date_order.replace(tzinfo=UTC).astimezone(zone).date()
    chain = member.get_upline_chain(day)
    return {
        "date": day,
        "month": day.replace(day=1),
        "member_id": member.id,
        "upline_id": chain[0] if chain else None,
        "region_id": order.distribution_region_id.id or None,
        "user_id": order.user_id.id or None,
        "product_id": line.product_id.id,
        **_figures(line),
    }


def _figures(line):
    unit = decimal(line.product_uom_id.factor) / decimal(line.product_id.uom_id.factor)
    rate = decimal(line.order_id.currency_rate or 1)
    ordered, untaxed = decimal(line.product_uom_qty), decimal(line.price_subtotal)
    price = untaxed / ordered if ordered else decimal(line.price_reduce_taxexcl)
    amount = rounded(untaxed / rate)
    back = Decimal(0)
    for move in line.move_ids if ordered >= 0 else ():
        is_back = move.location_id.usage == "customer" and (
            move.to_refund or not move.origin_returned_move_id
        )
        if move.state == "done" and is_back:
            factor = decimal(move.product_uom.factor) / decimal(line.product_id.uom_id.factor)
            back += decimal(move.quantity) * factor
    amount_back = rounded(price / rate / unit * back)
    entries = line.env["distribution.commission.entry"].search([("order_line_id", "=", line.id)])
    return {
        "quantity": ordered * unit,
        "amount_untaxed": amount,
        "quantity_ordered": max(ordered * unit, 0),
        "amount_ordered": amount if ordered >= 0 else 0,
        "quantity_delivered": decimal(line.qty_delivered) * unit,
        "amount_delivered": rounded(price / rate * decimal(line.qty_delivered)),
        "quantity_invoiced": decimal(line.qty_invoiced) * unit,
        "amount_invoiced": rounded(decimal(line.untaxed_amount_invoiced) / rate),
        "quantity_returned": back + max(-ordered * unit, 0),
        "amount_returned": amount_back + (-amount if ordered < 0 else 0),
        "amount_net": amount - amount_back,
        "margin": rounded((untaxed - decimal(line.purchase_price) * ordered) / rate),
        "commission": sum((decimal(entry.amount) for entry in entries), Decimal(0)),
    }
