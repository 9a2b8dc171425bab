"""The cells of each line: as text, as numbers, and whether the line is whole."""

from .cleaners import clean_cell, clean_number, is_rounded
from .headings import Sheet
from .lines import Entry
from .platform import PlatformRules

NUMBERS = (
    *("quantity", "unit_price", "amount", "list_amount", "discount", "postage", "refund_amount"),
    "kinds",
)
# Of these the preferred column alone counts: an empty cell there is not filled from another one.
ONE_COLUMN = {"amount", "list_amount"}
# What merged cells say of the whole order.
OF_THE_ORDER = (
    *("order_ref", "date", "paid_date", "status", "shop_ref", "shop_name", "customer"),
    *("province", "city", "address", "anchor", "source"),
)


def read_entries(sheet: Sheet, rules: PlatformRules) -> list[Entry]:
    """Return a line for each row, with its texts and numbers, and what is wrong with it."""
    names = {field: sheet.headings[places[0]].strip() for field, places in sheet.columns.items()}
    width = len(sheet.headings)
    furthest = max(
        sheet.columns[field][0]
        for field in ("order_ref", "quantity", "amount")
        if field in sheet.columns
    )
    entries = []
    above: dict[str, str] = {}
    for number, cells in sheet.rows:
        texts = {field: _read_text(field, cells, places) for field, places in sheet.columns.items()}
        texts.setdefault("order_ref", "")
        if rules.platform.is_filled_down:
            if not texts["order_ref"] and (texts.get("product_name") or texts.get("sku")):
                texts = {**texts, **{field: texts.get(field) or above.get(field, "")
                                     for field in OF_THE_ORDER}}  # fmt: skip
            above = texts
        entry = Entry(number, texts, names)
        _check_shape(entry, cells, width, furthest)
        if entry.state == "ok":
            _read_numbers(entry, cells, sheet.columns)
        entries.append(entry)
    return entries


def _read_text(field: str, cells: list[str], places: list[int]) -> str:
    for place in places[:1] if field in ONE_COLUMN else places:
        if place < len(cells) and (text := clean_cell(cells[place])):
            return text
    return ""


def _check_shape(entry: Entry, cells: list[str], width: int, furthest: int) -> None:
    """Find lines that are no orders, and lines that are cut off or out of their columns."""
    order_ref = entry.texts["order_ref"]
    if order_ref and not any(map(str.isdigit, order_ref)):
        entry.skip("no_order")  # totals and notes below the table
    elif not order_ref:
        filled = sum(bool(cell.strip()) for cell in cells)
        entry.skip("no_order") if filled <= 1 else entry.fail("empty_order_ref", "order_ref")
    elif any(cell.strip() for cell in cells[width:]):
        entry.fail("too_many_cells", culprit=str(width + 1))
    elif len(cells) <= furthest:
        entry.fail("too_few_cells", culprit=str(len(cells)))
    elif is_rounded(order_ref):
        entry.fail("rounded_number", "order_ref", order_ref)
    elif is_rounded(entry.texts.get("line_ref", "")):
        entry.fail("rounded_number", "line_ref", entry.texts["line_ref"])


def _read_numbers(entry: Entry, cells: list[str], columns: dict[str, list[int]]) -> None:
    for field in NUMBERS:
        text = entry.texts.get(field)
        entry.numbers[field] = None
        if text:
            try:
                entry.numbers[field] = clean_number(text)
            except ValueError:
                entry.fail("bad_number", field, text)
    subsidies = [_read_text("subsidy", cells, [place]) for place in columns.get("subsidy", ())]
    try:
        entry.numbers["subsidy"] = sum(clean_number(text) for text in subsidies if text)
    except ValueError:
        entry.fail("bad_number", "subsidy", ", ".join(subsidies))
