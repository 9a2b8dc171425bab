"""Write CSV files of the shape of the online retail data, with its dirt and some more.

The same seed gives the same bytes. Each kind of dirt is planted at least once in every file by the
function that names it; the ordinary invoices around it are random. The dirt stays within what the
rule decides: customers are numbers, one invoice has one customer, letters are ASCII, and countries
sort alike in every collation.
"""

import csv
from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

HEADER = (
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
)
GOODS = ("85123A", "85123a", "10002", "22423", "15056BL", "15056bl", "84029E", "00001", "99999zZ")
NOT_GOODS = ("POST", "D", "M", "C2", "BANK CHARGES", "gift_0001_20", "8512", "851234", "85123-A")
DESCRIPTIONS = (
    "WHITE METAL LANTERN",
    'SET OF 3, "RETRO" TINS',
    "two\nlines",
    "陶瓷茶杯，带盖",
    "party 🎉 bunting",
    "LADY'S PURSE; 50% \\ off",
    " padded ",
    "",
)
CUSTOMERS_BY_COUNTRY = {"Australia": 12, "Belgium": 1, "France": 10, "United Kingdom": 34}
HUGE = (80995, 74215, 999_999, 12_345_678)
HALF_CENT_PRICES = ("0.125", "1.115", "2.675", "0.005", "10.235")
DAY_SECONDS = 24 * 60 * 60


class Row(NamedTuple):
    """One record, in the order of the header, as text."""

    invoice: str
    stock_code: str
    description: str
    quantity: str
    invoiced_at: str
    unit_price: str
    customer: str
    country: str


class Shop:
    """The seeded world: customers with their country, months with orders, invoice numbers."""

    def __init__(self, seed: int) -> None:
        """Draw the customers, of three to six digits, and eight months of which two are empty."""
        self.random = Random(seed)
        sizes = CUSTOMERS_BY_COUNTRY.items()
        wanted = sum(size for _country, size in sizes)
        numbers = [str(n) for n in self.random.sample(range(1000, 100_000), wanted - 2)]
        numbers += ["999", "100000"]  # Where numeric and textual order differ most.
        self.random.shuffle(numbers)
        self.customers = [
            (numbers.pop(), country) for country, size in sizes for _position in range(size)
        ]
        start = 2010 * 12 + self.random.randrange(24)
        empty = set(self.random.sample(range(1, 7), 2))
        self.months = [divmod(start + i, 12) for i in range(8) if i not in empty]
        self.last_invoice = 536_364

    def next_invoice(self, prefix: str = "") -> str:
        """Return an invoice number that was not used before."""
        self.last_invoice += 1
        return f"{prefix}{self.last_invoice}"

    def moment(self, month_index: int | None = None) -> datetime:
        """Draw a moment of a month with orders; of the given one, if any."""
        year, month = (
            self.random.choice(self.months) if month_index is None else self.months[month_index]
        )
        day = self.random.randint(1, monthrange(year, month + 1)[1])
        seconds = timedelta(seconds=self.random.randrange(DAY_SECONDS))
        return datetime.fromisoformat(f"{year}-{month + 1:02d}-{day:02d}") + seconds

    def last_second(self, month_index: int) -> datetime:
        """Return 23:59:59 of the last day of a month."""
        year, month = self.months[month_index]
        day = monthrange(year, month + 1)[1]
        return datetime.fromisoformat(f"{year}-{month + 1:02d}-{day:02d} 23:59:59")

    def row(self, **values: object) -> Row:
        """Build a clean line of a new invoice; every given value replaces a drawn one."""
        customer, country = self.random.choice(self.customers)
        drawn = {
            "invoice": values.get("invoice") or self.next_invoice(),
            "stock_code": self.random.choice(GOODS),
            "description": self.random.choice(DESCRIPTIONS),
            "quantity": self.random.randint(1, 48),
            "invoiced_at": self.moment(),
            "unit_price": f"{Decimal(self.random.randint(1, 2999)) / 100:f}",
            "customer": customer,
            "country": country,
        }
        return Row(**{name: str(value) for name, value in (drawn | values).items()})


# === PLANTED DIRT: EACH YIELDS WHOLE INVOICES === #


def plant_every_customer_in_the_first_or_last_month(shop: Shop) -> Iterator[list[Row]]:
    """Let every customer buy once, so that tiers are full and the range of months is fixed."""
    for position, (customer, country) in enumerate(shop.customers):
        moment = shop.moment(-1 if position % 2 else 0)
        yield [shop.row(customer=customer, country=country, invoiced_at=moment)]


def plant_duplicate_lines(shop: Shop) -> Iterator[list[Row]]:
    """Repeat the same line, to the letter, within an invoice."""
    yield [shop.row()] * 3


def plant_mixed_case_codes(shop: Shop) -> Iterator[list[Row]]:
    """Sell 85123A and 85123a on one invoice, under two descriptions."""
    upper = shop.row(stock_code="85123A", description="HOLDER")
    yield [upper, upper._replace(stock_code="85123a", description="holder")]


