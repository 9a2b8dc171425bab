"""What is known of one platform: headings, statuses and where its money stands."""

from dataclasses import dataclass, field
from enum import StrEnum

from .cleaners import normalise_status


class Outcome(StrEnum):
    """What a status of a platform means to us."""

    UNPAID = "unpaid"  # nothing sold yet
    PAID = "paid"
    SHIPPED = "shipped"
    DONE = "done"
    CANCELLED = "cancelled"  # nothing sold, or no more
    HOLD = "hold"  # a refund is being decided
    PARTIAL = "partial"  # a part of the money goes back
    REFUNDED = "refunded"  # all the money goes back
    NONE = "none"  # no refund


class Level(StrEnum):
    """What an amount on a line speaks of."""

    LINE = "line"
    ORDER = "order"  # of the whole order, repeated on its lines or on the first only
    DETECT = "detect"  # either: exports differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform; headings are alternatives by |, in the order of preference."""

    code: str
    headings: dict[str, str]
    # Further headings of its files: not read, but they tell the platform.
    others: tuple[str, ...]
    statuses: dict[Outcome, tuple[str, ...]]
    refunds: dict[Outcome, tuple[str, ...]]
    amount_level: Level
    # Whether the amount has the postage in it where the figures of the order do not tell.
    has_postage_inside: bool = True
    # What is called a price may be the amount of the line.
    may_price_be_amount: bool = False
    # Order cells stand on the first line of an order only (merged cells).
    is_filled_down: bool = False
    # The order number begins with its day: YYMMDD.
    has_day_in_ref: bool = False
    own_statuses: dict[str, Outcome] = field(init=False)
    own_refunds: dict[str, Outcome] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "own_statuses", look_up(self.statuses))
        object.__setattr__(self, "own_refunds", look_up(self.refunds))


def look_up(texts: dict[Outcome, tuple[str, ...]]) -> dict[str, Outcome]:
    """Return the outcome by text."""
    return {normalise_status(text): outcome for outcome, group in texts.items() for text in group}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformRules:
    """How one profile reads the files of its platform."""

    platform: Platform
    headings: dict[str, tuple[str, ...]]
    statuses: dict[str, Outcome]  # by normalised text
    refunds: dict[str, Outcome]
    time_zone: str
    date_format: str | None = None
    goods_pattern: str | None = None
    adds_subsidies: bool = False


def build_rules(platform: Platform, time_zone: str = "Asia/Shanghai", **changes) -> PlatformRules:
    """Return the rules that the platform's own headings and statuses make."""
    values = {
        "headings": {name: tuple(text.split("|")) for name, text in platform.headings.items()},
        "statuses": platform.own_statuses,
        "refunds": platform.own_refunds,
        **changes,
    }
    return PlatformRules(platform=platform, time_zone=time_zone, **values)
