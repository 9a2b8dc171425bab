"""Moments: in names of backups, and as an administrator types them."""

from datetime import datetime, timezone

from .refusal import Refused

UTC = timezone.utc  # noqa: UP017 - Python 3.10 knows no datetime.UTC
FORM = "%Y%m%dT%H%M%SZ"


def now() -> datetime:
    """Return this moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def name_of(moment: datetime) -> str:
    """Return the name of a backup made at a moment.

    >>> name_of(datetime(2026, 11, 30, 2, tzinfo=UTC))
    '20261130T020000Z'
    """
    return moment.astimezone(UTC).strftime(FORM)


def moment_of(name: str) -> datetime | None:
    """Return when a backup of that name was made; None when that is no such name.

    >>> moment_of("20261130T020000Z").hour
    2
    >>> moment_of("20261130T020000Z.part") is None
    True
    """
    try:
        return datetime.strptime(name, FORM).replace(tzinfo=UTC)
    except ValueError:
        return None


def typed(text: str) -> datetime:
    """Return the moment that somebody typed; without a time zone nobody knows which it is.

    >>> typed("2026-11-30 10:00:00+08").isoformat()
    '2026-11-30T10:00:00+08:00'
    """
    padded = text.strip()
    if len(padded) > 3 and padded[-3] in "+-":
        padded += ":00"  # Python 3.10 wants the minutes as well
    try:
        moment = datetime.fromisoformat(padded.replace("Z", "+00:00"))
    except ValueError:
        raise Refused(f"{text!r} is no moment; write it like 2026-11-30 10:00:00+08") from None
    if moment.tzinfo is None:
        raise Refused(f"{text!r} has no time zone; write it like 2026-11-30 10:00:00+08")
    return moment
