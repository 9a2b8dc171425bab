"""Keeps what the figures of the board came out at, one row per figure, company and week."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from odoo.tools import SQL

# (figure, value, records, whether there was anything to measure, goal, light)
Row = tuple[int, float, int, bool, float, str]


def keep_values(
    company_id: int, week: date, rows: Sequence[Row], *, is_final: bool, now: datetime, uid: int
) -> SQL:
    """Write the figures of a week, in the place of what was measured earlier in the same week.

    A week that is over and was measured after its end stays as it is.
    """
    return SQL(
        """
        INSERT INTO distribution_kpi_value (
                    kpi_id, value, count, is_measured, goal, light, company_id, week, is_final,
                    measured_on, create_uid, write_uid, create_date, write_date)
             SELECT new.kpi_id, new.value, new.count, new.is_measured, new.goal, new.light,
                    %(company)s::int, %(week)s::date, %(is_final)s::bool,
                    %(now)s::timestamp, %(uid)s::int, %(uid)s::int, %(now)s::timestamp,
                    %(now)s::timestamp
               FROM (VALUES %(rows)s) new (kpi_id, value, count, is_measured, goal, light)
        ON CONFLICT (kpi_id, company_id, week) DO UPDATE
                SET value = EXCLUDED.value, count = EXCLUDED.count, goal = EXCLUDED.goal,
                    is_measured = EXCLUDED.is_measured, light = EXCLUDED.light,
                    is_final = EXCLUDED.is_final, measured_on = EXCLUDED.measured_on,
                    write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
              WHERE NOT COALESCE(distribution_kpi_value.is_final, FALSE)
        """,
        company=company_id,
        week=week,
        is_final=is_final,
        now=now,
        uid=uid,
        rows=SQL(", ").join(_cast(row) for row in rows),
    )


def _cast(row: Sequence[Any]) -> SQL:
    return SQL("(%s::int, %s::float, %s::int, %s::bool, %s::float, %s::varchar)", *row)
