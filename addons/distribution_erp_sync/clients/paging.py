"""Walk through a table by its key, so that rows that come and go meanwhile shift nothing.

Pages by row number lose and repeat rows when others are inserted or deleted between two calls.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from .errors import MappingError, TransportError

Row = Any
KeyValue = str | int | Decimal
# Such texts every collation orders as Python does, apart from capitals.
PLAIN_KEY = re.compile(r"[0-9A-Za-z-]+", re.ASCII)


class Walk:
    """One walk: `fetch(last)` returns the rows behind `last`, ordered; `key_of(row)` their key.

    The walk ends on an empty page, or on one shorter than an earlier one. A first page shorter
    than asked proves nothing, since the server may have a lower limit than we: one more is asked.
    """

    def __init__(
        self,
        fetch: Callable[[KeyValue | None], list[Row]],
        key_of: Callable[[Row], KeyValue],
        *,
        key: str,
    ):
        self._fetch = fetch
        self._key_of = key_of
        self._key = key

    def pages(
        self, start_after: KeyValue | None, call: Callable[[Callable[[], Any]], Any]
    ) -> Iterator[list[Row]]:
        """Yield the pages; `call` runs a function, again when it fails in transport."""
        last, longest = start_after, 0
        while True:
            rows = call(lambda last=last: self._page(last))
            if rows:
                yield rows
                last = self._key_of(rows[-1])
            if not rows or len(rows) < longest:
                return
            longest = max(longest, len(rows))

    def _page(self, last: KeyValue | None) -> list[Row]:
        """Return a page without doubled rows, in order and behind `last`, or raise."""
        fetched = self._fetch(last)
        rows, seen = [], {}
        for row in fetched:
            key = self._key_of(row)
            if key not in seen:
                seen[key] = row
                rows.append(row)
            elif seen[key] != row:
                raise MappingError(
                    f"two rows have the same {self._key}; read lines by the id of the line",
                    key=self._key,
                )
        self._check_order([*([] if last is None else [last]), *seen])
        return rows

    def _check_order(self, keys: list[KeyValue]):
        if len(keys) > 1 and keys[0] in keys[1:]:
            raise TransportError("the server repeats a page instead of going on")
        for left, right in zip(keys, keys[1:], strict=False):
            if not is_ascending(left, right):
                raise TransportError(f"rows are not in the order of {self._key}")


def is_ascending(left: KeyValue, right: KeyValue) -> bool:
    """Tell whether two different keys are in order; of texts only a server can say, mostly.

    >>> is_ascending(9, 10), is_ascending("b-1", "A-2"), is_ascending("甲", "乙")
    (True, False, True)
    """
    if isinstance(left, str) != isinstance(right, str):
        raise TransportError("keys are numbers and texts in one column")
    if not isinstance(left, str):
        return left < right
    plain = PLAIN_KEY.fullmatch(left) and PLAIN_KEY.fullmatch(right) and len(left) == len(right)
    return left.casefold() < right.casefold() if plain else True
