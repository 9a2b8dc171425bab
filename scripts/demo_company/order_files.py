"""The order files that the story's ERP exports: two months-long ones and yesterday's. Pure.

The second and the third hold what real files hold too: freight, gifts, typing errors.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scripts.demo_company import catalogue
from scripts.demo_company.order_story import Order, tell
from scripts.demo_company.timeline import first_of_month

HEADINGS = [
    "订单号",
    "经销商编码",
    "下单时间",
    "物料编码",
    "商品名称",
    "数量",
    "单价",
    "退货原单号",
]
MONTHS_IN_SECOND_FILE = 4
NAMES = {product.code: product.name_zh for product in catalogue.PRODUCTS}
FREIGHT = ("YUNFEI", "运费", "1", "35.00")
GIFT = ("WJ6004", "PVC 阴阳角条 2.4m（赠品）", "10", "0")


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A file as it is uploaded; a file that is not `is_committed` waits in preview."""

    name: str
    content: bytes
    is_committed: bool


def build_files(today: date) -> list[OrderFile]:
    """Return the files of the story, the oldest first."""
    orders = tell(today)
    yesterday = today - timedelta(days=1)
    second = first_of_month(today, MONTHS_IN_SECOND_FILE)
    old = [order for order in orders if order.moment.date() < min(second, yesterday)]
    recent = [order for order in orders if second <= order.moment.date() < yesterday]
    newest = [order for order in orders if order.moment.date() == yesterday]
    first_name = f"ERP订单_{orders[0].moment:%Y%m}-{second - timedelta(days=1):%Y%m}.csv"
    return [
        OrderFile(first_name, _write(_rows(old), "utf-8-sig"), True),
        OrderFile(
            f"ERP订单_{second:%Y%m}-{today:%Y%m}.csv",
            _write([*_rows(recent), *_odd_lines(recent), *_bad_orders(yesterday)], "gb18030"),
            True,
        ),
        OrderFile(
            f"ERP订单_{yesterday:%Y%m%d}.csv",
            _write([*_rows(newest), *_orders_of_yesterday(yesterday)], "utf-8-sig"),
            False,
        ),
    ]


def _write(rows: Iterable[tuple[str, ...]], encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def _rows(orders: Iterable[Order]) -> list[tuple[str, ...]]:
    return [
        (
            order.ref,
            order.member,
            f"{order.moment:%Y/%m/%d %H:%M}",
            line.sku,
            NAMES[line.sku],
            str(line.quantity),
            f"{line.price:.2f}",
            order.origin.ref if order.origin else "",
        )
        for order in orders
        for line in order.lines
    ]


def _odd_lines(orders):
    """Freight and gifts on good orders: skipped, the order is made without them."""
    sales = [order for order in orders if not order.is_return]
    for place, order in enumerate(sales[:: max(1, len(sales) // 7)]):
        yield _row(order.ref, order.member, order.moment, *(GIFT if place % 3 == 1 else FREIGHT))


def _bad_orders(day):
    """Orders with a fault in one line; none of their lines is imported."""
    stamp = f"{day:%Y%m%d}"
    faults = [
        ("S999", "FS1002", "12", "131.10"),  # no such member
        ("D102", "FS9002", "20", "121.44"),  # no such product
        ("D201", "NZ2001", "两百", "29.04"),
        ("S311", "CZ3002", "20", "面议"),
    ]
    for place, (member, sku, quantity, price) in enumerate(faults, 901):
        name = NAMES.get(sku, "彩色防水涂料 18kg")
        yield _row(f"DD{stamp}{place}", member, day, sku, name, quantity, price)
        yield _row(f"DD{stamp}{place}", member, day, "NZ2003", NAMES["NZ2003"], "15", "45.76")
    yield _row(f"DD{stamp}905", "D103", "2月30日", "GC5008", NAMES["GC5008"], "40", "24.64")
    unknown = "DD20190101001"  # an order from before the ERP was introduced
    back = _row(f"TH{stamp}906", "D301", day, "RJ4001", NAMES["RJ4001"], "-3", "288.64")
    yield (*back[:-1], unknown)


def _orders_of_yesterday(day):
    """Make sure there is something to preview, whatever day it is, with one fault to mend."""
    good = [
        ("A01", "FS1001", "80", "134.40"),
        ("A01", "NZ2001", "300", "26.40"),
        ("A01", "CZ3001", "160", "28.80"),
        ("D101", "CZ3002", "45", "51.04"),
        ("D101", "RJ4002", "12", "350.24"),
        ("D301", "GC5002", "200", "22.53"),
        ("S121", "RJ4001", "6", "311.60"),
        ("S131", "WJ6005", "10", "42.75"),
    ]
    for member, sku, quantity, price in good:
        yield _row(f"DD{day:%Y%m%d}-{member}", member, day, sku, NAMES[sku], quantity, price)
    yield _row(f"DD{day:%Y%m%d}-S1111", "S1111", day, "WJ6002", NAMES["WJ6002"], "10", "20.90")


def _row(ref, member, day, *cells):
    text = day if isinstance(day, str) else f"{day:%Y/%m/%d %H:%M}"
    return (ref, member, text, *cells, "")
