"""Names of WAL segments, and whether a chain of them has a gap."""

import re
from collections.abc import Iterable

ARCHIVED = re.compile(r"[0-9A-F]{24}(\.[0-9A-F]{8}\.backup|\.partial)?|[0-9A-F]{8}\.history")
SEGMENT = re.compile(r"[0-9A-F]{24}")


def position(name: str, size: int) -> int:
    """Return which segment of all it is, whatever its timeline.

    >>> position("000000010000000200000003", 16 << 20)
    515
    """
    per_log = (1 << 32) // size
    return int(name[8:16], 16) * per_log + int(name[16:24], 16)


def name_at(timeline: str, place: int, size: int) -> str:
    """Return the name of a segment.

    >>> name_at("00000001", 515, 16 << 20)
    '000000010000000200000003'
    """
    per_log = (1 << 32) // size
    return f"{timeline}{place // per_log:08X}{place % per_log:08X}"


def missing(names: Iterable[str], start: str, size: int) -> list[str]:
    """Return the segments that are missing from a base backup's first one on.

    A new timeline begins with a copy of the segment in which it left the old one.

    >>> chain = [name_at("00000001", n, 16 << 20) for n in (1, 2, 4)]
    >>> missing(chain, chain[0], 16 << 20)
    ['000000010000000000000003']
    """
    have: dict[str, set[int]] = {}
    for name in filter(SEGMENT.fullmatch, names):
        have.setdefault(name[:8], set()).add(position(name, size))
    first, lost = position(start, size), []
    for timeline in sorted(have):
        if timeline < start[:8]:
            continue
        places = {place for place in have[timeline] if place >= first}
        if not places:
            continue
        begin = first if timeline == start[:8] else min(places)
        lost += [
            name_at(timeline, place, size)
            for place in range(begin, max(places) + 1)
            if place not in places
        ]
    return lost
