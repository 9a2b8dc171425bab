from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .encrypted_field import Encrypted

KINDS = [
    ("access", "See the Data"),
    ("copy", "Get a Copy"),
    ("correct", "Correct"),
    ("delete", "Delete"),
    ("restrict", "Restrict"),
    ("withdraw", "Withdraw a Consent"),
]
STATES = [
    ("new", "New"),
    ("checked", "Checked"),
    ("done", "Done"),
    ("partly", "Done in Part"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("new", "checked")
ASKED = {"kind", "member_id", "description", "field_name", "new_value", "new_number"}
DAYS_DUE = 15
DAYS_WARNING = 10
# What a person may ask to correct: fields of the contact, and the encrypted ones of the member.
CONTACT_CORRECTIONS = ("name", "phone", "email", "street", "street2", "city", "zip")
SENSITIVE_CORRECTIONS = ("bank_account", "id_number")
CORRECTIONS = [
    ("name", "Name"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("street", "Street"),
    ("street2", "Street 2"),
    ("city", "City"),
    ("zip", "Postcode"),
    ("bank_account", "Bank Account"),
    ("id_number", "ID Number"),
    ("other", "Something Else"),
]


class DistributionPrivacyRequest(models.Model):
    """A person uses a right: answered within 15 working days, never refused without a reason."""

    _name = "distribution.privacy.request"
    _description = "Privacy Request"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
        "distribution.sensitive.mixin",
    ]
    _order = "date_due, id"

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    kind = fields.Selection(KINDS, required=True)
    member_id = fields.Many2one(
        "distribution.member", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    state = fields.Selection(
        STATES, required=True, default="new", readonly=True, copy=False, index=True, tracking=True
    )
    description = fields.Text("What Is Asked")
    field_name = fields.Selection(CORRECTIONS, "To Correct")
    new_value = fields.Char("Correct Value")
    new_number = Encrypted("Correct Number", help="Stored encrypted.")
    channel = fields.Selection(
        [("portal", "Portal"), ("staff", "Recorded by Staff")],
        required=True,
        readonly=True,
        default="staff",
    )
    date = fields.Datetime("Received", required=True, readonly=True, default=fields.Datetime.now)
    date_warning = fields.Date(
        "Warning", readonly=True, help="Ten working days after it was received."
    )
    date_due = fields.Date(
        "Answer Until", readonly=True, help="Fifteen working days after it was received."
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    checked_user_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False)
    decided_user_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    date_decided = fields.Datetime("Decided", readonly=True, copy=False)
    outcome = fields.Text(
        "Answer", copy=False, help="What the person is told; required unless all was done."
    )

    _two_persons = models.Constraint(
        "CHECK (state <> 'done' OR field_name NOT IN ('bank_account', 'id_number')"
        " OR COALESCE(checked_user_id <> decided_user_id, FALSE))",
        "A bank account or identity number is corrected by two persons: one checks, one decides.",
    )
    _reason_given = models.Constraint(
        "CHECK (state NOT IN ('refused', 'partly') OR COALESCE(trim(outcome), '') <> '')",
        "Say why: nothing is refused without a reason.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date_due", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            due = request.date_due
            request.is_late = bool(request.state in OPEN_STATES and due and due < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "in", OPEN_STATES) & fields.Domain(
            "date_due", "<", fields.Date.context_today(self)
        )
        return late if True in value else ~late

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to number the requests and to begin their time."""
        vals_list = [
            {
                **vals,
                "name": self.env["ir.sequence"].next_by_code("distribution.privacy.request") or "/",
            }
            for vals in vals_list
        ]
        requests = super().create(vals_list)
        for request in requests:
            request.date_warning = request._plan(DAYS_WARNING)
            request.date_due = request._plan(DAYS_DUE)
            self.env["distribution.audit"]._record(
                "privacy_request", request, new_value=request.kind
            )
            request._schedule_warning()
        return requests

    def write(self, vals):
        """Override of `base`: what was asked does not change once somebody has checked it."""
        asked = ASKED & vals.keys()
        if asked and not self.env.su and any(request.state != "new" for request in self):
            raise UserError(
                self.env._(
                    "What was asked has been checked already. Cancel the request and record"
                    " another one."
                )
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_check(self):
        """Confirm that it is the person who asks, and that the data are right."""
        self._ensure_open(("new",))
        self.check_access("write")
        self._write_state("checked", checked_user_id=self.env.uid)

    def action_done(self):
        """Do what is asked, and close the request."""
        self._ensure_open(OPEN_STATES)
        self.check_access("write")
        for request in self:
            request._ensure_second_person()
            reasons = request._apply()
            state = "partly" if reasons else "done"
            text = "\n".join(filter(None, [request.outcome, *reasons]))
            request._decide(state, text)

    def action_refuse(self):
        """Close the request without doing it; the reason is what the person reads."""
        self._ensure_open(OPEN_STATES)
        self.check_access("write")
        for request in self:
            if not (request.outcome or "").strip():
                raise UserError(
                    self.env._("Write the answer first: nothing is refused without a reason.")
                )
            request._decide("refused", request.outcome)

    def action_cancel(self):
        """Close a request that the person has taken back."""
        self._ensure_open(OPEN_STATES)
        self.check_access("write")
        for request in self:
            request._decide("cancelled", request.outcome)

    # === HELPERS === #

    def _apply(self):
        """Do what is asked; return why it could be done in part only."""
        self.ensure_one()
        member_sudo = self.member_id.sudo()  # who may decide need not be able to edit members
        if self.kind == "delete":
            reason = self.env._("Request %(number)s", number=self.name)
            return member_sudo._forget(reason)
        if self.kind == "restrict":
            member_sudo._ensure_may_be_forgotten()
            member_sudo._lock_away([self.env._("The person asked for it.")])
        elif self.kind == "correct":
            self._apply_correction(member_sudo)
        return []

    def _apply_correction(self, member_sudo):
        if self.field_name in SENSITIVE_CORRECTIONS:
            member_sudo.write({self.field_name: self._decrypt("new_number")})
            self.sudo().new_number = False  # done: the member has it, and nothing asks for it
        elif self.field_name in CONTACT_CORRECTIONS:
            member_sudo.partner_id.write({self.field_name: self.new_value})

    def _decide(self, state, outcome):
        values = {"outcome": outcome, "decided_user_id": self.env.uid}
        self._write_state(state, date_decided=fields.Datetime.now(), **values)
        self.flush_recordset()
        self.env["distribution.audit"]._record("privacy_decision", self, new_value=state)
        # sudo: the warning is the one's who was to decide, not always of the one who did
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _ensure_open(self, states):
        self._ensure_state(states, self.env._("%(record)s is %(state)s: there is nothing to do."))

    def _ensure_second_person(self):
        """Raise before anything is done, with what to do; the database checks it again."""
        if self.kind != "correct" or self.field_name not in SENSITIVE_CORRECTIONS:
            return
        if not self.checked_user_id or self.checked_user_id == self.env.user:
            raise UserError(
                self.env._(
                    "A bank account or identity number is corrected by two persons. Let a"
                    " colleague press Checked, and another one Done."
                )
            )

    def _plan(self, days):
        """Return the day that lies so many working days after it was received."""
        calendar = self.company_id.resource_calendar_id
        after = self.date + timedelta(days=1)
        end = calendar.plan_days(days, after, compute_leaves=True) if calendar else False
        return (end or self.date + timedelta(days=days * 7 // 5)).date()

    def _schedule_warning(self):
        # sudo: a portal user's request makes work for staff
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.date_warning,
            summary=self.env._("Answer %(request)s", request=self.name),
            user_id=self._find_responsible().id,
        )

    def _find_responsible(self):
        """Return whose work requests are; override to spread them."""
        own = self.company_id._find_distribution_people("admin")
        return own.sorted(lambda user: (user._is_superuser(), user.id))[:1]
