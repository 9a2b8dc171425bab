"""What people type, as it is compared: half width, upper case, without blanks and hyphens."""

FULL_WIDTH = range(0xFF01, 0xFF5F)
FULL_WIDTH_OFFSET = 0xFEE0


def half_width(text: str) -> str:
    """Return the text with full-width letters and digits as half-width ones.

    >>> half_width("９１５００１１２ＭＡ")
    '91500112MA'
    """
    return "".join(
        chr(ord(sign) - FULL_WIDTH_OFFSET) if ord(sign) in FULL_WIDTH else sign for sign in text
    )


def compact(text: str) -> str:
    """Return the text as numbers are compared.

    >>> compact(" 9150-0112 ma ")
    '91500112MA'
    """
    return "".join(half_width(text).split()).replace("-", "").upper()
