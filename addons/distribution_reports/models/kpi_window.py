"""The days that a figure of the board is measured over, and what came out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytz
from odoo.models import BaseModel

DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A half-open period of days in the company's time zone: [date_from, date_to).

    :ivar start, end: the same as moments in UTC
    """

    company: BaseModel
    date_from: date
    date_to: date

    def __post_init__(self):
        assert self.date_from < self.date_to, "a window has at least one day"

    @property
    def start(self) -> datetime:
        return to_utc(self.date_from, self.company.distribution_tz)

    @property
    def end(self) -> datetime:
        return to_utc(self.date_to, self.company.distribution_tz)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a figure came out at; None when there was nothing to measure."""

    value: float | None
    count: int


NOTHING = Measured(value=None, count=0)


def to_utc(day: date, zone: str, hour: int = 0) -> datetime:
    """Return when an hour of a day begins in a time zone, as a moment in UTC without zone.

    An hour that a change of the clocks leaves out begins with the one after it.

    >>> to_utc(date(2026, 1, 5), "Asia/Shanghai", 8)
    datetime.datetime(2026, 1, 5, 0, 0)
    >>> to_utc(date(2026, 3, 29), "Europe/Berlin", 2)
    datetime.datetime(2026, 3, 29, 1, 0)
    """
    tz = pytz.timezone(zone or "UTC")
    local = datetime.combine(day, time(hour))
    moment = tz.normalize(tz.localize(local, is_dst=False))
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


def week_of(day: date) -> date:
    """Return the Monday of the week of a day.

    >>> week_of(date(2026, 11, 29))
    datetime.date(2026, 11, 23)
    """
    return day - timedelta(days=day.weekday())
