"""K/3 WISE as far as public sources confirm its protocol; the rest says that it is not there.

MODELLED, NOT VERIFIED against a K/3 WISE. Objects and keys are those of `mappers/wise.py`.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta

from ..clients import errors, filters
from ..clients.k3wise_client import K3WiseClient
from ..mappers import customer, sales_order, stock, wise
from ..mappers.material import APPROVED, Material
from .profile import Profile

MATERIAL, CUSTOMER, ORDER, DELIVERY = "Material", "Customer", "SO", "Sales_Delivery"
# Bills have a day and no time of change: what was dated so long ago may be audited only today.
DAYS_BACK = 45


class K3WiseAdapter:
    """One K/3 WISE as our streams see it; the interface of `k3cloud.K3CloudAdapter`.

    There are no times of change, so readings are full ones, or of the last weeks. An order ends
    with being saved: people audit and void it there, and make customers.
    """

    def __init__(self, client: K3WiseClient, profile: Profile):
        """Take how to reach it; of the profile nothing is special here."""
        self.client = client
        self.profile = profile
        self._stock: list[stock.StockRow] | None = None

    def __enter__(self) -> "K3WiseAdapter":
        return self

    def __exit__(self, *_error):
        self.client.close()

    # === TESTS === #

    def test(self):
        """Ask for one material: an answer proves that the code is right."""
        next(iter(self._pages(MATERIAL, wise.MATERIAL_FIELDS)), None)

    def find_unknown_fields(self) -> list[tuple[str, str, str, str]]:
        """Find nothing: K/3 WISE leaves unknown fields out without a word."""
        return []

    # === READING === #

    def read_stock(
        self, warehouse: str, materials: Collection[str] | None = None
    ) -> Iterator[list[stock.StockRow]]:
        """Yield the stock of a warehouse; the endpoint gives all at once, so it is asked once."""
        if not self.client.settings.stock_url:
            raise errors.UnsupportedError("no address of a stock endpoint", deed="read_stock")
        if self._stock is None:
            self._stock = wise.read_stock(self.client.read_stock())
        wanted = None if materials is None else set(materials)
        yield [
            row
            for row in self._stock
            if row.warehouse == warehouse and (wanted is None or row.material in wanted)
        ]

    def read_materials(self, since: str = "") -> Iterator[list[Material]]:
        """Yield all materials; those it lists count as approved, for it does not say."""
        for rows in self._pages(MATERIAL, wise.MATERIAL_FIELDS):
            yield [replace(one, status=APPROVED) for one in wise.read_materials(rows)]

    def read_customers(self, since: str = "") -> Iterator[list[customer.Customer]]:
        """Yield all customers, as approved as materials are."""
        for rows in self._pages(CUSTOMER, wise.CUSTOMER_FIELDS):
            yield [replace(one, status=APPROVED) for one in wise.read_customers(rows)]

    def read_movements(self, kind: str, since: str = "") -> Iterator[list]:
        """Yield lines of deliveries, or of red ones, which are returns, weeks before a moment."""
        day = since[:10]
        if day:
            day = str(date.fromisoformat(day) - timedelta(days=DAYS_BACK))
        return self.read_movements_from(kind, day)

    def read_movements_from(self, kind: str, day: str) -> Iterator[list]:
        """Yield lines of bills that are dated from a day on; "" for all."""
        keys = [*dict.fromkeys(wise.DELIVERY_FIELDS.values()), wise.RED_FIELD]
        where = filters.since(wise.DELIVERY_FIELDS["date"], day) if day else ""
        for rows in self.client.read_pages(
            DELIVERY,
            key=wise.DELIVERY_FIELDS["entry_id"],
            fields=keys,
            where=where,
            has_lines=True,
        ):
            deliveries, returns = wise.read_movements(rows)
            yield deliveries if kind == "delivery" else returns

    def read_numbers(self, what: str) -> set[str]:
        """Return the numbers of all materials ("material") or customers ("customer")."""
        pages = self.read_materials() if what == "material" else self.read_customers()
        return {str(one.number).strip() for page in pages for one in page}

    # === ORDERS === #

    def find_orders(self, numbers: Collection[str]) -> dict[str, sales_order.OrderFacts]:
        """Return {number: facts} of those that are there; each is asked for by itself."""
        return {
            number: wise.read_order(*self.client.get_bill(ORDER, number))
            for number in numbers
            if self.client.exists(ORDER, number)
        }

    def save_order(self, order: sales_order.OrderDocument) -> str:
        """Save an order under our number, once; return the number it has there."""
        return self.client.save_bill(ORDER, wise.build_order(order)).number

    def submit_order(self, number: str):
        """Refuse: orders are audited in K/3 WISE by people."""
        raise errors.UnsupportedError(deed="audit_order")

    audit_order = submit_order

    def reopen_order(self, facts: sales_order.OrderFacts):
        """Refuse: how an audit is taken back nobody has confirmed."""
        raise errors.UnsupportedError(deed="void_order")

    def void_order(self, number: str):
        """Refuse: K/3 WISE has no service that makes a bill void."""
        raise errors.UnsupportedError(deed="void_order")

    # === CUSTOMERS === #

    def find_customer(self, number: str) -> customer.Customer | None:
        """Return the customer of a number."""
        if not self.client.exists(CUSTOMER, number, key=wise.CUSTOMER_FIELDS["number"]):
            return None
        [found] = wise.read_customers([self.client.get_record(CUSTOMER, number)])
        return replace(found, status=APPROVED)

    def save_customer(self, document: customer.CustomerDocument):
        """Refuse: customers are made in K/3 WISE by people, from a template of ~150 fields."""
        raise errors.UnsupportedError(deed="save_customer")

    submit_customer = audit_customer = submit_order

    def _pages(self, name: str, names: dict[str, str]) -> Iterator[list[dict]]:
        return self.client.read_pages(name, key=names["id"], fields=list(names.values()))
