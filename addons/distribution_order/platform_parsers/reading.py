"""Read the files of a platform: cells into orders, orders into lines with amounts and outcomes."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251 - pure as well
    parse_moment,
)

from .amounts import settle_amounts
from .cleaners import find_region
from .entries import read_entries
from .generic import MissingColumnsError
from .headings import Sheet, open_sheet
from .lines import Entry, PlatformLine
from .outcomes import get_text, look_up_statuses, settle_outcomes
from .platform import Outcome, PlatformRules

SPREADSHEET_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - local, as all cells of a workbook
PRICE_DIGITS = Decimal("0.000001")
# Lines of the order report that no item report explains are numbered behind all of its lines.
ORDER_REPORT_FROM = 1_000_000
SKIPS = {
    Outcome.UNPAID: "not_paid",
    Outcome.HOLD: "on_hold",
    Outcome.CANCELLED: "cancelled",
    Outcome.REFUNDED: "refunded",
}


class SecondFileError(Exception):
    """Of two files none, or both, list the items of orders."""


def parse(content: bytes, rules: PlatformRules, second: bytes | None = None) -> list[PlatformLine]:
    """Return a line for each line of the file, in its order.

    :param second: the item report that belongs to an order report, or the other way round
    :raise MissingColumnsError: when no order can be made of what the file has
    :raise UnreadableFileError: when a file is no table
    :raise SecondFileError: when the two files do not complete each other
    """
    sheets = [open_sheet(part, rules.headings) for part in (content, second) if part]
    _ensure_columns(sheets, rules)
    if len(sheets) == 1:
        entries = read_entries(sheets[0], rules)
    else:
        entries = _join(*_tell_apart(sheets), rules)
    return [_build_line(entry) for entry in _settle(entries, rules)]


# === files === #


def _ensure_columns(sheets: list[Sheet], rules: PlatformRules) -> None:
    present = {field for sheet in sheets for field in sheet.columns}
    if rules.platform.has_day_in_ref:
        present.add("date")
    wanted = {
        "order_ref": {"order_ref"},
        "product_name": {"sku", "sku_of_item", "product_name", "item_ref"},
        "quantity": {"quantity"},
        "date": {"date", "paid_date"},
        "amount": {"amount", "unit_price"},
    }
    missing = [field for field, choices in wanted.items() if not choices & present]
    if missing:
        raise MissingColumnsError(missing)


def _tell_apart(sheets: list[Sheet]) -> tuple[Sheet, Sheet]:
    """Return (order report, item report)."""
    items = [_lists_items(sheet) for sheet in sheets]
    if items[0] == items[1]:
        raise SecondFileError
    return (sheets[1], sheets[0]) if items[0] else (sheets[0], sheets[1])


def _lists_items(sheet: Sheet) -> bool:
    return "line_ref" in sheet.columns or {"sku", "unit_price"} <= sheet.columns.keys()


def _join(orders: Sheet, items: Sheet, rules: PlatformRules) -> list[Entry]:
    """Return the items with what the order report says of their orders."""
    entries = read_entries(items, rules)
    reported = {entry.texts["order_ref"]: entry for entry in read_entries(orders, rules)}
    explained = set()
    for entry in entries:
        order = reported.get(entry.texts["order_ref"])
        if order and order.state == "ok":
            explained.add(entry.texts["order_ref"])
            entry.order_texts, entry.order_numbers = order.texts, order.numbers
            entry.column_names = {**order.column_names, **entry.column_names}
    for ref, order in reported.items():
        if ref not in explained:
            order.number += ORDER_REPORT_FROM
            entries.append(order)
    return entries


# === orders === #


def _settle(entries: list[Entry], rules: PlatformRules) -> list[Entry]:
    """Complete the lines order by order."""
    by_order: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.state == "ok":
            _complete(entry, rules)
        if entry.state != "skipped":
            by_order.setdefault(entry.texts["order_ref"], []).append(entry)
    for order_ref, group in by_order.items():
        _name_lines(group)
        if order_ref and not any(entry.state == "error" for entry in group):
            told = [entry for entry in group if entry.state == "ok"]
            settle_amounts(told, rules)
            if not any(entry.state == "error" for entry in told):
                settle_outcomes(told)
    for entry in entries:
        if entry.state == "ok":
            _skip_what_is_not_sold(entry, rules)
    return entries


def _complete(entry: Entry, rules: PlatformRules) -> None:
    """Read date and statuses, and see whether the line says what was sold."""
    look_up_statuses(entry, rules)
    entry.date = _read_date(entry, rules)
    quantity = entry.numbers["quantity"]
    texts = entry.texts
    if quantity is None or quantity <= 0:
        entry.fail("bad_quantity", "quantity", texts.get("quantity", ""))
    if not any(texts.get(field) for field in ("sku", "sku_of_item", "product_name", "item_ref")):
        entry.fail("empty_product", "product_name")
    kinds = entry.numbers["kinds"]
    if kinds is not None and kinds > 1:
        entry.texts["is_whole_order"] = "1"


def _read_date(entry: Entry, rules: PlatformRules) -> datetime | None:
    for field in ("date", "paid_date"):
        if text := get_text(entry, field):
            try:
                return _parse_moment(text, rules.time_zone, rules.date_format)
            except ValueError:
                entry.fail("bad_date", field, text)
                return None
    moment = None
    if rules.platform.has_day_in_ref:
        moment = _read_day_in_ref(entry.texts["order_ref"], rules.time_zone)
    if moment is None:
        entry.fail("bad_date", "date", "")
    return moment


def _read_day_in_ref(order_ref: str, time_zone: str) -> datetime | None:
    """Return the day that an order number begins with: YYMMDD and a hyphen."""
    match = re.match(r"(\d{2})(\d{2})(\d{2})\D", order_ref)
    if not match:
        return None
    try:
        return _parse_moment("20{}-{}-{}".format(*match.groups()), time_zone, None)
    except ValueError:
        return None


# Lines of one order have one moment, and orders of a sale come by the second.
@lru_cache(maxsize=8192)
def _parse_moment(text: str, time_zone: str, date_format: str | None) -> datetime:
    if date_format:
        return parse_moment(text, time_zone, date_format)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        # A workbook's own count of days, where a cell has lost its format.
        moment = SPREADSHEET_DAY_0 + timedelta(days=float(text))
        text = f"{moment + timedelta(milliseconds=500):%Y-%m-%d %H:%M:%S}"
    text = re.sub(r"^(\d{4})\.(\d{1,2})\.(\d{1,2})", r"\1-\2-\3", text.replace("T", " "))
    return parse_moment(re.sub(r"(:\d{2})\.\d+$", r"\1", text), time_zone)


def _name_lines(entries: Iterable[Entry]) -> None:
    """Number the lines of one order: by the platform, else the n-th of its product."""
    seen: Counter[str] = Counter()
    by_ref: dict[str, Entry] = {}
    for entry in entries:
        entry.line_ref = entry.texts.get("line_ref", "")
        if not entry.line_ref:
            product = "|".join(filter(None, _name_product(entry)))
            seen[product] += 1
            entry.line_ref = f"{product}#{seen[product]}"
        elif (first := by_ref.setdefault(entry.line_ref, entry)) is not entry:
            if first.texts == entry.texts:
                entry.skip("repeated_line", culprit=str(first.number))
            else:
                entry.fail("duplicate_line", "line_ref")


def _name_product(entry: Entry) -> tuple[str, ...]:
    texts = entry.texts
    code = texts.get("sku") or texts.get("sku_of_item")
    return (code,) if code else (texts.get("product_name", ""), texts.get("spec", ""))


def _skip_what_is_not_sold(entry: Entry, rules: PlatformRules) -> None:
    sku = entry.texts.get("sku") or entry.texts.get("sku_of_item", "")
    if entry.outcome in SKIPS:
        culprit = get_text(entry, "refund_status") or get_text(entry, "status")
        entry.skip(SKIPS[entry.outcome], culprit)
    elif rules.goods_pattern and sku and not re.fullmatch(rules.goods_pattern, sku):
        entry.skip("not_goods")
    elif entry.amount is not None and entry.amount <= 0:
        entry.skip("no_price")
    elif entry.texts.get("is_whole_order"):
        entry.fail("needs_items", "kinds", entry.texts.get("kinds"))


def _build_line(entry: Entry) -> PlatformLine:
    quantity, amount = entry.numbers.get("quantity"), entry.amount
    price = None
    if quantity and amount is not None:
        price = (amount / quantity).quantize(PRICE_DIGITS)
    texts = ("customer", "shop_ref", "shop_name", "status", "refund_status", "anchor", "source")
    province, city = find_region(
        get_text(entry, "province"), get_text(entry, "city"), get_text(entry, "address")
    )
    return PlatformLine(
        number=entry.number,
        state=entry.state,
        finding=entry.finding,
        culprit=entry.culprit,
        column=entry.column,
        order_ref=entry.texts["order_ref"],
        line_ref=entry.line_ref,
        date=entry.date,
        sku=entry.texts.get("sku") or entry.texts.get("sku_of_item", ""),
        product_name=entry.texts.get("product_name") or entry.texts.get("item_ref", ""),
        spec=entry.texts.get("spec", ""),
        quantity=quantity,
        unit_price=price,
        amount=amount,
        refund_amount=entry.refund,
        outcome=entry.outcome,
        province=province,
        city=city,
        is_whole_order=bool(entry.texts.get("is_whole_order")),
        **{field: get_text(entry, field) for field in texts},
    )
