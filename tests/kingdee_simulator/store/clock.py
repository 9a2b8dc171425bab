"""The ERP server's clock: local time of China, without offset, perhaps wrong."""

from datetime import UTC, datetime, timedelta, timezone

from ..refusal import Refusal

CHINA = timezone(timedelta(hours=8))
FORMATS = (
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
)


class Clock:
    """Tells the time; `skew` seconds are added (admin action `clock_skew`)."""

    def __init__(self) -> None:
        self.skew = 0.0

    def now(self, ago: float = 0.0) -> str:
        """Return the server's local time as answers show it, `ago` seconds back."""
        moment = datetime.now(UTC).astimezone(CHINA) + timedelta(seconds=self.skew - ago)
        return show(moment.replace(tzinfo=None))

    def today(self) -> str:
        """Return today's midnight, as date fields show it."""
        return self.now()[:10] + "T00:00:00"


def show(moment: datetime) -> str:
    """Return the server's spelling: milliseconds only if there are any, no zeros at the end.

    >>> show(datetime(2026, 1, 2, 3, 4, 5, 50000))
    '2026-01-02T03:04:05.05'
    """
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    milliseconds = moment.microsecond // 1000
    return text + f".{milliseconds:03d}".rstrip("0") if milliseconds else text


def read_moment(text: object) -> str:
    """Return a date of a caller in the server's spelling, or refuse as the database would."""
    words = str(text).strip()
    for shape in FORMATS:
        try:
            return show(datetime.strptime(words, shape))  # noqa: DTZ007 - the ERP knows no zone
        except ValueError:
            continue
    raise Refusal(6, "数据库执行异常，请联系系统管理员")
