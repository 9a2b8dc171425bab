"""Take secrets out of texts that people or logs will see, and what no database stores."""

import html
import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"
# Long before a text is cut to what errors keep, so that no half of a secret survives the cut.
LOOKED_AT_SIGNS = 20_000
# PostgreSQL refuses NUL, and nothing can encode half of a pair of UTF-16.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def make_storable(text: str) -> str:
    r"""Return a text without the signs that a database refuses.

    >>> make_storable("a\x00b\ud800c")
    'abc'
    """
    return UNSTORABLE.sub("", text)


class Masker:
    """Knows the secrets of one client and the spellings in which a server may echo them.

    Safe for several threads: adding only ever replaces the list.
    """

    def __init__(self, secrets: Iterable[str] = ()):
        self._spellings: tuple[str, ...] = ()
        for secret in secrets:
            self.add(secret)

    def __repr__(self) -> str:
        return f"Masker({len(self._spellings)} spellings)"

    def add(self, secret: str):
        """Mask this one too from now on.

        >>> masker = Masker(["s3/cret"])
        >>> masker.mask("?code=s3%2Fcret, s3/cret")
        '?code=***, ***'
        """
        if not secret or secret in self._spellings:
            return
        spellings = {*self._spellings, secret, json.dumps(secret)[1:-1], html.escape(secret)}
        spellings |= {quote(secret), quote(secret, safe=""), quote_plus(secret)}
        self._spellings = tuple(sorted(spellings, key=len, reverse=True))

    def mask(self, text: str) -> str:
        """Return the beginning of a text without the secrets."""
        text = make_storable(text[:LOOKED_AT_SIGNS])
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text
