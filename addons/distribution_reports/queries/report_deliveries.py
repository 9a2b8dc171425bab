"""Asks for mails once: whoever asks a second time for the same finds it asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from odoo.tools import SQL

COLUMNS = ("key", "kind", "company_id", "user_id", "schedule_id", "due", "week")


def request(rows: Sequence[Mapping[str, Any]], *, now: datetime, uid: int) -> SQL:
    """Insert deliveries that wait, unless there is one with the same key."""
    return SQL(
        """
        INSERT INTO distribution_report_delivery (
                    key, kind, company_id, user_id, schedule_id, due, week, state, tries,
                    requested_on, next_try, create_uid, write_uid, create_date, write_date)
             SELECT new.*, 'pending', 0, %(now)s::timestamp, %(now)s::timestamp,
                    %(uid)s::int, %(uid)s::int, %(now)s::timestamp, %(now)s::timestamp
               FROM (VALUES %(rows)s) new
        ON CONFLICT (key) DO NOTHING
        """,
        now=now,
        uid=uid,
        rows=SQL(", ").join(
            SQL(
                "(%s::varchar, %s::varchar, %s::int, %s::int, %s::int, %s::timestamp, %s::date)",
                *(row.get(name) for name in COLUMNS),
            )
            for row in rows
        ),
    )
