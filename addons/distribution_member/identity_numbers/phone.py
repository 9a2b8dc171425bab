"""Chinese phone numbers: mobile, landline with area code, and the 400 and 800 service numbers."""

import re

from .signs import half_width

MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Ten digits begin with a two-digit area code (010, 02x), the others with a three-digit one.
LANDLINE = re.compile(r"0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}")
SERVICE = re.compile(r"[48]00[0-9]{7}")
COUNTRY = re.compile(r"^(?:\+|00)86")
EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)[0-9]{1,6}$", re.IGNORECASE)


def normalise_phone(text: str) -> str:
    """Return a number as it is compared: digits only, without country code and extension.

    >>> normalise_phone("+86 138-1234-5678"), normalise_phone("023-5555 0100转8")
    ('13812345678', '02355550100')
    """
    written = re.sub(r"[\s()\-.]", "", half_width(text).replace("\u2014", "-"))
    written = EXTENSION.sub("", written)
    if COUNTRY.match(written):
        national = COUNTRY.sub("", written)
        is_landline = not MOBILE.fullmatch(national) and not national.startswith("0")
        written = f"0{national}" if is_landline else national
    return written


def phone_error(text: str) -> str | None:
    """Return `shape` when the text is no Chinese phone number.

    >>> phone_error("138 1234 5678"), phone_error("400-123-4567"), phone_error("0755-2345678")
    (None, None, None)
    >>> phone_error("12812345678"), phone_error("1381234567")
    ('shape', 'shape')
    """
    number = normalise_phone(text)
    if any(pattern.fullmatch(number) for pattern in (MOBILE, LANDLINE, SERVICE)):
        return None
    return "shape"
