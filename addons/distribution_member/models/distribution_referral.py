from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import hmac

from .append_only_mixin import ERASED
from .distribution_application import OPEN_STATES
from .referral_modes import MODES

STATES = [("bound", "Bound"), ("refused", "Refused"), ("ended", "Ended")]
VIAS = [
    ("code", "Code of the Member"),
    ("link", "Invitation Link"),
    ("carried", "Earlier Binding"),
    ("staff", "Decided by Staff"),
]
REASONS = [
    ("expired", "The link had ended"),
    ("inactive", "The inviter is not active"),
    ("self", "Inviter and applicant are the same"),
    ("loop", "The inviter stands below the applicant"),
    ("member", "The applicant is a member already"),
    ("open", "Another application of the applicant is open"),
    ("bound", "Somebody else invited the applicant before"),
    ("customer", "The applicant is a customer already"),
    ("over", "The days of the binding are over"),
    ("decided", "Staff decided otherwise"),
]


class DistributionReferral(models.Model):
    """Who invited whom, when and by what; also what was refused, and why. It is never rewritten.

    Nothing is paid for it: an invitation decides under whom a new member stands, and commission
    plans pay for sales.
    """

    _name = "distribution.referral"
    _description = "Invitation"
    _inherit = [
        "distribution.append.only.mixin",
        "distribution.referral.checks.mixin",
        "distribution.referral.portal.mixin",
    ]
    _order = "id desc"
    _rec_name = "inviter_id"

    inviter_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="restrict"
    )
    link_id = fields.Many2one(
        "distribution.referral.link", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    product_id = fields.Many2one(related="link_id.product_id")
    application_id = fields.Many2one(
        "distribution.application",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Empty once the application was deleted for its time, or for the person's wish.",
    )
    application_state = fields.Selection(
        related="application_id.state", string="State of the Application"
    )
    member_id = fields.Many2one(
        "distribution.member",
        "New Member",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who the applicant became.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    region_id = fields.Many2one(
        "distribution.region",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="For which the applicant applied.",
    )
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    via = fields.Selection(VIAS, "Came By", required=True, readonly=True)
    mode = fields.Selection(MODES, "Binding", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    date_until = fields.Date(
        "Bound Until", readonly=True, help="The last day of the binding. Empty: for good."
    )
    code = fields.Char("Invitation Code", readonly=True, help="As the applicant's page sent it.")
    source_hash = fields.Char(
        "Source",
        readonly=True,
        help="Keyed hash of the network address it came from: the same place gives the same signs.",
    )
    consent_ids = fields.One2many(
        "distribution.consent", string="Consents", related="application_id.consent_ids"
    )
    reason_code = fields.Selection(REASONS, "Reason", readonly=True)
    reason = fields.Text("Words", readonly=True, help="Why staff decided so.")
    user_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    date_closed = fields.Datetime("Ended on", readonly=True)

    _frozen_fields = (
        "inviter_id",
        "link_id",
        "company_id",
        "region_id",
        "via",
        "mode",
        "date",
        "date_until",
        "code",
    )
    _erasable_fields = ("source_hash",)
    # What is refused or ended stays so; whom it is about is said once, and may be forgotten.
    _refused_change = (
        "(OLD.state <> 'bound' AND OLD.state IS DISTINCT FROM NEW.state)"
        " OR (NEW.application_id IS NOT NULL"
        " AND OLD.application_id IS DISTINCT FROM NEW.application_id)"
        " OR (OLD.member_id IS NOT NULL AND OLD.member_id IS DISTINCT FROM NEW.member_id)"
        " OR (OLD.reason IS NOT NULL AND OLD.reason IS DISTINCT FROM NEW.reason"
        f" AND NEW.reason IS DISTINCT FROM '{ERASED}')"
    )

    _bound_unique = models.UniqueIndex(
        "(application_id) WHERE state = 'bound'", "This applicant is bound to somebody already."
    )
    _inviter_date_index = models.Index("(inviter_id, id DESC)")
    _over_index = models.Index("(date_until) WHERE state = 'bound' AND date_until IS NOT NULL")
    _reason_given = models.Constraint(
        "CHECK (state = 'bound' OR reason_code IS NOT NULL)",
        "Say why an invitation is refused or has ended.",
    )

    # === COMPUTE METHODS === #

    @api.depends("inviter_id", "application_id", "member_id")
    def _compute_display_name(self):
        for referral in self:
            invited = referral.member_id or referral.application_id
            referral.display_name = f"{referral.inviter_id.display_name} → " + (
                invited.display_name if invited else "…"
            )

    # === ACTION METHODS === #

    def action_open_application(self):
        """Open the application that it is about."""
        self.ensure_one()
        self.check_access("read")
        if not self.application_id:
            raise UserError(self.env._("The application was deleted. Only that it was is kept."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "distribution.application",
            "res_id": self.application_id.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _bind(self, application, invitation, address=""):
        """Record who invited the applicant, and make it the inviter unless a check refuses it.

        An earlier binding that is in force goes on, whoever invited now.

        :param invitation: `Invitation` of the code that came with the form
        :param str address: network address, of which a keyed hash is kept
        :return: the binding, empty when there is none
        """
        if not invitation.member_sudo:
            return self.browse()
        refusal, earlier = self._judge(application, invitation)
        row = self.create(
            {
                **self._prepare_binding(application, invitation),
                "source_hash": self._hash_source(address),
                "state": "refused" if refusal else "bound",
                "reason_code": refusal,
            }
        )
        if refusal != "bound":
            return row if not refusal else self.browse()
        return self.create(
            {
                **earlier._prepare_subject(application),
                "inviter_id": earlier.inviter_id.id,
                "link_id": earlier.link_id.id,
                "code": earlier.code,
                "mode": earlier.mode,
                "date_until": earlier.date_until,
                "via": "carried",
                "state": "bound",
            }
        )

    @api.model
    def _bind_by_staff(self, application, inviter, reason):
        """Record that staff decided who the inviter is; checks are the caller's."""
        company = application.company_id
        return self.create(
            {
                **self._prepare_subject(application),
                "inviter_id": inviter.id,
                "mode": company.distribution_referral_mode,
                "date_until": self._get_until(
                    company.distribution_referral_mode, company.distribution_referral_days
                ),
                "via": "staff",
                "state": "bound",
                "reason": reason,
                "user_id": self.env.uid,
            }
        )

    def _end(self, reason_code, **values):
        """End bindings."""
        self.filtered(lambda row: row.state == "bound").write(
            {
                "state": "ended",
                "reason_code": reason_code,
                "date_closed": fields.Datetime.now(),
                **values,
            }
        )

    @api.model
    def _cron_end_over(self):
        """End the bindings whose days are over."""
        self.search(self._over_domain())._end_over()

    def _end_over(self):
        """End those bindings whose days are over; open applications lose that inviter."""
        over = self.filtered_domain(self._over_domain())
        over._end("over")
        for row in over.filtered(lambda row: row.application_id.state in OPEN_STATES):
            row.application_id._set_inviter(self.env["distribution.member"])

    # === HELPERS === #

    def _over_domain(self):
        today = fields.Date.context_today(self)
        return Domain("state", "=", "bound") & Domain("date_until", "<", today)

    @api.model
    def _prepare_subject(self, application):
        return {
            "application_id": application.id,
            "company_id": application.company_id.id,
            "region_id": application.region_id.id,
        }

    @api.model
    def _prepare_binding(self, application, invitation):
        link, company = invitation.link_sudo, application.company_id
        mode = link.mode or company.distribution_referral_mode
        days = link.bind_days or company.distribution_referral_days
        return {
            **self._prepare_subject(application),
            "inviter_id": invitation.member_sudo.id,
            "link_id": link.id,
            "code": invitation.code,
            "mode": mode,
            "date_until": self._get_until(mode, days),
            "via": "link" if link else "code",
        }

    @api.model
    def _get_until(self, mode, days):
        today = fields.Date.context_today(self)
        return today + timedelta(days=days) if mode == "days" else False

    @api.model
    def _hash_source(self, address):
        env_sudo = self.env(su=True)  # the hash needs the database's key
        return hmac(env_sudo, "distribution.referral", address)[:16] if address else False
