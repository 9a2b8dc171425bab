"""The calendar period in which volume, and the cap of a rule, is measured: ISO weeks, months, …"""

from odoo.tools import SQL


def period_start(measure_period: SQL, day: SQL) -> SQL:
    """Return the first day of the period that a day falls into."""
    return SQL("DATE_TRUNC(%s, (%s)::timestamp)::date", measure_period, day)


def next_period(measure_period: SQL, start: SQL) -> SQL:
    """Return the first day after the period that begins on `start`."""
    return SQL(
        """
        (%(start)s + CASE %(unit)s WHEN 'quarter' THEN INTERVAL '3 months'
                                   ELSE ('1 ' || %(unit)s)::interval END)::date
        """,
        start=start,
        unit=measure_period,
    )
