"""A clock that was ahead and is right again must not hold anything up until the time it showed."""

from datetime import timedelta

AHEAD = timedelta(minutes=10)  # the clocks of one company's machines differ by less
DAY = timedelta(days=1)  # no document is put off for longer


def is_by_wrong_clock(moment, now, longest=timedelta()):
    """Tell whether a moment lies further ahead than anybody could have meant.

    :param longest: how far ahead it may be meant

    >>> from datetime import datetime
    >>> noon = datetime(2026, 1, 5, 12)
    >>> is_by_wrong_clock(noon + DAY, noon, DAY), is_by_wrong_clock(noon + DAY, noon)
    (False, True)
    """
    return moment > now + longest + AHEAD
