"""The number of the Chinese identity card (居民身份证号码, GB 11643-1999).

18 signs: division of first registration (6), birthday (8), serial (3), check sign (ISO 7064
MOD 11-2: weights 2^(18 - place) mod 11).
"""

import re
from datetime import date

from .signs import compact

LENGTH = 18
WEIGHTS = tuple(pow(2, LENGTH - place, 11) for place in range(1, LENGTH))
CHECK_SIGNS = "10X98765432"
SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")
# First digits of the provinces, with 71, 81, 82 (and 83) of residence permits.
PROVINCES = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
}


def id_card_check_sign(body: str) -> str:
    """Return the check sign of the first 17 digits; the example is the one of the standard.

    >>> id_card_check_sign("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_SIGNS[total % 11]


def birthday_of(text: str) -> date | None:
    """Return the birthday a number names, if there is such a day.

    >>> birthday_of("11010519491231002X")
    datetime.date(1949, 12, 31)
    >>> birthday_of("110105194913310029")
    """
    code = compact(text)
    try:
        return date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return None


def age_on(text: str, day: date) -> int:
    """Return how old the holder is on a day; the number must be right.

    >>> age_on("11010519491231002X", date(1963, 12, 30))
    13
    >>> age_on("11010519491231002X", date(1963, 12, 31))
    14
    """
    born = birthday_of(text)
    assert born, "the number names no day"
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def id_card_error(text: str, today: date) -> str | None:
    """Return what is wrong: `length`, `shape`, `birthday` or `check`; None when it can be right.

    >>> id_card_error("11010519491231002x", date(2026, 1, 1))
    >>> id_card_error("110105194912310021", date(2026, 1, 1))
    'check'
    >>> id_card_error("11010519491331002X", date(2026, 1, 1))
    'birthday'
    """
    code = compact(text)
    if len(code) != LENGTH:
        return "length"
    if not SHAPE.fullmatch(code) or int(code[:2]) not in PROVINCES:
        return "shape"
    born = birthday_of(code)
    if not born or not date(1900, 1, 1) <= born <= today:
        return "birthday"
    return None if id_card_check_sign(code[:-1]) == code[-1] else "check"
