"""An order of ours as Kingdee is to have it."""

import dataclasses
import json
from decimal import Decimal

from odoo import fields
from odoo.exceptions import UserError

from ..mappers.sales_order import OrderDocument, OrderLine

EXACT = ("quantity", "tax_price", "tax_percent")
ROUNDING = Decimal("0.01")  # of one line
PLACES = 10  # of prices and quantities: as many as Kingdee keeps


class IncompleteError(UserError):
    """Something is missing here that Kingdee needs; the sentence says what, and where."""


class WaitingError(UserError):
    """Something has to be in Kingdee first, and is on its way there."""


class OrderFreezer:
    """Keeps what is sent with the journal rows; what they share is read once for all of them."""

    def __init__(self, documents):
        """Take the rows, of kind order and of one ERP."""
        self.backend, orders = documents.backend_id, documents.order_id
        together = orders.order_line._ids  # sorting forgets who is read with whom
        self.lines = {order: get_order_lines(order).with_prefetch(together) for order in orders}
        self.builder = _LineBuilder(self.backend, orders.order_line)
        self.customers = self.backend._find_numbers(orders.distribution_member_id)

    def freeze(self, document):
        """Keep what is sent: a later change of the order makes another row.

        :raise IncompleteError: when it cannot be sent as it is
        """
        order = self._build(document)
        line_ids = self.lines[document.order_id].ids
        values = {**dataclasses.asdict(order), "line_ids": line_ids}
        document.payload = json.loads(json.dumps(values, default=str))
        return order

    def _build(self, document):
        backend, order, lines = self.backend, document.order_id, self.lines[document.order_id]
        sent_lines = tuple(self.builder.build(line) for line in lines)
        if not sent_lines:
            raise IncompleteError(backend.env._("%(order)s has no goods.", order=order.name))
        address = order.partner_shipping_id
        zoned = backend.with_context(tz=backend.tz)
        return OrderDocument(
            number=document.number,
            date=f"{fields.Datetime.context_timestamp(zoned, order.date_order):%Y-%m-%d}",
            organisation=backend.organisation_number or "100",
            stock_organisation=backend.stock_organisation_number or "",
            customer=self._find_customer(order.distribution_member_id),
            lines=sent_lines,
            total=_find_total(order, lines),
            currency=backend.currency_number,
            bill_type=backend.bill_type,
            salesperson=backend.salesperson_number or "",
            department=backend.department_number or "",
            contact=address.name or "",
            phone=address.phone or "",
            address=_write_address(address),
            note=order.distribution_note or "",
        )

    def _find_customer(self, member):
        """Return the number of a member in Kingdee.

        :raise WaitingError: when we send members, and this one is not there yet
        """
        number = self.customers.get(member.id)
        if not number and self.backend._is_sending_members() and member.state == "active":
            raise WaitingError(
                self.backend.env._(
                    "%(member)s is not in Kingdee yet; the order follows it.",
                    member=member.display_name,
                )
            )
        return number or member.code


def read_order(payload):
    """Return a kept order as it was, and the ids of its lines here."""
    values = {name: value for name, value in payload.items() if name != "line_ids"}
    lines = tuple(
        OrderLine(**{**line, **{name: _read(line[name]) for name in EXACT}})
        for line in values["lines"]
    )
    order = OrderDocument(**{**values, "lines": lines, "total": Decimal(values["total"])})
    return order, payload["line_ids"]


def _read(text):
    return None if text is None else Decimal(text)


def _find_total(order, lines):
    """Return the total that Kingdee is to have: it adds up lines, each rounded by itself.

    Where Odoo rounds the tax of all lines together, that is some cents from the order's own total.
    More than that is no rounding: something of the order is not sent, and will be seen.
    """
    total, added = _exact(order.amount_total, 2), _exact(sum(lines.mapped("price_total")), 2)
    return added if abs(added - total) <= len(lines) * ROUNDING else total


def get_order_lines(order):
    """Return the lines of goods of an order, in the order in which they are sent."""
    return order.order_line.filtered(
        lambda line: line.product_id and not line.display_type and line.product_uom_qty
    ).sorted(lambda line: (line.sequence, line.id))


def match_entries(line_ids, sent_lines, facts):
    """Return {ID of a line there: ID of the line here}, by material and quantity, in their order.

    :param OrderFacts facts: of the order in Kingdee
    """
    left = list(zip(line_ids, sent_lines, strict=True))
    entries = {}
    for theirs in sorted(facts.lines, key=lambda line: (len(line.entry_id), line.entry_id)):
        for pair in left:
            line_id, sent = pair
            if sent.material == theirs.material and sent.quantity == theirs.quantity:
                entries[theirs.entry_id] = line_id
                left.remove(pair)
                break
    return entries


class _LineBuilder:
    """Builds lines; numbers of products and units are looked up once for all of them."""

    def __init__(self, backend, lines):
        self.backend = backend
        self.env = backend.env
        self.numbers = backend._find_numbers(lines.product_id)
        self.units = {unit.uom_id: unit.number for unit in backend.unit_ids}

    def build(self, line):
        product = line.product_id
        material = self.numbers.get(product.id) or product.default_code
        if not material:
            raise IncompleteError(
                self.env._(
                    "%(product)s has no code, so Kingdee does not know it.",
                    product=product.display_name,
                )
            )
        if line.product_uom_qty < 0:
            raise IncompleteError(
                self.env._(
                    "%(product)s is taken back in this order. Enter the return in Kingdee.",
                    product=product.display_name,
                )
            )
        unit, quantity = self._find_unit(line)
        tax = line.tax_ids.filtered(lambda tax: tax.amount_type == "percent")[:1]
        return OrderLine(
            material=material,
            unit=unit,
            quantity=quantity,
            tax_price=_exact(Decimal(str(line.price_total)) / quantity, PLACES),
            tax_percent=Decimal(str(tax.amount)) if tax else None,
            is_free=not line.price_total,
            note=(line.name or "")[:200] if line.name != product.display_name else "",
        )

    def _find_unit(self, line):
        """Return the number of a unit that Kingdee knows, and the quantity in it."""
        own = line.product_id.uom_id
        for uom in (line.product_uom_id, own):
            if uom in self.units:
                quantity = line.product_uom_id._compute_quantity(
                    line.product_uom_qty, uom, round=False
                )
                return self.units[uom], _exact(quantity, PLACES)
        raise IncompleteError(
            self.env._(
                "The unit %(unit)s of %(product)s is mapped to none of Kingdee.",
                unit=line.product_uom_id.name,
                product=line.product_id.display_name,
            )
        )


def _exact(number, places):
    """Return a number as people would write it down.

    >>> _exact(0.1 + 0.2, 10)
    Decimal('0.3')
    """
    return round(Decimal(str(number)), places).normalize() + 0


def _write_address(partner):
    parts = (partner.state_id.name, partner.city, partner.street, partner.street2)
    return "".join(part for part in parts if part)[:200]
