from odoo import api, fields, models

from .distribution_document_type import SUBJECT_TYPES
from .encrypted_field import Encrypted

APPLICATION_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in_review", "In Review"),
    ("need_info", "Waiting for Applicant"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]
OPEN_STATES = ("submitted", "in_review", "need_info")


class DistributionApplication(models.Model):
    """The wish of a company or person to become a member, from the form to the decision."""

    _name = "distribution.application"
    _description = "Application"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.application.applicant.mixin",
        "distribution.application.review.mixin",
        "distribution.application.tier.mixin",
        "distribution.application.clock.mixin",
        "distribution.application.duplicates.mixin",
        "distribution.application.link.mixin",
        "distribution.application.form.mixin",
        "distribution.application.referral.mixin",
        "distribution.application.member.mixin",
        "distribution.application.privacy.mixin",
        "tier.validation",
        "distribution.state.machine.mixin",
        "distribution.sensitive.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "applicant_name", "contact_name", "credit_code"]
    _check_company_auto = True

    # As tier validation wants to know them.
    _state_from = list(OPEN_STATES)
    _state_to = ["approved"]
    _cancel_state = "withdrawn"

    name = fields.Char("Number", readonly=True, copy=False, default="/", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        APPLICATION_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    applicant_name = fields.Char(
        "Applicant's Name",
        required=True,
        tracking=True,
        help="Registered name, or the person's name.",
    )
    subject_type = fields.Selection(SUBJECT_TYPES, required=True, default="company")
    credit_code = fields.Char(
        "Unified Social Credit Code",
        index="btree_not_null",
        help="18 signs, as on the business licence.",
    )
    id_number = Encrypted("ID Number", help="Identity card of a natural person; stored encrypted.")
    bank_account = Encrypted(help="Account that commission will be paid to; stored encrypted.")
    contact_name = fields.Char(required=True)
    phone = fields.Char(required=True)
    phone_key = fields.Char(
        "Phone as Compared", compute="_compute_phone_key", store=True, index="btree_not_null"
    )
    email = fields.Char(required=True, index="btree_not_null")
    street = fields.Char("Address")
    city = fields.Char()
    state_id = fields.Many2one(
        "res.country.state", "Province", domain="[('country_id.code', '=', 'CN')]"
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
        help="In which the applicant is written to.",
    )
    level_id = fields.Many2one(
        "distribution.level",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    region_id = fields.Many2one(
        "distribution.region",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    inviter_id = fields.Many2one(
        "distribution.member",
        "Invited By",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The member whose referral code the applicant used.",
    )
    upline_id = fields.Many2one(
        "distribution.member",
        "Future Upline",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        compute="_compute_upline_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id), ('state', '=', 'active'),"
        " ('level_id.rank', '<', level_rank)]",
        help="The inviter, unless chosen otherwise. Empty: directly under the manufacturer.",
    )
    level_rank = fields.Integer(related="level_id.rank")
    note = fields.Text("Message of the Applicant")
    document_ids = fields.One2many("distribution.document", "application_id", "Documents")
    consent_ids = fields.One2many(
        "distribution.consent",
        "res_id",
        "Consents",
        domain=[("res_model", "=", "distribution.application")],
        bypass_search_access=True,
    )
    event_ids = fields.One2many("distribution.application.event", "application_id", "Timeline")
    member_id = fields.Many2one(
        "distribution.member",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    previous_id = fields.Many2one(
        "distribution.application",
        "Applied Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    source = fields.Selection(
        [("form", "Public Form"), ("staff", "Entered by Staff")],
        required=True,
        default="staff",
        readonly=True,
    )
    active = fields.Boolean(default=True)

    _approved_has_member = models.Constraint(
        "CHECK (state != 'approved' OR member_id IS NOT NULL)",
        "An approved application has its member.",
    )
    _member_unique = models.UniqueIndex(
        "(member_id) WHERE member_id IS NOT NULL", "This member has an application already."
    )
    _number_unique = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'", "Another application has this number already."
    )
    _bank_account_index = models.Index("(split_part(bank_account, ':', 2))")
    _id_number_index = models.Index("(split_part(id_number, ':', 2))")

    # === COMPUTE METHODS === #

    @api.depends("name", "applicant_name")
    def _compute_display_name(self):
        for application in self:
            number = application.name if application.name != "/" else self.env._("Draft")
            application.display_name = f"{number} {application.applicant_name or ''}".strip()

    @api.depends("inviter_id")
    def _compute_upline_id(self):
        for application in self:
            application.upline_id = application.inviter_id

    # === CRUD METHODS === #

    def unlink(self):
        """Override of `base`: files are removed with the documents they belong to."""
        self.document_ids.unlink()
        return super().unlink()

    # === ACTION METHODS === #

    def action_submit(self):
        """Hand the applications in: they get their number, and the clock starts."""
        self.check_access("write")
        self._ensure_state(
            ("draft",), self.env._("%(record)s is %(state)s and has been handed in already.")
        )
        for application in self:
            application._ensure_complete()
            application._ensure_consents()
        self._record_entered_inviters()
        for application in self:
            application._write_state(
                "submitted",
                name=application._next_number(),
                submitter_id=self.env.uid,
                **application._prepare_clock_start(),
            )
        self._record_event("submitted")
        self.request_validation()
        self._update_duplicates()
        self._send_mail("received")

    def action_withdraw(self):
        """Take the applications back, as the applicants asked."""
        self.check_access("write")
        self._ensure_state(("draft", *OPEN_STATES), self.env._("%(record)s is %(state)s already."))
        for application in self:
            application._write_state("withdrawn", **application._prepare_clock_end())
        self._record_event("withdrawn")
        self._finish_review()

    def action_apply_again(self):
        """Begin a new application from a rejected or withdrawn one."""
        self.ensure_one()
        application = self._apply_again()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": application.id,
            "views": [(False, "form")],
        }

    def action_open_member(self):
        """Open the member that the application became."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "distribution.member",
            "res_id": self.member_id.id,
            "views": [(False, "form")],
        }

    # === HELPERS === #

    def _next_number(self):
        self.ensure_one()
        # sudo: numbers are counted by whoever hands in, also by a visitor
        sequences_sudo = self.env["ir.sequence"].sudo().with_company(self.company_id)
        return sequences_sudo.next_by_code(self._name) or "/"

    def _record_event(self, kind, text=None):
        """Write into the timeline, which applicant and staff see."""
        # sudo: the timeline is written by our own acts only
        self.env["distribution.application.event"].sudo().create(
            [
                {
                    "application_id": application.id,
                    "kind": kind,
                    "text": text,
                    "user_id": self.env.uid,
                }
                for application in self
            ]
        )
