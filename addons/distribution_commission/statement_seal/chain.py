"""The link from one seal to the next."""

import hmac

FIRST = "0" * 64  # what stands before the first seal of a chain


def chained(key: bytes, previous: str, body: bytes) -> str:
    """Return the seal of a body that follows another seal.

    >>> chained(bytes(32), FIRST, b"{}") == chained(bytes(32), FIRST, b"{}")
    True
    >>> chained(bytes(32), FIRST, b"{}") == chained(bytes(32), "1" * 64, b"{}")
    False
    """
    return hmac.digest(key, previous.encode() + b"|" + body, "sha256").hex()
