from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

from .kpi_window import to_utc, week_of

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
PERIODS = [
    ("last_week", "Last Week"),
    ("last_month", "Last Month"),
    ("month", "This Month so Far"),
    ("last_quarter", "Last Quarter"),
    ("year", "This Year so Far"),
]


class DistributionScheduleClockMixin(models.AbstractModel):
    """When a report is sent, and which days it is about; all in the company's time zone."""

    _name = "distribution.schedule.clock.mixin"
    _description = "Clock of a Scheduled Report"

    frequency = fields.Selection(
        [("weekly", "Every Week"), ("monthly", "Every Month")], required=True, default="weekly"
    )
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    day = fields.Integer(
        "Day of the Month",
        required=True,
        default=1,
        help="1 to 31. In a shorter month: its last day.",
    )
    hour = fields.Integer(
        required=True, default=8, help="0 to 23, in the settlement time zone of the company."
    )
    period = fields.Selection(
        PERIODS,
        required=True,
        default="last_week",
        help="Which days the report is about, seen from the day it is sent. The board and the"
        " forecast are always those of the day.",
    )
    next_run = fields.Datetime(
        "Next Time",
        compute="_compute_next_run",
        store=True,
        index=True,
        copy=False,
        help="When it is sent next.",
    )

    _day_in_month = models.Constraint(
        "CHECK (day BETWEEN 1 AND 31)", "The day of the month is 1 to 31."
    )
    _hour_of_day = models.Constraint("CHECK (hour BETWEEN 0 AND 23)", "The hour is 0 to 23.")

    # === COMPUTE METHODS === #

    @api.depends("frequency", "weekday", "day", "hour", "company_id.distribution_tz")
    def _compute_next_run(self):
        now = fields.Datetime.now()
        for schedule in self:
            schedule.next_run = schedule._find_next_run(now)

    # === HELPERS === #

    def _find_next_run(self, after):
        """Return the first time after a moment at which it is to be sent, in UTC."""
        self.ensure_one()
        zone = self.company_id.distribution_tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), after).date()
        moments = (to_utc(day, zone, min(max(self.hour, 0), 23)) for day in self._list_days(local))
        return next(moment for moment in moments if moment > after)

    def _list_days(self, today):
        """Return the days of sending around today: one that may be over, and those that follow."""
        if self.frequency == "weekly":
            first = week_of(today) + timedelta(days=int(self.weekday or 0))
            return [first + timedelta(weeks=number) for number in range(3)]
        # relativedelta takes the last day of a month that has no such day.
        first = today.replace(day=1)
        day = min(max(self.day, 1), 31)
        return [first + relativedelta(months=number, day=day) for number in range(3)]

    def _find_period(self, today):
        """Return the first and the last day that a report sent on a day is about."""
        self.ensure_one()
        monday, first = week_of(today), today.replace(day=1)
        quarter = first - relativedelta(months=(first.month - 1) % 3)
        one = timedelta(days=1)
        return {
            "last_week": (monday - timedelta(weeks=1), monday - one),
            "last_month": (first - relativedelta(months=1), first - one),
            "month": (first, today),
            "last_quarter": (quarter - relativedelta(months=3), quarter - one),
            "year": (today.replace(month=1, day=1), today),
        }[self.period]
