"""Copy an order file without what it says of persons: only columns that are read are kept."""

import csv
import io
from collections.abc import Iterable

from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251 - pure as well
    read_rows,
    read_sheets,
)

from .cleaners import clean_cell, find_region, normalise_heading
from .generic import KNOWN_HEADINGS
from .headings import LOOKED_AT
from .registry import PLATFORMS

# Columns of these fields are replaced by the province and the city in them.
PLACES = ("province", "city", "address")
# What a file of any source may say of persons.
PERSONAL = {
    normalise_heading(name)
    for name in (
        *(
            "收货人",
            "收货人姓名",
            "收件人",
            "收件人手机号",
            "收件人姓名",
            "客户姓名",
            "买家",
            "姓名",
        ),
        *(
            "买家会员名",
            "买家支付宝账号",
            "下单帐号",
            "联系电话",
            "联系手机",
            "手机",
            "手机号",
            "电话",
        ),
        *("收货地址", "修改后的收货地址", "详细地址", "客户地址", "地址", "街道", "买家留言"),
        *("发票抬头", "身份证号", "收货人手机", "收货人电话", "支付宝账号", "买家昵称", "旺旺"),
        *("收货人地址", "Phone", "Mobile", "Address", "Recipient", "Consignee"),
    )
}
PROVINCE, CITY = "省", "市"


def drop_unread_columns(content: bytes, own_headings: Iterable[str]) -> tuple[bytes, list[str]]:
    """Return the file with the columns that some platform's reader knows, and those left out.

    The lines keep their numbers. Addresses become province and city.

    :param own_headings: further headings to keep
    :raise UnreadableFileError: when the file is no table
    """
    kept = {normalise_heading(name) for name in own_headings} | READ
    rows, place, headings = _find_table(content, kept)
    address = [n for n, key in enumerate(headings) if key in READ_PLACES]
    keep = [n for n, key in enumerate(headings) if key in kept and key not in READ_PLACES]
    names = rows[place][1]
    dropped = [name.strip() for n, name in enumerate(names) if n not in keep and n not in address]
    last, lines = 0, []
    for position, (number, cells) in enumerate(rows):
        lines += [[""]] * (number - last - 1)
        last = number
        lines.append(_copy(cells, keep, address, headings, position - place))
    return _write(lines), [name for name in dropped if name]


def drop_personal_columns(content: bytes, own_headings: Iterable[str]) -> tuple[bytes, list[str]]:
    """Return the file without columns that are known to speak of persons, the rest untouched.

    Headings are the first line. A file without such columns is returned as it is.
    """
    kept = {normalise_heading(name) for name in own_headings}
    first = next(read_rows(content), None)
    if not first or not {normalise_heading(name) for name in first.cells} & (PERSONAL - kept):
        return content, []
    rows = read_sheets(content)[0]
    names = rows[0][1]
    dropped = {n for n, name in enumerate(names) if normalise_heading(name) in PERSONAL - kept}
    last, lines = 0, []
    for number, cells in rows:
        lines += [[""]] * (number - last - 1)
        last = number
        lines.append([cell for n, cell in enumerate(cells) if n not in dropped])
    return _write(lines), [names[n].strip() for n in sorted(dropped)]


def _find_table(content, kept):
    """Return the sheet whose headings are known best, the place of these, and the headings."""
    best, found = -1, ([(1, [])], 0, [])
    for rows in read_sheets(content):
        for place, (_number, cells) in enumerate(rows[:LOOKED_AT]):
            keys = [normalise_heading(cell) for cell in cells]
            score = len(kept & {*keys})
            if score > best:
                best, found = score, (rows, place, keys)
    return found


def _copy(cells, keep, address, headings, below):
    """Return a line of the copy; `below` is how far it stands below the headings."""
    if below < 0:
        return [""]  # a title may name the shop's owner
    if below == 0:
        return [*(cells[n].strip() for n in keep), *((PROVINCE, CITY) if address else ())]
    # A line that is cut off or out of its columns stays so: it is reported, not put in order.
    copy = [cells[n] for n in keep if n < len(cells)]
    extra = ["#" for cell in cells[len(headings) :] if cell.strip()]
    if not address or len(copy) < len(keep):
        return copy + extra
    texts = {"province": "", "city": "", "address": ""}
    for n in address:
        field = READ_PLACES[headings[n]]
        if n < len(cells) and not texts[field]:
            texts[field] = clean_cell(cells[n])
    return [*copy, *find_region(**texts), *extra]


def _write(lines) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for line in lines:
        if line == [""]:
            buffer.write("\n")
        else:
            writer.writerow(line)
    return buffer.getvalue().encode("utf-8-sig")


def _read_headings() -> tuple[set[str], dict[str, str]]:
    """Return the headings that some platform reads, and those of places with their field."""
    read, places = set(), {}
    for platform in PLATFORMS.values():
        for field, text in platform.headings.items():
            keys = {normalise_heading(name) for name in text.split("|")}
            read |= keys
            if field in PLACES:
                places.update(dict.fromkeys(keys, field))
    read |= {
        normalise_heading(name) for text in KNOWN_HEADINGS.values() for name in text.split("|")
    }
    return read, places


READ, READ_PLACES = _read_headings()
