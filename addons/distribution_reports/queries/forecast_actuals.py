"""What was sold in a period, written beside what had been forecast for it."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL


class Scope(NamedTuple):
    """Which forecasts are compared."""

    company_id: int
    period: str
    start: date
    measure: str


def fill(scope: Scope, sold: Mapping[str, float]) -> SQL:
    """Fill in the sales of one period by series key; who is not named has sold nothing.

    A rest has no actual: what belongs to it is another thing in each run.
    """
    return SQL(
        """
        UPDATE distribution_forecast forecast
           SET actual_value = COALESCE(sold.value, 0),
               actual_error = ABS(forecast.value - COALESCE(sold.value, 0)),
               has_actual = TRUE
          FROM distribution_forecast wanted
     LEFT JOIN unnest(%(keys)s::varchar[], %(values)s::numeric[]) AS sold (key, value)
                ON sold.key = wanted.series_key
         WHERE forecast.id = wanted.id
           AND wanted.company_id = %(company_id)s
           AND wanted.period = %(period)s
           AND wanted.date = %(start)s
           AND wanted.measure = %(measure)s
           AND wanted.state = 'forecast'
           AND wanted.subject != 'rest'
           AND wanted.has_actual IS NOT TRUE
        """,
        keys=list(sold),
        values=list(sold.values()),
        **scope._asdict(),
    )
