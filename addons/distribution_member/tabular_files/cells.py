"""Turn the text of one cell into a value; ValueError when it is none."""

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

DATE_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日",
)
# What platforms put around figures: currency signs, thousands separators, text marks.
NUMBER_ORNAMENTS = str.maketrans("", "", "¥￥, \t'\"=")
LARGEST = Decimal(10) ** 12


def parse_number(text: str) -> Decimal:
    """Read a figure as platforms write it.

    >>> parse_number("¥1,234.50"), parse_number("－６")
    (Decimal('1234.50'), Decimal('-6'))
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").translate(NUMBER_ORNAMENTS)
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(text)
    return number


def parse_moment(text: str, time_zone: str, date_format: str | None = None) -> datetime:
    """Read a local date and time and return it in UTC, without time zone as Odoo keeps it.

    >>> parse_moment("2011/01/01 08:00", "Asia/Shanghai")
    datetime.datetime(2011, 1, 1, 0, 0)
    """
    for candidate in (date_format,) if date_format else DATE_FORMATS:
        try:
            local = datetime.strptime(text.strip(), candidate).replace(tzinfo=ZoneInfo(time_zone))
            return local.astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):
            continue
    raise ValueError(text)


# A file of thousands of lines has a few hundred days.
@lru_cache(maxsize=4096)
def parse_day(text: str) -> date:
    """Read a day; a time that stands with it, as spreadsheets write it, is left out.

    >>> parse_day("2024年3月1日"), parse_day("2024-03-01 00:00:00"), parse_day("2024.3.1")
    (datetime.date(2024, 3, 1), datetime.date(2024, 3, 1), datetime.date(2024, 3, 1))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{4}\.\d{1,2}\.\d{1,2}", plain):
        plain = plain.replace(".", "-")
    return parse_moment(plain, "UTC").date()


def count_decimals(number: Decimal) -> int:
    """Count the decimals that matter.

    >>> count_decimals(Decimal("1.50")), count_decimals(Decimal("1E+3"))
    (1, 0)
    """
    return max(0, -int(number.normalize().as_tuple().exponent))
