from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .state_machine_mixin import STATE_SENTINEL


class DistributionApplicationMemberMixin(models.AbstractModel):
    """What approving makes: contact, member and portal user, all or nothing."""

    _name = "distribution.application.member.mixin"
    _description = "Member of an Application"

    partner_id = fields.Many2one(
        "res.partner",
        "Existing Contact",
        copy=False,
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        help="The contact this applicant is already; empty: a new one is made.",
    )
    is_new_partner = fields.Boolean(
        "Not the Same",
        copy=False,
        help="Tick it when a contact has the same credit code but is somebody else.",
    )
    same_partner_ids = fields.Many2many(
        "res.partner", compute="_compute_same_partner_ids", string="Contacts with the Same Code"
    )
    member_code = fields.Char(copy=False, help="Code of the new member; empty: the next number.")

    # === COMPUTE METHODS === #

    def _compute_same_partner_ids(self):
        """Find contacts that carry the credit code."""
        codes = [code for code in self.mapped("credit_code") if code]
        # sudo: the reviewer need not see all contacts to be told that there is one
        partners = (
            self.env["res.partner"]
            .sudo()
            .search(
                Domain("parent_id", "=", False)
                & (Domain("vat", "in", codes) | Domain("company_registry", "in", codes))
            )
        )
        for application in self:
            code, company = application.credit_code, application.company_id
            application.same_partner_ids = partners.filtered(
                lambda partner, code=code, company=company: (
                    code
                    and code in (partner.vat, partner.company_registry)
                    and partner.company_id in (company, company.browse())
                )
            ).ids

    # === BUSINESS METHODS === #

    def _make_member(self):
        """Return the new active member, as superuser; that the user may approve was checked."""
        self.ensure_one()
        self._ensure_member_possible()
        # sudo: an approver need not have the right to edit contacts, users and members everywhere
        application_sudo = self.sudo().with_company(self.company_id)
        partner_sudo = application_sudo._provide_partner()
        values = application_sudo._prepare_member(partner_sudo)
        member_sudo = application_sudo.env["distribution.member"].create(values)
        documents_sudo = application_sudo.document_ids.with_context(
            distribution_state=STATE_SENTINEL  # judged documents get an owner, nothing else changes
        )
        documents_sudo.write({"member_id": member_sudo.id})
        self.env["distribution.consent"]._adopt(self, member_sudo)
        # The numbers come after the consent that they need.
        member_sudo.write(application_sudo._prepare_sensitive())
        member_sudo.action_activate()
        application_sudo._invite_user(partner_sudo)
        return member_sudo

    def _prepare_member(self, partner):
        """Override to add values of the new member."""
        return {
            "partner_id": partner.id,
            "code": self.member_code or self._next_member_code(),
            "company_id": self.company_id.id,
            "level_id": self.level_id.id,
            "region_id": self.region_id.id,
            "upline_id": self.upline_id.id,
            "subject_type": self.subject_type,
        }

    def _prepare_sensitive(self):
        """Return the numbers in clear, for the member to encrypt them anew."""
        return {name: self._decrypt(name) for name in ("bank_account", "id_number") if self[name]}

    def _prepare_partner(self):
        """Override to add values of a new contact."""
        is_company = self.subject_type != "person"
        return {
            "name": self.applicant_name,
            "is_company": is_company,
            "vat": self.credit_code,
            "company_registry": self.credit_code,
            "phone": self.phone,
            "email": self.email,
            "street": self.street,
            "city": self.city,
            "state_id": self.state_id.id,
            "country_id": self.state_id.country_id.id or self.env.ref("base.cn").id,
            "lang": self.lang,
            "company_id": self.company_id.id,
        }

    def _prepare_contact(self, partner):
        """Override to add values of the person who logs in for a company."""
        return {
            "name": self.contact_name,
            "parent_id": partner.id,
            "type": "contact",
            "phone": self.phone,
            "email": self.email,
            "lang": self.lang,
            "company_id": partner.company_id.id,
        }

    # === HELPERS === #

    def _ensure_member_possible(self):
        """Raise, before anything is made, when the member or its user cannot be."""
        if self.same_partner_ids and not self.partner_id and not self.is_new_partner:
            raise UserError(
                self.env._(
                    "There is a contact with the same credit code: %(contacts)s. Choose it as"
                    " existing contact, or tick Not the Same.",
                    contacts=", ".join(self.sudo().same_partner_ids.mapped("display_name")),
                )
            )
        members_sudo = self.env["distribution.member"].sudo()  # a member elsewhere counts as well
        known = members_sudo.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id.id)]
        )
        if self.partner_id and known:
            raise UserError(
                self.env._(
                    "%(partner)s is a member already: %(code)s. Reject this application.",
                    partner=self.partner_id.display_name,
                    code=known.code,
                )
            )
        if self.member_code and members_sudo.with_context(active_test=False).search_count(
            [("company_id", "=", self.company_id.id), ("code", "=", self.member_code)], limit=1
        ):
            raise UserError(
                self.env._(
                    "The member code %(code)s is taken. Choose another one, or none.",
                    code=self.member_code,
                )
            )
        self._ensure_user_possible()
        self._ensure_upline_possible()

    def _ensure_user_possible(self):
        # sudo: a login is unique in the whole database
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        user = users_sudo.search(
            Domain("login", "=ilike", self.email) | Domain("email_normalized", "=", self.email),
            limit=1,
        )
        if user and user.partner_id.commercial_partner_id != self.partner_id:
            raise UserError(
                self.env._(
                    "The e-mail %(email)s belongs to a user already. Ask the applicant for another"
                    " address, or choose the user's contact as existing contact.",
                    email=self.email,
                )
            )

    def _ensure_upline_possible(self):
        upline_sudo = self.sudo().upline_id  # the upline may stand in another region
        if upline_sudo and upline_sudo.state != "active":
            raise UserError(
                self.env._(
                    "The future upline %(upline)s is not active. Choose another one.",
                    upline=upline_sudo.display_name,
                )
            )
        if upline_sudo and upline_sudo.level_id.rank >= self.level_id.rank:
            raise UserError(
                self.env._(
                    "%(upline)s cannot be the upline of a new %(level)s: its level must be closer"
                    " to the manufacturer. Choose another upline or level.",
                    upline=upline_sudo.display_name,
                    level=self.level_id.name,
                )
            )

    def _next_member_code(self):
        """Return the next number that no member has, whoever gave it."""
        members = self.env["distribution.member"].with_context(active_test=False)
        while True:
            code = self.env["ir.sequence"].next_by_code("distribution.member")
            if not members.search_count(
                [("company_id", "=", self.company_id.id), ("code", "=", code)], limit=1
            ):
                return code

    def _provide_partner(self):
        """Return the confirmed existing contact, or a new one."""
        partner = self.partner_id
        if not partner:
            partner = self.env["res.partner"].create(self._prepare_partner())
            self.partner_id = partner
        return partner

    def _invite_user(self, partner):
        """Give the person in charge a portal user, and mail the invitation."""
        users = self.env["res.users"].with_context(active_test=False)
        if users.search_count(
            Domain("partner_id.commercial_partner_id", "=", partner.id)
            & Domain("email_normalized", "=", self.email),
            limit=1,
        ):
            return
        person = partner
        if partner.is_company:
            person = partner.child_ids.filtered(
                lambda contact: contact.email_normalized == self.email
            )[:1] or self.env["res.partner"].create(self._prepare_contact(partner))
        elif person.email_normalized != self.email:
            person.email = self.email
        wizards = self.env["portal.wizard"].with_context(distribution_queue_mail=True)
        wizard = wizards.create({"partner_ids": [(6, 0, person.ids)]})
        wizard.user_ids.filtered(lambda row: row.partner_id == person).action_grant_access()
