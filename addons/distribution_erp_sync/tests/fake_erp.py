"""An ERP in memory with the interface of the adapters: it fails when told to."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ..clients.errors import RefusedError
from ..mappers.customer import Customer
from ..mappers.order_facts import OrderFacts, OrderLineFacts


@dataclass
class Fault:
    """What goes wrong with a call: before it has any effect, or after."""

    error: Exception
    is_after: bool = False


class FakeErp:
    """Orders, customers, stock and goods of an ERP, and the calls that came."""

    def __init__(self):
        self.orders, self.customers = {}, {}
        self.stock, self.materials = [], []
        self.movements = {"delivery": [], "return": []}
        self.calls, self.faults = [], {}
        self.given_number = ""  # the one its numbering rule gives, whatever we send
        self._next_id = 100

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def fail(self, call, *faults):
        """Let the next calls of a kind fail."""
        self.faults.setdefault(call, []).extend(faults)

    def _meet(self, call):
        self.calls.append(call)
        waiting = self.faults.get(call)
        fault = waiting.pop(0) if waiting else None
        if fault and not fault.is_after:
            raise fault.error
        return fault

    def _number(self):
        self._next_id += 1
        return str(self._next_id)

    # === READING === #

    def test(self):
        self._meet("test")

    def find_unknown_fields(self):
        return []

    def read_stock(self, warehouse, materials=None):
        self._meet("read_stock")
        yield [
            row
            for row in self.stock
            if row.warehouse == warehouse and (materials is None or row.material in materials)
        ]

    def read_materials(self, since=""):
        self._meet("read_materials")
        yield self.materials

    def read_customers(self, since=""):
        self._meet("read_customers")
        yield list(self.customers.values())

    def read_movements(self, kind, since=""):
        self._meet("read_movements")
        yield [line for line in self.movements[kind] if line.modified >= since]

    def read_movements_from(self, kind, day):
        yield [line for line in self.movements[kind] if line.date >= day]

    def read_numbers(self, what):
        if what == "material":
            return {one.number for one in self.materials}
        return set(self.customers)

    # === ORDERS === #

    def find_orders(self, numbers):
        self._meet("find_orders")
        return {number: self.orders[number] for number in numbers if number in self.orders}

    def save_order(self, order):
        fault = self._meet("save_order")
        if order.number in self.orders:
            raise RefusedError("refused", code=11, messages=("编码唯一",), is_duplicate=True)
        lines = tuple(
            OrderLineFacts(
                entry_id=self._number(),
                material=line.material,
                unit=line.unit,
                quantity=line.quantity,
                amount=round(line.quantity * line.tax_price, 2),
                delivered=Decimal(0),
                remaining=line.quantity,
                returned=Decimal(0),
                is_closed=False,
            )
            for line in order.lines
        )
        self.orders[order.number] = OrderFacts(
            id=self._number(),
            number=order.number,
            status="A",
            customer=order.customer,
            total=sum((line.amount for line in lines), Decimal(0)),
            is_closed=False,
            is_cancelled=False,
            modified="2026-01-01T10:00:00",
            lines=lines,
        )
        if fault:
            raise fault.error
        return self.given_number or order.number

    def change(self, number, **values):
        """Let people of the ERP change an order there."""
        self.orders[number] = replace(self.orders[number], **values)

    def submit_order(self, number):
        fault = self._meet("submit_order")
        self.change(number, status="B")
        if fault:
            raise fault.error

    def audit_order(self, number):
        fault = self._meet("audit_order")
        self.change(number, status="C")
        if fault:
            raise fault.error

    def reopen_order(self, facts):
        self._meet("reopen_order")
        self.change(facts.number, status="D")

    def void_order(self, number):
        fault = self._meet("void_order")
        self.change(number, is_cancelled=True)
        if fault:
            raise fault.error

    # === CUSTOMERS === #

    def find_customer(self, number):
        self._meet("find_customer")
        return self.customers.get(number)

    def save_customer(self, document):
        fault = self._meet("save_customer")
        self.customers[document.number] = Customer(
            id=self._number(), number=document.number, name=document.name, status="A"
        )
        if fault:
            raise fault.error

    def submit_customer(self, number):
        self._meet("submit_customer")
        self.customers[number] = replace(self.customers[number], status="B")

    def audit_customer(self, number):
        self._meet("audit_customer")
        self.customers[number] = replace(self.customers[number], status="C")
