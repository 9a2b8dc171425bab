import secrets
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.models import BaseModel

from ..queries.referral import count_visit
from .distribution_member import REFERRAL_ALPHABET
from .referral_modes import MODES

# Longer than a member's own code, so that neither is ever taken for the other.
CODE_LENGTH = 12
LONGEST_CODE = 20
LONGEST_DAYS = 366
MOST_LINKS = 50


class Invitation(NamedTuple):
    """What a code leads to; `problem` is empty, `unknown`, `expired` or `inactive`."""

    code: str
    member_sudo: BaseModel
    link_sudo: BaseModel
    problem: str


class DistributionReferralLink(models.Model):
    """A link by which a member invites others, to join or to look at one product, until a day."""

    _name = "distribution.referral.link"
    _description = "Invitation Link"
    _inherit = ["distribution.company.check.mixin", "distribution.referral.poster.mixin"]
    _order = "id desc"
    _rec_name = "code"
    _check_company_auto = True

    member_id = fields.Many2one(
        "distribution.member",
        "Inviter",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'active')]",
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    region_id = fields.Many2one(related="member_id.region_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.template",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('sale_ok', '=', True)]",
        help="Shown to whoever opens the link, without a price. Empty: the form opens at once.",
    )
    code = fields.Char(
        "Invitation Code",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: "".join(
            secrets.choice(REFERRAL_ALPHABET) for _sign in range(CODE_LENGTH)
        ),
    )
    date_end = fields.Date(
        "Valid Until",
        required=True,
        copy=False,
        default=lambda self: self._get_default_end(self.env.company),
        help="The last day on which the link leads to the form.",
    )
    mode = fields.Selection(
        MODES,
        "Binding",
        required=True,
        default=lambda self: self.env.company.distribution_referral_mode,
        help="The first inviter stays: for good. Only who is no customer yet: the same, and whoever"
        " has bought already is not bound. For a number of days: the binding ends after them, and"
        " somebody else may invite.",
    )
    bind_days = fields.Integer(
        "Binding Days",
        required=True,
        default=lambda self: self.env.company.distribution_referral_days,
        help="Days from the application on for which the binding holds, when it is for some days.",
    )
    active = fields.Boolean(default=True)
    url = fields.Char("Address", compute="_compute_url", help="What is sent, and what the QR says.")
    visit_ids = fields.One2many("distribution.referral.visit", "link_id", "Visits by Day")
    referral_ids = fields.One2many("distribution.referral", "link_id", "Invitations")
    visit_count = fields.Integer(
        "Visits",
        compute="_compute_visit_count",
        help="How often it was opened; the same network address counts once an hour.",
    )
    is_valid = fields.Boolean(compute="_compute_is_valid", help="Whether it leads to the form now.")

    _code_unique = models.UniqueIndex("(code)", "This code is taken.")
    _bind_days_bounded = models.Constraint(
        "CHECK (bind_days BETWEEN 1 AND 3650)", "A binding holds for 1 to 3650 days."
    )

    # === COMPUTE METHODS === #

    @api.depends("code")
    def _compute_url(self):
        for link in self:
            link.url = f"{link.get_base_url()}/distribution/r/{link.code}"

    @api.depends("visit_ids.quantity")
    def _compute_visit_count(self):
        counted = dict(
            self.env["distribution.referral.visit"]._read_group(
                [("link_id", "in", self.ids)], ["link_id"], ["quantity:sum"]
            )
        )
        for link in self:
            link.visit_count = counted.get(link, 0)

    @api.depends("active", "date_end", "member_id.state")
    def _compute_is_valid(self):
        for link in self:
            link.is_valid = not link._find_problem()

    # === CONSTRAINT METHODS === #

    @api.constrains("date_end")
    def _check_date_end(self):
        latest = fields.Date.context_today(self) + timedelta(days=LONGEST_DAYS)
        if any(link.date_end > latest for link in self):
            raise ValidationError(
                self.env._("A link is valid for at most %(days)s days.", days=LONGEST_DAYS)
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a link that was given away says what it said."""
        if {"member_id", "product_id", "code"} & vals.keys():
            self.check_access("write")  # who may write nothing is told just that
            raise UserError(
                self.env._("The inviter and the product of a link stay. Make another link.")
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_open_page(self):
        """Open what everybody sees who opens the link."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    # === BUSINESS METHODS === #

    @api.model
    def _resolve(self, code, company):
        """Return the `Invitation` of a code of the company: of a link, or of a member for good."""
        code = "".join((code or "")[:LONGEST_CODE].split()).upper()
        links_sudo = self.sudo().with_context(active_test=False)  # visitors come by a code
        members_sudo = self.env["distribution.member"].sudo()
        same = Domain("company_id", "=", company.id)
        link_sudo = (
            links_sudo.search(same & Domain("code", "=", code), limit=1) if code else links_sudo
        )
        member_sudo = link_sudo.member_id
        if code and not link_sudo:
            member_sudo = members_sudo.search(same & Domain("referral_code", "=", code), limit=1)
        if link_sudo:
            problem = link_sudo._find_problem()
        else:
            problem = "unknown" if not member_sudo else ""
            if member_sudo and member_sudo.state != "active":
                problem = "inactive"
        return Invitation(code, member_sudo, link_sudo, problem)

    def _count_visit(self, address):
        """Count that somebody opened the link; the same address counts once an hour.

        :param str address: network address, of which only a keyed hash is kept, for an hour
        """
        self.ensure_one()
        attempts = self.env["distribution.attempt"]
        if attempts._may_try("visit", f"{self.id}|{address}", 1):
            self.env.cr.execute(count_visit(self.id, fields.Date.context_today(self)))
            self.env["distribution.referral.visit"].invalidate_model()
            self.invalidate_recordset(["visit_ids", "visit_count"])

    @api.model
    def _make_for(self, member, product_id=0, days=0):
        """Return a new link of a member; the caller has checked who asks.

        :param int product_id: `product.template`, 0 for none
        :param int days: for how long it is valid; 0: as the company has set it
        :raise UserError: a sentence that says what is wrong
        """
        company = member.company_id
        product = self.env["product.template"]
        if product_id:
            product = product.browse(product_id).exists()
            if not product or not member._may_refer(product):
                raise UserError(self.env._("This product cannot be shared. Choose another one."))
        if self.search_count([("member_id", "=", member.id)], limit=MOST_LINKS) >= MOST_LINKS:
            raise UserError(
                self.env._(
                    "You have %(limit)s links. End those that you do not need any more.",
                    limit=MOST_LINKS,
                )
            )
        end = self._get_default_end(company)
        if days:
            today = fields.Date.context_today(self)
            end = today + timedelta(days=min(max(days, 1), LONGEST_DAYS))
        return self.create(
            {
                "member_id": member.id,
                "product_id": product.id,
                "date_end": end,
                "mode": company.distribution_referral_mode,
                "bind_days": company.distribution_referral_days,
            }
        )

    # === HELPERS === #

    @api.model
    def _get_default_end(self, company):
        days = company.distribution_referral_link_days
        return fields.Date.context_today(self) + timedelta(days=days)

    def _find_problem(self):
        """Return why the link does not lead to the form, or nothing."""
        self.ensure_one()
        if not self.active or self.date_end < fields.Date.context_today(self):
            return "expired"
        member_sudo = self.member_id.sudo()  # the inviter may stand in another region
        return "inactive" if member_sudo.state != "active" else ""
