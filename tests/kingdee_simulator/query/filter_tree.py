"""The parsed form of a filter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A field key."""

    key: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; kind text (quoted), number (bare) or any (typed by the field)."""

    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Compare:
    """left operator right."""

    operator: str
    left: Name | Literal
    right: Name | Literal


@dataclass(frozen=True, slots=True)
class Among:
    """left [not] in (…)."""

    left: Name | Literal
    values: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Like:
    """left [not] like pattern."""

    left: Name | Literal
    pattern: Literal
    negated: bool


@dataclass(frozen=True, slots=True)
class Null:
    """left is [not] null."""

    left: Name | Literal
    negated: bool


@dataclass(frozen=True, slots=True)
class Between:
    """left [not] between low and high."""

    left: Name | Literal
    low: Literal
    high: Literal
    negated: bool


@dataclass(frozen=True, slots=True)
class Logic:
    """Parts joined by AND or OR."""

    word: str
    parts: tuple


@dataclass(frozen=True, slots=True)
class Negation:
    """not part."""

    part: object
