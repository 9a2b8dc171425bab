from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, email_normalize
from odoo.tools.sql import table_exists

from ..known_values import keep
from ..queries.colleagues import add_missing_colleagues, places_of

COLLEAGUE_ROLES = [
    ("admin", "Administrator"),
    ("buyer", "Buyer"),
    ("finance", "Finance"),
    ("viewer", "Viewer"),
]
MONEY_ROLES = ("admin", "finance")  # balance, statements, sums
ORDER_ROLES = ("admin", "buyer")
# Of the hundred fields of a member, what every page of the portal reads.
READ_FIRST = (
    *("company_id", "partner_id", "name", "code", "state", "active"),
    *("freeze_portal", "freeze_order"),
)
INVITATIONS_PER_DAY = 20
LONGEST_NAME = 100


class DistributionMemberUser(models.Model):
    """A portal user of a distributor, and what that person does there."""

    _name = "distribution.member.user"
    _description = "Colleague of a Member"
    _order = "member_id, role, id"
    _rec_name = "user_id"

    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        "Portal User",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        domain=[("share", "=", True)],
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    role = fields.Selection(
        COLLEAGUE_ROLES,
        required=True,
        default="viewer",
        help="Administrators do everything and manage their colleagues; buyers order; finance sees"
        " balance and statements; viewers see orders and team without money.",
    )
    is_new = fields.Boolean(
        "To Be Confirmed",
        readonly=True,
        help="We made the user; the distributor's administrator has not given it a role yet.",
    )
    active = fields.Boolean(default=True)
    login_date = fields.Datetime(related="user_id.login_date")

    _user_unique = models.UniqueIndex(
        "(member_id, user_id)", "This person is a colleague of the member already."
    )

    def init(self):
        """Give the portal users that were there before us their role."""
        # At a first installation there is no table of members yet, and nobody to place.
        if table_exists(self.env.cr, "distribution_member"):
            self.env.cr.execute(add_missing_colleagues(self.env.uid))

    # === CONSTRAINT METHODS === #

    @api.constrains("role", "active")
    def _check_admin_left(self):
        for member in self.with_context(active_test=False).member_id:
            # `active` is said in words wherever it decides: a client's context could drop it
            colleagues = self.search([("member_id", "=", member.id), ("active", "=", True)])
            if colleagues and "admin" not in colleagues.mapped("role"):
                raise ValidationError(
                    self.env._(
                        "Somebody must manage the colleagues of %(member)s. Make another person"
                        " administrator first.",
                        member=member.name,
                    )
                )

    @api.constrains("member_id", "user_id")
    def _check_user(self):
        for colleague in self:
            user_sudo = colleague.user_id.sudo()  # whose contact it is decides, whoever asks
            company_sudo = user_sudo.partner_id.commercial_partner_id
            if not user_sudo.share or company_sudo != colleague.member_id.sudo().partner_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s is no portal user of %(member)s. Choose a user whose contact"
                        " belongs to the member.",
                        user=user_sudo.name,
                        member=colleague.member_id.display_name,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        if {"role", "active"} & vals.keys():
            # Two administrators who dismiss each other at once must meet somewhere: the loser's
            # transaction is repeated, and then sees that it would dismiss the last one.
            self.env.execute_query(
                SQL(
                    "UPDATE distribution_member SET write_uid = write_uid WHERE id IN %s"
                    " RETURNING id",
                    tuple(self.member_id.ids) or (0,),
                )
            )
        before = {colleague: (colleague.role, colleague.active) for colleague in self}
        result = super().write(vals)
        for colleague, (role, active) in before.items():
            if (role, active) != (colleague.role, colleague.active):
                self.env["distribution.audit"]._record(
                    "colleague_change",
                    colleague,
                    field="role" if role != colleague.role else "active",
                    old_value=role if role != colleague.role else active,
                    new_value=colleague.role if role != colleague.role else colleague.active,
                )
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _find_places(self):
        """Return the members the user works for, as superuser, and its role with each of them.

        :return: members, in the order of their codes, and list of roles in the same order
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(places_of(self.env.uid))
        # sudo: the user's own rows say which they are, whichever companies are switched on
        members_sudo = self.env["distribution.member"].sudo().browse(row["id"] for row in rows)
        keep(members_sudo, rows, READ_FIRST)
        return members_sudo, [row["role"] for row in rows]

    @api.model
    def _add_missing(self, **where):
        """Give portal users of members' companies a role; `member_ids`, `user_ids` narrow it."""
        self.env["res.users"].flush_model(["partner_id", "share", "active"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["distribution.member"].flush_model(["partner_id", "company_id"])
        self.flush_model()
        self.env.cr.execute(add_missing_colleagues(self.env.uid, **where))
        if self.env.cr.rowcount:
            self.env["distribution.member"].invalidate_model(["colleague_ids"])

    @api.model
    def _invite(self, member, *, name, email, phone, role):
        """Make a portal user for a colleague and send Odoo's invitation.

        The caller has checked that the user may manage the member's colleagues.
        """
        member.ensure_one()
        email = email_normalize(email or "")
        name = " ".join((name or "").split())[:LONGEST_NAME]
        if not email or not name or role not in dict(COLLEAGUE_ROLES):
            raise UserError(self.env._("Give a name, a valid e-mail address and a role."))
        self._ensure_invitations_left(member)
        # sudo: the distributor's administrator has no right to make users; what is made is a
        # portal user below the own company, from these four values only
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        if users_sudo.search_count(["|", ("login", "=ilike", email), ("email", "=ilike", email)]):
            # One sentence for every reason: whose address it is, is nobody's business.
            raise UserError(
                self.env._("This e-mail address cannot be invited. Use another one, or call us.")
            )
        contact_sudo = users_sudo.env["res.partner"].create(
            {**self._prepare_contact(member, phone), "name": name, "email": email}
        )
        self._grant_access(contact_sudo, member)
        colleague_sudo = self.sudo().search(
            [("member_id", "=", member.id), ("user_id", "in", contact_sudo.user_ids.ids)]
        )
        colleague_sudo.write({"role": role, "is_new": False})
        self.env["distribution.audit"]._record("colleague_invite", colleague_sudo, new_value=role)
        return colleague_sudo

    def _change_role(self, role):
        """Give a colleague another role."""
        self.ensure_one()
        if role not in dict(COLLEAGUE_ROLES):
            raise UserError(self.env._("Choose one of the roles."))
        self.write({"role": role, "is_new": False})

    def _dismiss(self):
        """Take a colleague's access away; whoever is left without any is logged out at once."""
        self.ensure_one()
        self.active = False
        user_sudo = self.user_id.sudo()  # the administrator of a distributor edits no users
        left = [("user_id", "=", user_sudo.id), ("active", "=", True)]
        if not self.sudo().search_count(left):
            user_sudo.active = False

    def _invite_again(self):
        """Give a dismissed colleague access again, or send the invitation once more."""
        self.ensure_one()
        self._ensure_invitations_left(self.member_id)
        if not self.active:
            self.active = True
        self.user_id.sudo().active = True  # as above
        self._grant_access(self.user_id.sudo().partner_id, self.member_id)
        self.env["distribution.audit"]._record("colleague_invite", self, new_value=self.role)

    # === HELPERS === #

    @api.model
    def _prepare_contact(self, member, phone):
        return {
            "phone": (phone or "").strip()[:32],
            "parent_id": member.partner_id.id,
            "lang": self.env.user.lang,
            "type": "contact",
        }

    @api.model
    def _ensure_invitations_left(self, member):
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        sent = (
            self.env["distribution.audit"]
            .sudo()  # counted, not shown
            .search_count(
                [
                    ("member_id", "=", member.id),
                    ("action", "=", "colleague_invite"),
                    ("date", ">=", since),
                ]
            )
        )
        if sent >= INVITATIONS_PER_DAY:
            raise UserError(
                self.env._("You have sent many invitations today. Please go on tomorrow.")
            )

    @api.model
    def _grant_access(self, contact_sudo, member):
        """Let Odoo's own portal wizard make the user where there is none, and send its mail."""
        wizard_sudo = (
            self.env["portal.wizard"]
            .sudo()
            .with_company(member.company_id)
            .create({"partner_ids": [(6, 0, contact_sudo.ids)]})
        )
        line_sudo = wizard_sudo.user_ids
        if line_sudo.is_portal:
            line_sudo.action_invite_again()
        else:
            line_sudo.action_grant_access()

    @api.model
    def _ensure_manager_of(self, member):
        """Refuse whoever does not manage the colleagues of the member."""
        if self.env.user._get_colleague_role(member) != "admin":
            self.env["distribution.audit"]._record_refused("colleague_change", member)
            raise AccessError(
                self.env._("Only an administrator of your company manages colleagues.")
            )
