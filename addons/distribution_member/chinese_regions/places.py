"""Cities and districts of China, from Odoo's list of cities and our own of Chongqing's districts.

Odoo's list (`l10n_cn_city`) gives each district as one name with its city in front and a postal
code. It dates from before 2011; a municipality's districts have no city in front. For Chongqing,
whose districts have changed most since, the official names and codes (GB/T 2260) are kept here.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

CITY_END = re.compile(r"^(.{2,}?(?:市|地区|自治州|盟))(.*)$")
STATE_PREFIX = "base.state_cn_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A district, and the city it lies in; a municipality's district lies in none.

    `code` is unique in its file; `english` is empty where nobody has written it down.
    """

    province: str
    city: str
    district: str
    code: str
    english: str = ""


def divide(name: str) -> tuple[str, str]:
    """Return the city and the district that one name is made of.

    >>> divide("泸州市古蔺县")
    ('泸州市', '古蔺县')
    >>> divide("渝中区")
    ('', '渝中区')
    >>> divide("仙桃市")
    ('仙桃市', '')
    """
    match = CITY_END.match(name)
    return (match[1], match[2]) if match else ("", name)


def read_odoo_cities(path: Path) -> Iterator[Place]:
    """Yield the places of Odoo's list of Chinese cities."""
    for record in etree.parse(str(path)).iter("record"):
        values = {field.get("name"): field.get("ref") or field.text for field in record}
        state = values.get("state_id") or ""
        if record.get("model") == "res.city" and state.startswith(STATE_PREFIX):
            city, district = divide(values["name"].strip())
            yield Place(
                province=state.removeprefix(STATE_PREFIX),
                city=city,
                district=district,
                code=record.get("id").rpartition("china_city_")[2],
            )


def read_chongqing(path: Path) -> Iterator[Place]:
    """Yield the districts and counties of Chongqing."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Place(
                province="CQ",
                city="",
                district=row["name"],
                code=row["code"],
                english=row["english"],
            )
