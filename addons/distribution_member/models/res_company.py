from datetime import timedelta

from odoo import fields, models
from pytz import utc

from .referral_modes import MODES

FALLBACK_HOURS_PER_DAY = 8


class ResCompany(models.Model):
    _inherit = "res.company"

    distribution_seal = fields.Image(
        "Company Seal",
        max_width=600,
        max_height=600,
        help="Picture of the seal with a transparent ground, printed on certificates.",
    )
    distribution_review_goal_days = fields.Float(
        "Review Goal (Working Days)",
        required=True,
        default=2.0,
        help="How long the review of an application may take, in days of the working calendar.",
    )
    distribution_reapply_days = fields.Integer(
        "Days before Applying Again",
        required=True,
        default=7,
        help="After a rejection, an applicant waits this long. 0: may apply again at once.",
    )
    distribution_join_limit = fields.Integer(
        "Applications per Hour and Address",
        required=True,
        default=20,
        help="How often the public form may be sent from one network address in an hour.",
    )
    distribution_referral_mode = fields.Selection(
        MODES,
        "Binding of Invited Applicants",
        required=True,
        default="first",
        help="The first inviter stays: for good. Only who is no customer yet: the same, and whoever"
        " has bought already is not bound. For a number of days: the binding ends after them, and"
        " somebody else may invite.",
    )
    distribution_referral_days = fields.Integer(
        "Binding Days",
        required=True,
        default=90,
        help="Days from the application on for which a binding holds, when it is for some days.",
    )
    distribution_referral_link_days = fields.Integer(
        "Validity of Invitation Links (Days)",
        required=True,
        default=180,
        help="How long a new invitation link leads to the form, unless a day is chosen.",
    )
    distribution_show_staff_names = fields.Boolean(
        "Members See Who Saw Their Data",
        help="In the portal, the names of the staff who saw a member's numbers and documents, and"
        " who decided about its level. Otherwise only their role is shown.",
    )
    distribution_stop_expired = fields.Boolean(
        "Stop New Orders on Expiry",
        help="New orders of a member are stopped the day after its membership, or a document that"
        " its level requires, has expired; they go on with the renewal. Switching it off stops"
        " nobody else, and lifts nothing.",
    )
    distribution_privacy_contact = fields.Char(
        "Privacy Contact",
        translate=True,
        help="Who answers questions about personal data: name or department, phone, e-mail."
        " Shown on every notice.",
    )

    _referral_days_bounded = models.Constraint(
        "CHECK (distribution_referral_days BETWEEN 1 AND 3650)",
        "A binding holds for 1 to 3650 days.",
    )
    _referral_link_days_bounded = models.Constraint(
        "CHECK (distribution_referral_link_days BETWEEN 1 AND 366)",
        "Invitation links are valid for 1 to 366 days.",
    )
    _review_goal_positive = models.Constraint(
        "CHECK (distribution_review_goal_days > 0)", "The goal for the review is more than 0 days."
    )
    _reapply_days_not_negative = models.Constraint(
        "CHECK (distribution_reapply_days >= 0)", "The days before applying again begin at 0."
    )
    _join_limit_positive = models.Constraint(
        "CHECK (distribution_join_limit > 0)", "Allow at least one application per hour."
    )

    def _get_distribution_review_goal_hours(self):
        """Return the goal in working hours of the company's calendar."""
        self.ensure_one()
        # sudo: whoever hands in has a goal set for; calendars are no secret
        calendar_sudo = self.sudo().resource_calendar_id
        return self.distribution_review_goal_days * (
            calendar_sudo.hours_per_day or FALLBACK_HOURS_PER_DAY
        )

    def _list_distribution_work_intervals(self, start, end):
        """Return when the company works as (begin, end) pairs in UTC; always without calendar."""
        self.ensure_one()
        calendar_sudo = self.sudo().resource_calendar_id  # calendars are no secret
        start, end = utc.localize(start), utc.localize(end)
        if not calendar_sudo:
            return [(start, end)]
        intervals = calendar_sudo._work_intervals_batch(start, end)[False]
        return [(first.astimezone(utc), last.astimezone(utc)) for first, last, _meta in intervals]

    @staticmethod
    def _count_distribution_work_hours(intervals, start):
        """Return the hours of the intervals from `start` on.

        :param intervals: from `_list_distribution_work_intervals`, of the same company
        """
        begin = utc.localize(start)
        return sum(
            (stop - max(first, begin)).total_seconds() / 3600
            for first, stop in intervals
            if stop > begin
        )

    def _plan_distribution_work_hours(self, hours, start):
        """Return when so many working hours will have passed since `start`."""
        self.ensure_one()
        if hours <= 0:
            return start
        calendar_sudo = self.sudo().resource_calendar_id  # calendars are no secret
        planned = calendar_sudo and calendar_sudo.plan_hours(hours, start, compute_leaves=True)
        return planned or start + timedelta(hours=hours)

    def _find_distribution_people(self, role):
        """Return the active staff of a role in the company, with and without further roles.

        :param role: the end of a group's name: `admin`, `finance`, `manager`, …
        """
        self.ensure_one()
        group = self.env.ref(f"distribution_member.group_distribution_{role}").sudo()  # names only
        return group.all_user_ids.filtered(
            lambda user: user.active and not user.share and self in user.company_ids
        )
