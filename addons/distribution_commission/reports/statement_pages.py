"""The lines of a printed statement, page by page, under their documents. Pure.

Not every wkhtmltopdf repeats headings, keeps rows whole or counts pages, so the pages are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A heading needs its own row and at least one line below it.
SMALLEST_BLOCK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one document.

    :ivar heading: what is printed above them
    """

    heading: Any
    lines: Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines of one document that stand on one page.

    :ivar is_continued: the document began on an earlier page
    """

    heading: Any
    lines: Sequence[Any]
    is_continued: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows it takes."""
        return 1 + len(self.lines)


def paginate(groups: Sequence[Group], *, first: int, other: int, foot: int) -> list[list[Block]]:
    """Return the blocks of each page; at least one page, and room for the foot on the last.

    :param first: rows on the first page, below the figures; may be too few for any line
    :param other: rows on the other pages
    :param foot: rows that the signatures take on the last page

    >>> order = Group(heading="SO1", lines="abcd")
    >>> [[block.lines for block in page] for page in paginate([order], first=4, other=9, foot=3)]
    [['abc'], ['d']]
    >>> paginate([], first=2, other=9, foot=3)
    [[], []]
    """
    assert other >= SMALLEST_BLOCK and other >= foot, "a page holds a line, or the foot"
    pages: list[list[Block]] = [[]]
    room = first
    for group in groups:
        lines, is_continued = group.lines, False
        while lines:
            if room < SMALLEST_BLOCK:
                pages.append([])
                room = other
            taken = lines[: room - 1]
            block = Block(heading=group.heading, lines=taken, is_continued=is_continued)
            pages[-1].append(block)
            room -= block.rows
            lines, is_continued = lines[len(taken) :], True
    if room < foot:
        pages.append([])
    return pages
