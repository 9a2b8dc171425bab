"""A clock that was ahead and is right again must not hold anything up until the time it showed."""

from datetime import timedelta

AHEAD = timedelta(minutes=10)  # the clocks of one company's machines differ by less


def find_latest(now, longest=timedelta()):
    """Return the latest moment that anybody can have meant; a later one is by a wrong clock.

    :param longest: how far ahead it may be meant

    >>> from datetime import datetime
    >>> print(find_latest(datetime(2026, 1, 5, 12), timedelta(hours=1)))
    2026-01-05 13:10:00
    """
    return now + longest + AHEAD
