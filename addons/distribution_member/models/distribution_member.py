import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dated_upline_mixin import HISTORY_SENTINEL
from .distribution_document_type import SUBJECT_TYPES
from .distribution_member_status import MEMBER_STATES
from .encrypted_field import Encrypted
from .member_freeze_mixin import FREEZE_FIELDS

# No I, L, O, 0, 1: people read these codes aloud and type them from paper.
REFERRAL_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
REFERRAL_LENGTH = 8
# What carries a dated history is changed by the actions that keep it.
HISTORY_FIELDS = {"upline_id", "level_id", "state", *FREEZE_FIELDS.values()}


class DistributionMember(models.Model):
    """A company or person that sells for the manufacturer, and under whom it stands."""

    _name = "distribution.member"
    _description = "Distribution Member"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.company.check.mixin",
        "distribution.state.machine.mixin",
        "distribution.dated.upline.mixin",
        "distribution.member.branch.mixin",
        "distribution.member.tree.mixin",
        "distribution.dated.level.mixin",
        "distribution.member.dated.rules.mixin",
        "distribution.member.freeze.mixin",
        "distribution.member.expiry.mixin",
        "distribution.member.lifecycle.mixin",
        "distribution.sensitive.mixin",
        "distribution.member.name.mixin",
        "distribution.member.consent.mixin",
        "distribution.member.level.suggestion.mixin",  # adds to what is erased and exported below
        "distribution.member.referral.mixin",  # the same
        "distribution.member.privacy.mixin",
        "distribution.member.export.mixin",
        "distribution.member.audit.mixin",
        "distribution.member.portal.mixin",
        "distribution.member.portal.todo.mixin",
        "distribution.member.authorisation.mixin",
    ]
    _parent_name = "upline_id"
    _parent_store = True
    _order = "code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="The company or person. Its portal users are the distributor's users.",
    )
    name = fields.Char(related="partner_id.name", store=True, precompute=True, index="trigram")
    code = fields.Char(
        required=True,
        copy=False,
        tracking=True,
        help="Number used in files and in the ERP.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    level_id = fields.Many2one(
        "distribution.level",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    level_rank = fields.Integer(related="level_id.rank", string="Rank")
    region_id = fields.Many2one(
        "distribution.region",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    upline_id = fields.Many2one(
        "distribution.member",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The member it buys under today. Empty: directly under the manufacturer.",
    )
    parent_path = fields.Char(index=True)
    downline_ids = fields.One2many("distribution.member", "upline_id", "Direct Downline")
    upline_history_ids = fields.One2many("distribution.member.upline", "member_id")
    status_history_ids = fields.One2many("distribution.member.status", "member_id")
    state = fields.Selection(
        MEMBER_STATES,
        required=True,
        default="applicant",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    subject_type = fields.Selection(
        SUBJECT_TYPES,
        required=True,
        default="company",
        help="Decides about tax and about the legal limits of commission.",
    )
    bank_account = Encrypted(help="Account that commission is paid to; stored encrypted.")
    id_number = Encrypted("ID Number", help="Identity card of a natural person; stored encrypted.")
    date_start = fields.Date(
        "Member Since", required=True, default=fields.Date.context_today, copy=False
    )
    date_end = fields.Date("Authorised Until", copy=False)
    referral_code = fields.Char(
        readonly=True, copy=False, default=lambda self: self._build_referral_code()
    )
    active = fields.Boolean(default=True)

    _partner_unique = models.UniqueIndex(
        "(partner_id, company_id)", "This contact is a member of this company already."
    )
    _code_unique = models.UniqueIndex(
        "(code, company_id)", "Another member of this company has this code already."
    )
    # What the list asks for: the first page by code, of the regions that the user may see.
    _list_index = models.Index("(company_id, code, id) INCLUDE (region_id) WHERE active IS TRUE")
    _bank_account_index = models.Index("(split_part(bank_account, ':', 2))")
    _id_number_index = models.Index("(split_part(id_number, ':', 2))")
    _referral_unique = models.UniqueIndex("(referral_code)", "This referral code is taken.")
    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "The authorisation ends before it starts.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "code")
    def _compute_display_name(self):
        for member in self:
            member.display_name = f"[{member.code}] {member.name}" if member.code else member.name

    @api.model
    def _build_referral_code(self):
        return "".join(secrets.choice(REFERRAL_ALPHABET) for _ in range(REFERRAL_LENGTH))

    # === CONSTRAINT METHODS === #

    @api.constrains("upline_id", "level_id", "company_id")
    def _check_rank_falls(self):
        for member in self:
            member._ensure_rank_below(member.upline_id)
            for downline in member.downline_ids:
                downline._ensure_rank_below(member)

    @api.constrains("partner_id")
    def _check_partner_id(self):
        for member in self:
            if member.partner_id != member.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is a contact of %(company)s. Make %(company)s the member.",
                        partner=member.partner_id.display_name,
                        company=member.partner_id.commercial_partner_id.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._ensure_not_born_frozen(vals_list)
        members = super().create(vals_list)
        members._begin_histories()
        self.env["distribution.member.closure"]._rebuild_for(members.ids)
        members.filtered("level_id.pricelist_id")._apply_level_pricelist()
        return members

    def write(self, vals):
        guarded = HISTORY_FIELDS & vals.keys()
        if guarded and self.env.context.get("distribution_history") is not HISTORY_SENTINEL:
            raise UserError(
                self.env._(
                    "The upline, level, state and freezes of a member carry a dated history."
                    " Use the buttons, which record the day and the reason."
                )
            )
        result = super().write(vals)
        if "level_id" in vals:
            self._apply_level_pricelist()
        return result

    # === HELPERS === #

    def _begin_histories(self):
        for kept in ("upline", "status", "level"):
            # sudo: the histories are written by us only
            self.env[f"distribution.member.{kept}"].sudo()._begin(self)

    def _apply_level_pricelist(self):
        """Let the members buy at the price list of their level."""
        for level, partners_sudo in self._get_partners_by_level_sudo():
            partners_sudo.specific_property_product_pricelist = level.pricelist_id

    def _get_partners_by_level_sudo(self):
        """Yield (level, contacts) of the members, the contacts in the company of the members."""
        for (company, level), members in self.grouped(
            lambda member: (member.company_id, member.level_id)
        ).items():
            # sudo: who places a member need not have the right to edit contacts
            yield level, members.partner_id.sudo().with_company(company)

    def _ensure_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept in the member's history."))
        return reason.strip()
