"""K/3 WISE as far as public sources confirm its protocol; the rest says that it is not there.

MODELLED, NOT VERIFIED against a K/3 WISE. Objects and keys are those of `mappers/wise.py`.
"""

from collections.abc import Collection, Iterator

from ..clients import errors
from ..clients.k3wise_client import K3WiseClient
from ..mappers import customer, sales_order, stock, wise
from ..mappers.material import Material
from .profile import Profile

MATERIAL, CUSTOMER, ORDER, DELIVERY = "Material", "Customer", "SO", "Sales_Delivery"


class K3WiseAdapter:
    """One K/3 WISE as our streams see it; the interface of `k3cloud.K3CloudAdapter`.

    There are no times of change: every reading is a full one. There is no audit of orders by its
    services and no creation of customers: people do both there.
    """

    def __init__(self, client: K3WiseClient, profile: Profile):
        """Take how to reach it; of the profile nothing is special here."""
        self.client = client
        self.profile = profile

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
        """Yield the stock of a warehouse from the read-only endpoint."""
        wanted = None if materials is None else set(materials)
        yield [
            row
            for row in wise.read_stock(self.client.read_stock())
            if row.warehouse == warehouse and (wanted is None or row.material in wanted)
        ]

    def read_materials(self, since: str = "") -> Iterator[list[Material]]:
        """Yield all materials."""
        for rows in self._pages(MATERIAL, wise.MATERIAL_FIELDS):
            yield wise.read_materials(rows)

    def read_customers(self, since: str = "") -> Iterator[list[customer.Customer]]:
        """Yield all customers."""
        for rows in self._pages(CUSTOMER, wise.CUSTOMER_FIELDS):
            yield wise.read_customers(rows)

    def read_movements(self, kind: str, since: str = "") -> Iterator[list]:
        """Yield lines of deliveries, or of red ones, which are returns."""
        return self.read_movements_from(kind, since[:10])

    def read_movements_from(self, kind: str, day: str) -> Iterator[list]:
        """Yield lines of bills that are dated from a day on."""
        keys = [*dict.fromkeys(wise.DELIVERY_FIELDS.values()), wise.RED_FIELD]
        for rows in self.client.read_pages(
            DELIVERY, key=wise.DELIVERY_FIELDS["entry_id"], fields=keys, has_lines=True
        ):
            deliveries, returns = wise.read_movements(rows)
            lines = deliveries if kind == "delivery" else returns
            yield [line for line in lines if str(line.date) >= day]

    def read_numbers(self, what: str) -> set[str]:
        """Return the numbers of all materials ("material") or customers ("customer")."""
        pages = self.read_materials() if what == "material" else self.read_customers()
        return {one.number for page in pages for one in page}

    # === ORDERS === #

    def find_orders(self, numbers: Collection[str]) -> dict[str, sales_order.OrderFacts]:
        """Refuse: what an order looks like there nobody has confirmed."""
        raise self._unconfirmed()

    def save_order(self, order: sales_order.OrderDocument) -> str:
        """Save an order under our number, once; return the ERP's id or number of it."""
        return self.client.save_bill(ORDER, wise.build_order(order)).id

    def submit_order(self, number: str):
        """Refuse: orders are approved in K/3 WISE by people."""
        raise self._unconfirmed()

    audit_order = submit_order

    def reopen_order(self, facts: sales_order.OrderFacts):
        """Refuse, as `submit_order`."""
        raise self._unconfirmed()

    def void_order(self, number: str):
        """Refuse, as `submit_order`."""
        raise self._unconfirmed()

    # === CUSTOMERS === #

    def find_customer(self, number: str) -> customer.Customer | None:
        """Return the customer of a number."""
        for page in self.read_customers():
            for one in page:
                if one.number == number:
                    return one
        return None

    def save_customer(self, document: customer.CustomerDocument):
        """Refuse: customers are made in K/3 WISE by people, from a template of ~150 fields."""
        raise self._unconfirmed()

    submit_customer = audit_customer = submit_order

    def _pages(self, name: str, names: dict[str, str]) -> Iterator[list[dict]]:
        return self.client.read_pages(name, key=names["id"], fields=list(names.values()))

    def _unconfirmed(self) -> errors.RefusedError:
        return errors.RefusedError(
            "not confirmed", messages=("K/3 WISE: 请在 K/3 中由人工处理 (no confirmed service)",)
        )
