"""A report as rows and columns, before it becomes a workbook or paper."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

# How a column is written: text, amount (two decimals), quantity (up to three), whole number.
FORMATS = ("text", "amount", "quantity", "integer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading and how what stands under it is written."""

    label: str
    kind: str = "text"

    def __post_init__(self):
        assert self.kind in FORMATS, f"no such format: {self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A report that can be sent: the model behind it and what is shown of it.

    :ivar date_field: its day, that the period narrows; None: it is always that of today
    :ivar is_monthly: its rows are dated to the first of their month, so whole months are shown
    :ivar measures: fields to sum, as far as the model has them and the reader may see them
    :ivar groups: layout -> field to group by
    """

    label: str
    model: str
    date_field: str | None = None
    is_monthly: bool = False
    measures: tuple[str, ...] = ()
    groups: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What a report is to show; nothing in it depends on who reads it.

    :ivar date_from, date_to: first and last day
    """

    kind: str
    title: str
    groups: tuple[str, ...] = ()
    domain: tuple = ()
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A report that is made, in the language and with the rights of who reads it."""

    title: str
    facts: list[tuple[str, str]]
    columns: list[Column]
    rows: list[list[Any]]
    totals: list[Any] | None = None
    notes: list[str] = field(default_factory=list)
