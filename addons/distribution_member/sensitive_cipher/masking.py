"""What people see of a sensitive value: never more than its last four characters."""

MASK = "****"
SHOWN = 4
# Shorter values would be half given away by their last four.
SHORTEST_SHOWN = 8


def last_four(value: str) -> str:
    """Return the end of a value that may be kept in clear.

    >>> last_four("6222021234567890")
    '7890'
    >>> last_four("1234567")
    ''
    """
    return value[-SHOWN:] if len(value) >= SHORTEST_SHOWN else ""


def masked(ending: str) -> str:
    """Return the mask with the end that is kept for display.

    >>> masked("7890")
    '****7890'
    """
    return MASK + ending
