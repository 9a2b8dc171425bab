from odoo import fields, models

MEMBER_STATES = [
    ("applicant", "Applicant"),
    ("active", "Active"),
    ("suspended", "Suspended"),
    ("terminated", "Terminated"),
]


class DistributionMemberStatus(models.Model):
    """Which state a member was in, from which day to which day.

    Commission asks for the state on the day of a sale, so the present state is not enough.
    """

    _name = "distribution.member.status"
    _description = "Status History"
    _inherit = ["distribution.dated.history.mixin"]
    _dated_field = "state"

    state = fields.Selection(MEMBER_STATES, required=True, readonly=True)

    _active_index = models.Index("(member_id, date_from, date_to) WHERE state = 'active'")
