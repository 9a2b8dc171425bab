"""Find the headings of a file and the platform it comes from, by overlap and never by position."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251 - pure as well
    Fault,
    UnreadableFileError,
    read_sheets,
)

from .cleaners import normalise_heading
from .generic import KNOWN_HEADINGS
from .registry import PLATFORMS

# Titles may stand above the headings, but not more lines than this.
LOOKED_AT = 30
LEAST_OVERLAP = 3
GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file below its headings; `columns` has the places of each field of ours."""

    headings: list[str]
    columns: dict[str, list[int]]
    rows: list[tuple[int, list[str]]]


def open_sheet(content: bytes, headings: Mapping[str, Sequence[str]]) -> Sheet:
    """Return the sheet with the heading row that has most of our fields.

    :raise UnreadableFileError: when the file is no table or has no heading that is known
    """
    best, found = 0, None
    for rows in read_sheets(content):
        for place, (_number, cells) in enumerate(rows[:LOOKED_AT]):
            columns = match_headings(cells, headings)
            if len(columns) > best:
                best, found = len(columns), Sheet(cells, columns, rows[place + 1 :])
    if not found:
        raise UnreadableFileError(Fault.NO_HEADINGS)
    return found


def match_headings(
    cells: Sequence[str], headings: Mapping[str, Sequence[str]]
) -> dict[str, list[int]]:
    """Return for each field the places of its headings, the preferred one first."""
    places = {}
    for place, cell in enumerate(cells):
        if cell.strip():
            places.setdefault(normalise_heading(cell), place)
    columns = {
        field: [
            places[key] for key in dict.fromkeys(map(normalise_heading, names)) if key in places
        ]
        for field, names in headings.items()
    }
    return {field: found for field, found in columns.items() if found}


def detect_platform(content: bytes) -> str | None:
    """Return the platform whose files have most of these headings; None when none is near.

    A heading counts the less the more platforms use it.
    """
    scores = Counter()
    for rows in read_sheets(content, LOOKED_AT):
        for _number, cells in rows:
            present = {normalise_heading(cell) for cell in cells if cell.strip()}
            for code, known in KNOWN.items():
                common = present & known
                if len(common) >= LEAST_OVERLAP:
                    score = sum(WEIGHTS[heading] for heading in common)
                    scores[code] = max(scores[code], score)
    return max(scores, key=scores.get) if scores else None


def _know_headings() -> dict[str, set[str]]:
    """Return all headings that the files of each platform are known to have."""
    known = {GENERIC: KNOWN_HEADINGS.values()}
    for code, platform in PLATFORMS.items():
        known[code] = [*platform.headings.values(), *platform.others]
    return {
        code: {normalise_heading(name) for text in texts for name in text.split("|")}
        for code, texts in known.items()
    }


KNOWN = _know_headings()
_USES = Counter(heading for known in KNOWN.values() for heading in known)
WEIGHTS = {heading: 1 / count for heading, count in _USES.items()}
