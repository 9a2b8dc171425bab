"""The generic profile: any table whose columns were mapped to our fields."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# A pure package, too: nothing of Odoo comes with it.
from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251
    RawRow,
    parse_moment,
    parse_number,
)

REQUIRED_FIELDS = ("order_ref", "customer", "date", "sku", "quantity", "unit_price")

# Headings under which the fields are commonly found, in the order of preference.
KNOWN_HEADINGS = {
    "order_ref": "订单号|订单编号|Order|Order Number|InvoiceNo",
    "line_ref": "子订单号|子订单编号|Line|Line Number",
    "customer": "客户编码|经销商编码|Customer|Customer Code|CustomerID",
    "date": "下单时间|订单日期|Date|Order Date|InvoiceDate",
    "sku": "商品编码|物料编码|SKU|Product Code|StockCode",
    "product_name": "商品名称|Description|Product",
    "quantity": "数量|Quantity|Qty",
    "unit_price": "单价|Unit Price|UnitPrice|Price",
    "origin_order_ref": "原订单号|退货原单号|Original Order",
}


class MissingColumnsError(Exception):
    """The file lacks columns without which no order can be made; `args[0]` lists the fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """How one profile reads its files."""

    headings: dict[str, tuple[str, ...]]
    time_zone: str
    date_format: str | None = None
    goods_pattern: str | None = None
    skip_without_customer: bool = True
    skip_without_price: bool = True
    # Whose the lines are that name nobody; then the file needs no such column.
    default_customer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLine:
    """One order line, or why it is none: `finding` is the reason, `culprit` the text at fault."""

    number: int
    state: str
    finding: str | None = None
    culprit: str | None = None
    order_ref: str = ""
    line_ref: str = ""
    customer: str = ""
    date: datetime | None = None
    sku: str = ""
    product_name: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    origin_order_ref: str = ""


def parse(rows: Iterator[RawRow], rules: ReadingRules) -> Iterator[ParsedLine]:
    """Yield one ParsedLine for each row, in the order of the file.

    :raise MissingColumnsError: when a required field has no column in the file
    """
    columns = None
    seen = Counter()
    for row in rows:
        if columns is None:
            columns = find_columns(row.cells, rules.headings, rules.default_customer)
        raw = {field: row.cells.get(heading) or "" for field, heading in columns.items()}
        if rules.default_customer and not raw.get("customer", "").strip():
            raw["customer"] = rules.default_customer
        yield _parse_line(row.number, raw, rules, seen)


def find_columns(
    cells: dict[str, str], headings: dict[str, tuple[str, ...]], default_customer: str = ""
) -> dict[str, str]:
    """Return for each of our fields the heading it stands under in this file."""
    present = {heading.casefold(): heading for heading in cells}
    columns = {}
    for field, alternatives in headings.items():
        found = [present[name.casefold()] for name in alternatives if name.casefold() in present]
        if found:
            columns[field] = found[0]
    missing = [field for field in REQUIRED_FIELDS if field not in columns]
    if default_customer and "customer" in missing:
        missing.remove("customer")
    if missing:
        raise MissingColumnsError(missing)
    return columns


def _parse_line(number: int, raw: dict[str, str], rules: ReadingRules, seen: Counter) -> ParsedLine:
    texts = {field: text.strip() for field, text in raw.items()}
    finding = _find_reason_to_skip({**texts, "sku": raw["sku"]}, rules)
    if finding:
        return ParsedLine(number=number, state="skipped", finding=finding, **_names(texts))
    values, finding, culprit = _parse_values(texts, rules)
    if finding:
        return ParsedLine(
            number=number, state="error", finding=finding, culprit=culprit, **_names(texts)
        )
    names = _names(texts)
    if not names["line_ref"]:
        # The n-th line of a product in its order: the same in every export of that order.
        seen[names["order_ref"], names["sku"]] += 1
        names["line_ref"] = f"{names['sku']}#{seen[names['order_ref'], names['sku']]}"
    return ParsedLine(number=number, state="ok", **names, **values)


def _names(texts: dict[str, str]) -> dict[str, str]:
    fields = ("order_ref", "line_ref", "customer", "sku", "product_name", "origin_order_ref")
    return {field: texts.get(field, "") for field in fields}


def _find_reason_to_skip(texts: dict[str, str], rules: ReadingRules) -> str | None:
    """Return why the line is none of ours, in the order: customer, goods, price.

    The pattern speaks of the code as it stands in the file, blanks included.
    """
    if rules.skip_without_customer and not texts["customer"]:
        return "no_customer"
    if rules.goods_pattern and not re.fullmatch(rules.goods_pattern, texts["sku"]):
        return "not_goods"
    if rules.skip_without_price and _is_without_price(texts["unit_price"]):
        return "no_price"
    return None


def _is_without_price(text: str) -> bool:
    try:
        return parse_number(text) <= 0
    except ValueError:
        return not text


def _parse_values(texts: dict[str, str], rules: ReadingRules):
    """Return (values, reason code, text at fault); the reason is None when all is well."""
    for field in ("order_ref", "customer", "sku"):
        if not texts[field]:
            return {}, f"empty_{field}", None
    values = {}
    for field in ("quantity", "unit_price"):
        try:
            values[field] = parse_number(texts[field])
        except ValueError:
            return {}, f"bad_{field}", texts[field]
    try:
        values["date"] = parse_moment(texts["date"], rules.time_zone, rules.date_format)
    except ValueError:
        return {}, "bad_date", texts["date"]
    if values["unit_price"] < 0:
        return {}, "negative_price", texts["unit_price"]
    return values, None, None
