from odoo import api, fields, models
from odoo.fields import Domain

RUNNING_STATES = ("submitted", "in_review")
REFRESH_LIMIT = 500
# From this part of the goal on, the reviewers are reminded.
WARN_AT = 0.5


class DistributionApplicationClockMixin(models.AbstractModel):
    """Working hours from handing in to the decision, without the time the applicant is asked.

    Hours before the last stop are kept in `hours_used`; since then the clock runs from
    `clock_start`. The deadline is the moment at which the goal will have been used up.
    """

    _name = "distribution.application.clock.mixin"
    _description = "Clock of the Review"

    date_submitted = fields.Datetime("Handed In On", readonly=True, copy=False, index=True)
    date_decided = fields.Datetime("Decided On", readonly=True, copy=False)
    clock_start = fields.Datetime("Clock Runs Since", readonly=True, copy=False)
    hours_used = fields.Float("Hours before the Last Stop", readonly=True, copy=False)
    goal_hours = fields.Float("Goal (Working Hours)", readonly=True, copy=False, aggregator="avg")
    review_hours = fields.Float(
        "Review Time (Working Hours)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours of the company's calendar from handing in to the decision, without the"
        " time during which the applicant was asked for information. Refreshed every hour.",
    )
    deadline = fields.Datetime(
        "Decide By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the goal for the review time is used up. Empty while the clock stands.",
    )
    is_late = fields.Boolean(
        "Goal Missed", readonly=True, copy=False, help="More hours were used than the goal allows."
    )
    in_time_rate = fields.Float(
        "In Time (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="100 for a decision within the goal, 0 for a later one; the average is the share.",
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    hours_left = fields.Float("Working Hours Left", compute="_compute_hours_left")

    # === COMPUTE METHODS === #

    @api.depends("is_late", "deadline", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for application in self:
            is_past = bool(application.deadline and application.deadline < now)
            application.is_overdue = application.is_late or (
                is_past and application.state in RUNNING_STATES
            )

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("is_late", "=", True) | (
            Domain("state", "in", RUNNING_STATES) & Domain("deadline", "<", fields.Datetime.now())
        )
        return overdue if True in value else ~overdue

    @api.depends("goal_hours", "review_hours")
    def _compute_hours_left(self):
        for application in self:
            application.hours_left = application.goal_hours - application.review_hours

    # === HELPERS === #

    def _prepare_clock_start(self, now=None):
        """Return what starts the clock, at handing in or after an answer."""
        self.ensure_one()
        now = now or fields.Datetime.now()
        values = {"clock_start": now}
        if not self.date_submitted:
            goal = self.company_id._get_distribution_review_goal_hours()
            values.update(date_submitted=now, goal_hours=goal)
        goal = values.get("goal_hours", self.goal_hours)
        return {
            **values,
            "deadline": self.company_id._plan_distribution_work_hours(goal - self.hours_used, now),
        }

    def _prepare_clock_stop(self, now=None):
        """Return what stops the clock while the applicant is asked."""
        self.ensure_one()
        used = self._count_hours_used(now or fields.Datetime.now())
        return {
            "clock_start": False,
            "deadline": False,
            "hours_used": used,
            "review_hours": used,
            "is_late": used > self.goal_hours,
        }

    def _prepare_clock_end(self, now=None):
        """Return what ends the clock with a decision; a draft has none."""
        self.ensure_one()
        now = now or fields.Datetime.now()
        if not self.date_submitted:
            return {"date_decided": now}
        values = self._prepare_clock_stop(now)
        return {
            **values,
            "date_decided": now,
            "in_time_rate": 0.0 if values["is_late"] else 100.0,
        }

    def _count_hours_used(self, now):
        if not self.clock_start:
            return self.hours_used
        return self.hours_used + self._count_hours(self.clock_start, now)

    def _count_hours(self, start, end):
        # sudo: whoever decides may measure; calendars are no secret
        calendar_sudo = self.sudo().company_id.resource_calendar_id
        if not calendar_sudo:
            return (end - start).total_seconds() / 3600
        return calendar_sudo.get_work_hours_count(start, end)

    # === SCHEDULER === #

    @api.model
    def _cron_watch_reviews(self, limit=REFRESH_LIMIT):
        """Refresh the hours of running reviews, and remind reviewers before the goal is missed."""
        cron = self.env["ir.cron"]
        running = self.search([("state", "in", RUNNING_STATES)], order="id")
        remaining = len(running)
        cron._commit_progress(remaining=remaining)
        for start in range(0, len(running), limit):
            batch = running[start : start + limit].exists().filtered("clock_start")
            batch._refresh_hours()
            batch._remind_reviewers()
            remaining -= limit
            if not cron._commit_progress(limit, remaining=max(remaining, 0)):
                break

    def _refresh_hours(self):
        """Measure the running reviews, with one look at each calendar."""
        now = fields.Datetime.now()
        for company, applications in self.grouped("company_id").items():
            start = min(applications.mapped("clock_start"))
            worked = company._list_distribution_work_intervals(start, now)
            for application in applications:
                hours = application.hours_used + company._count_distribution_work_hours(
                    worked, application.clock_start
                )
                if round(hours, 2) != round(application.review_hours, 2):
                    application._write_state(application.state, review_hours=hours)

    def _remind_reviewers(self):
        """Give each reviewer whose turn it is one activity per application."""
        due = self.filtered(
            lambda application: application.review_hours >= application.goal_hours * WARN_AT
        )
        kind = self.env.ref("distribution_member.mail_activity_type_review")
        known = {
            (activity.res_id, activity.user_id)
            for activity in due.activity_ids
            if activity.activity_type_id == kind
        }
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "date_deadline": fields.Date.context_today(self, application.deadline),
                    "res_id": application.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "user_id": user.id,
                }
                for application in due
                for user in application._get_next_reviewers()
                if (application.id, user) not in known
            ]
        )
