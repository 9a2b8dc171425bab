"""K/3 Cloud: which forms, fields and conditions answer what our streams ask."""

from collections.abc import Collection, Iterable, Iterator
from types import ModuleType

from ..clients import errors, filters
from ..clients.k3cloud_client import K3CloudClient
from ..mappers import customer, delivery, material, sales_order, sales_return, stock
from .profile import Profile

MOVEMENTS = {"delivery": delivery, "return": sales_return}
MAPPERS = (stock, material, customer, sales_order, delivery, sales_return)
SURELY_ALL = 100  # no server gives fewer rows at once, so that fewer are all there are
ORDERS_AT_ONCE = filters.AMONG_MAX


class K3CloudAdapter:
    """One K/3 Cloud as our streams see it; a context manager, for one thread.

    Pages are lists of the mappers' records. What a method raises is an `ErpError` of `clients`.
    """

    def __init__(self, client: K3CloudClient, profile: Profile):
        """Take how to reach it, and what is special about it."""
        self.client = client
        self.profile = profile

    def __enter__(self) -> "K3CloudAdapter":
        return self

    def __exit__(self, *_error):
        self.client.close()

    # === TESTS === #

    def test(self):
        """Ask something small: an answer proves that we are let in."""
        self.client.read(material.FORM, [material.KEY], limit=1)

    def find_unknown_fields(self) -> list[tuple[str, str, str, str]]:
        """Return (form, our name, key, the ERP's words) of every field that it does not know."""
        return [found for mapper in MAPPERS for found in self._test_form(mapper)]

    def _test_form(self, mapper: ModuleType) -> list[tuple[str, str, str, str]]:
        names = self.profile.get_fields(mapper)
        if not self._refuses(mapper, names.values()):
            return []
        found = []
        for name, key in names.items():
            words = self._refuses(mapper, [key])
            if words:
                found.append((mapper.FORM, name, key, words))
        return found

    def _refuses(self, mapper: ModuleType, keys: Iterable[str]) -> str:
        """Return the ERP's words about fields that it does not know, "" when it knows all."""
        try:
            self.client.read(mapper.FORM, list(keys), limit=1)
        except (errors.MappingError, errors.RefusedError) as error:
            return "; ".join(error.messages) or str(error)
        return ""

    # === READING === #

    def read_stock(
        self, warehouse: str, materials: Collection[str] | None = None
    ) -> Iterator[list[stock.StockRow]]:
        """Yield the stock of a warehouse, of at most 200 materials or of all."""
        names = self.profile.get_fields(stock)
        keeper = self.profile.stock_organisation or self.profile.organisation
        conditions = [filters.equal(names["warehouse"], warehouse), self._of(names, keeper)]
        owners = self.profile.owners or (keeper,)
        chosen = {"status": self.profile.statuses, "owner": owners, "material": materials or ()}
        for name, values in chosen.items():
            values = [value for value in values if value]
            if values:
                conditions.append(filters.among(names[name], values))
        return self._pages(stock, filters.both(*conditions))

    def read_materials(self, since: str = "") -> Iterator[list[material.Material]]:
        """Yield materials of the organisation, those that changed since a moment of its clock."""
        return self._changed(material, since)

    def read_customers(self, since: str = "") -> Iterator[list[customer.Customer]]:
        """Yield customers of the organisation."""
        return self._changed(customer, since)

    def read_movements(self, kind: str, since: str = "") -> Iterator[list]:
        """Yield lines of deliveries ("delivery") or returns ("return") by their last change."""
        return self._changed(MOVEMENTS[kind], since, "entry_id")

    def read_movements_from(self, kind: str, day: str) -> Iterator[list]:
        """Yield lines of bills that are dated from a day on, whenever they were changed."""
        mapper = MOVEMENTS[kind]
        names = self.profile.get_fields(mapper)
        where = filters.both(filters.since(names["date"], f"{day}T00:00:00"), self._own(names))
        return self._pages(mapper, where, "entry_id")

    def read_numbers(self, what: str) -> set[str]:
        """Return the numbers of all materials ("material") or customers ("customer")."""
        mapper = {"material": material, "customer": customer}[what]
        names = self.profile.get_fields(mapper)
        pages = self.client.read_pages(
            mapper.FORM, [names["id"], names["number"]], where=self._own(names), key=names["id"]
        )
        return {str(number).strip() for page in pages for _id, number in page}

    # === ORDERS === #

    def find_orders(self, numbers: Collection[str]) -> dict[str, sales_order.OrderFacts]:
        """Return {number: facts} of those that are there, of at most 200 numbers."""
        names = self.profile.get_fields(sales_order)
        where = filters.among(names["number"], numbers)
        rows = self._read_one(sales_order, where) if len(numbers) == 1 else None
        if rows is None:
            rows = [row for page in self._raw_pages(sales_order, where, "entry_id") for row in page]
        return {facts.number: facts for facts in sales_order.read(rows, names)}

    def save_order(self, order: sales_order.OrderDocument) -> str:
        """Save an order under our number, once; return the number it has there."""
        return self.client.save(sales_order.FORM, sales_order.build_model(order)).number

    def submit_order(self, number: str):
        """Hand a saved order in."""
        self.client.submit(sales_order.FORM, number)

    def audit_order(self, number: str):
        """Approve an order that was handed in."""
        self.client.audit(sales_order.FORM, number)

    def reopen_order(self, facts: sales_order.OrderFacts):
        """Take approval or submission back, whichever there is."""
        if facts.status == "C":
            self.client.unaudit(sales_order.FORM, facts.number)
        elif facts.status == "B":
            self.client.withdraw(sales_order.FORM, facts.number)

    def void_order(self, number: str):
        """Make an order void; it stays visible there."""
        self.client.cancel(sales_order.FORM, number)

    def _read_one(self, mapper: ModuleType, where: str) -> list[tuple] | None:
        """Return the lines of one document by one call; None when they may not be all of them."""
        names = self.profile.get_fields(mapper)
        order = f"{names['entry_id']} ASC"
        rows = self.client.read(mapper.FORM, list(names.values()), where, order)
        return list(dict.fromkeys(rows)) if len(rows) < SURELY_ALL else None

    # === CUSTOMERS === #

    def find_customer(self, number: str) -> customer.Customer | None:
        """Return the customer of a number in the organisation."""
        names = self.profile.get_fields(customer)
        where = filters.both(filters.equal(names["number"], number), self._own(names))
        found = customer.read(self.client.read(customer.FORM, list(names.values()), where), names)
        return found[0] if found else None

    def save_customer(self, document: customer.CustomerDocument):
        """Save a customer under our number, once."""
        self.client.save(customer.FORM, customer.build_model(document))

    def submit_customer(self, number: str):
        """Hand a saved customer in."""
        self.client.submit(customer.FORM, number)

    def audit_customer(self, number: str):
        """Approve a customer that was handed in."""
        self.client.audit(customer.FORM, number)

    # === HELPERS === #

    def _own(self, names: dict[str, str]) -> str:
        return self._of(names, self.profile.organisation)

    def _of(self, names: dict[str, str], organisation: str) -> str:
        if not organisation or "organisation" not in names:
            return ""
        return filters.equal(names["organisation"], organisation)

    def _changed(self, mapper: ModuleType, since: str, key: str = "id") -> Iterator[list]:
        names = self.profile.get_fields(mapper)
        changed = filters.since(names["modified"], since) if since else ""
        return self._pages(mapper, filters.both(changed, self._own(names)), key)

    def _pages(self, mapper: ModuleType, where: str, key: str = "id") -> Iterator[list]:
        names = self.profile.get_fields(mapper)
        for page in self._raw_pages(mapper, where, key):
            yield mapper.read(page, names)

    def _raw_pages(self, mapper: ModuleType, where: str, key: str) -> Iterator[list[tuple]]:
        names = self.profile.get_fields(mapper)
        return self.client.read_pages(
            mapper.FORM, list(names.values()), where=where, key=names[key]
        )