def plant_skipped_lines(shop: Shop) -> Iterator[list[Row]]:
    """Meet every reason alone, in overlap, on top of an invoice and in a country of its own."""
    for changes in (
        {"customer": ""},
        {"unit_price": "0"},
        {"unit_price": "0.00"},
        {"unit_price": "-11062.06"},
        {"customer": "", "stock_code": "POST", "unit_price": "0"},
        {"stock_code": "POST", "unit_price": "-1.5"},
        {"customer": "", "country": "Hong Kong"},
        {"stock_code": "M", "country": "Algeria"},
        {"stock_code": "M", "customer": "111999", "country": "France"},
        *({"stock_code": code} for code in NOT_GOODS),
    ):
        yield [shop.row(**changes)]
    good = shop.row(invoiced_at=shop.moment(1))
    early = str(shop.moment(0))
    yield [good._replace(unit_price="0", description="damages", invoiced_at=early), good]


def plant_half_cents(shop: Shop) -> Iterator[list[Row]]:
    """Land on half cents in the line and in the entry, in both directions, and on 0.00."""
    for price in HALF_CENT_PRICES:
        for quantity in (1, 3, -1, -3):
            yield [shop.row(unit_price=price, quantity=quantity)]
    for price, quantity in (("0.25", 1), ("0.25", -1), ("0.5", 1), ("0.001", 1), ("0.001", -4)):
        yield [shop.row(unit_price=price, quantity=quantity)]


def plant_customers_in_two_countries(shop: Shop) -> Iterator[list[Row]]:
    """Show customers abroad: before and after their country, and all that Belgium has."""
    by_country = {country: customer for customer, country in shop.customers}
    for home, abroad in (
        ("Belgium", "Australia"),
        ("Australia", "United Kingdom"),
        ("United Kingdom", "France"),
    ):
        yield [shop.row(customer=by_country[home], country=abroad)]


def plant_cancellations(shop: Shop) -> Iterator[list[Row]]:
    """Cancel more than was bought, early, so that a negative balance is carried for months."""
    customer, country = shop.customers[-1]
    for month, prefix, quantity in ((0, "C", -5000), (2, "", 7), (3, "", 8), (5, "", 9000)):
        invoice = shop.next_invoice(prefix)
        moment = shop.moment(month)
        yield [
            shop.row(
                invoice=invoice,
                quantity=quantity,
                invoiced_at=moment,
                unit_price="2.55",
                customer=customer,
                country=country,
            )
        ]


def plant_two_time_stamps(shop: Shop) -> Iterator[list[Row]]:
    """Let one invoice cross the end of a month, in both directions."""
    before = next(
        last
        for last, following in zip(map(shop.last_second, range(5)), shop.months[1:], strict=True)
        if (last + timedelta(seconds=1)).month == following[1] + 1
    )
    after = before + timedelta(seconds=1)
    for first, second in ((before, after), (after, before)):
        row = shop.row(invoiced_at=first)
        yield [row, row._replace(invoiced_at=str(second), stock_code="22423")]


def plant_last_seconds(shop: Shop) -> Iterator[list[Row]]:
    """Order at 23:59:59 of the last day of a month."""
    for index in range(len(shop.months)):
        yield [shop.row(invoiced_at=shop.last_second(index))]


def plant_descriptions(shop: Shop) -> Iterator[list[Row]]:
    """Use every odd description on one invoice."""
    row = shop.row()
    yield [row._replace(description=description) for description in DESCRIPTIONS]


def plant_huge_quantities(shop: Shop) -> Iterator[list[Row]]:
    """Buy huge quantities, and cancel the first."""
    for quantity in (*HUGE, -HUGE[0]):
        yield [shop.row(quantity=quantity, unit_price="1.04")]


PLANTS = (
    plant_every_customer_in_the_first_or_last_month,
    plant_duplicate_lines,
    plant_mixed_case_codes,
    plant_skipped_lines,
    plant_half_cents,
    plant_customers_in_two_countries,
    plant_cancellations,
    plant_two_time_stamps,
    plant_last_seconds,
    plant_descriptions,
    plant_huge_quantities,
)

# === FILE === #


def random_invoice(shop: Shop) -> list[Row]:
    """Draw one invoice of one to six lines, with now and then a dirty or skipped one."""
    draw = shop.random
    sign, prefix = (-1, "C") if draw.random() < 0.1 else (1, "")
    first = shop.row(invoice=shop.next_invoice(prefix))
    same = {
        "invoice": first.invoice,
        "invoiced_at": first.invoiced_at,
        "customer": first.customer if draw.random() > 0.15 else "",
        "country": first.country,
    }
    invoice = []
    for _line in range(draw.randint(1, 6)):
        dirt = draw.choice(({},) * 6 + ({"unit_price": draw.choice(HALF_CENT_PRICES)},))
        if draw.random() < 0.05:
            dirt = draw.choice(({"unit_price": "0"}, {"stock_code": draw.choice(NOT_GOODS)}))
        invoice.append(shop.row(**same, **dirt, quantity=sign * draw.randint(1, 48)))
    return invoice


def build_rows(seed: int, *, invoices: int = 200) -> list[Row]:
    """Build all planted invoices and some random ones, out of order, with two late lines."""
    shop = Shop(seed)
    blocks = [block for plant in PLANTS for block in plant(shop)]
    blocks += [random_invoice(shop) for _invoice in range(invoices)]
    shop.random.shuffle(blocks)
    late = [blocks[0][0], blocks[-1][0]]
    return [row for block in blocks for row in block] + late


def write_dirty_retail(
    path: str | Path, seed: int, *, invoices: int = 200, with_bom: bool = False
) -> Path:
    """Write one dirty file, in UTF-8 with or without a byte order mark, and return its path."""
    path = Path(path)
    encoding = "utf-8-sig" if with_bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(build_rows(seed, invoices=invoices))
    return path
