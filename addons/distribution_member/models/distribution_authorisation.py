from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..queries import authorisation_overlap

AUTHORISATION_STATES = [
    ("draft", "Draft"),
    ("issued", "Issued"),
    ("revoked", "Revoked"),
    ("expired", "Expired"),
]
EXPIRED_PER_COMMIT = 500
SEQUENCE = "distribution.authorisation"
# What the paper says; it is changed by a new paper only.
SCOPE = {"member_id", "region_id", "categ_ids", "exclusive", "date_from", "date_to"}


class DistributionAuthorisation(models.Model):
    """The right of a member to sell some products in some region, with its certificate."""

    _name = "distribution.authorisation"
    _description = "Authorisation"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
        "distribution.authorisation.certificate.mixin",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["number", "member_id"]
    _check_company_auto = True

    number = fields.Char(
        "Certificate Number", readonly=True, copy=False, index="trigram", help="Given at issue."
    )
    member_id = fields.Many2one(
        "distribution.member", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    region_id = fields.Many2one(
        "distribution.region",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Where the member may sell, with everything inside it.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        "distribution_authorisation_categ_rel",
        "authorisation_id",
        "categ_id",
        "Product Categories",
        help="What the member may sell, with the categories below. Empty: everything.",
    )
    exclusive = fields.Boolean(
        tracking=True,
        help="Nobody else is authorised there for the same products on the same days. Beside it"
        " stand only plain authorisations of the member's own uplines and downline.",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", tracking=True, help="Last day; empty: until it is revoked.")
    state = fields.Selection(
        AUTHORISATION_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    is_valid = fields.Boolean(
        "Valid Today",
        compute="_compute_is_valid",
        help="Issued, within its dates, and the member is active.",
    )
    date_issued = fields.Date("Issued on", readonly=True, copy=False)
    issue_user_id = fields.Many2one("res.users", "Issued by", readonly=True, copy=False)
    date_revoked = fields.Date("Revoked on", readonly=True, copy=False)
    revoke_reason = fields.Char(readonly=True, copy=False, tracking=True)
    renewed_id = fields.Many2one(
        "distribution.authorisation",
        "Renewal of",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    renewal_ids = fields.One2many("distribution.authorisation", "renewed_id", "Renewals")

    _number_unique = models.UniqueIndex("(number)", "This certificate number is taken.")
    _token_unique = models.UniqueIndex("(token)", "This token is taken.")
    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The authorisation ends before it begins.",
    )
    _issued_has_number = models.Constraint(
        "CHECK (state = 'draft' OR number IS NOT NULL)", "An issued certificate has a number."
    )
    _expiry_index = models.Index("(date_to) WHERE date_to IS NOT NULL AND state = 'issued'")
    _standing_index = models.Index(
        "(company_id, date_from, date_to) WHERE state IN ('draft', 'issued')"
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "member_id", "region_id")
    def _compute_display_name(self):
        for authorisation in self:
            number = authorisation.number or self.env._("Draft")
            # sudo: distributors read their certificates, but no regions
            region_sudo = authorisation.sudo().region_id
            authorisation.display_name = f"{number} {region_sudo.display_name or ''}"

    @api.depends("state", "date_from", "date_to", "member_id.state")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for authorisation in self:
            authorisation.is_valid = (
                authorisation.state == "issued"
                and authorisation.member_id.state == "active"
                and authorisation.date_from <= today
                and (not authorisation.date_to or authorisation.date_to >= today)
            )

    # === CONSTRAINT METHODS === #

    @api.constrains(*SCOPE, "state")
    def _check_overlap(self):
        """Refuse territories that exclude each other, also those that are still drafts."""
        self.env.flush_all()
        for own_id, other_id in self.env.execute_query(authorisation_overlap.conflicts(self.ids)):
            other_sudo = self.sudo().browse(other_id)  # it binds also who may not see it
            raise ValidationError(
                self.env._(
                    "%(member)s cannot be authorised for %(region)s: it overlaps %(certificate)s of"
                    " %(other)s (%(date_from)s – %(date_to)s), and one of the two is exclusive."
                    " Change region, categories or dates, or revoke the other one first.",
                    member=self.browse(own_id).member_id.display_name,
                    region=self.browse(own_id).region_id.display_name,
                    certificate=other_sudo.number or self.env._("a draft"),
                    other=other_sudo.member_id.display_name,
                    date_from=format_date(self.env, other_sudo.date_from),
                    date_to=format_date(self.env, other_sudo.date_to) if other_sudo.date_to else "",
                )
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: what the certificate says stays as it was issued."""
        if SCOPE & vals.keys() and any(authorisation.state != "draft" for authorisation in self):
            raise UserError(
                self.env._(
                    "An issued certificate is not changed. Renew it, or revoke it and issue"
                    " another."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(authorisation.state != "draft" for authorisation in self):
            raise UserError(
                self.env._("An issued certificate is kept. Revoke it if it does not hold any more.")
            )

    # === ACTION METHODS === #

    def action_issue(self):
        """Give the certificate its number; from its first day on it is valid.

        The numbers have no gaps, so taking one makes a session that does the same at the same time
        fail and be tried again: it then sees this certificate and cannot overlap it.

        :raise UserError: for anything but drafts, members that are not active, or numbers with gaps
        :raise ValidationError: when it overlaps an exclusive one
        """
        self.check_access("write")
        self._ensure_state(
            ("draft",), self.env._("%(record)s is %(state)s. Only a draft can be issued.")
        )
        for authorisation in self:
            if authorisation.member_id.state != "active":
                raise UserError(
                    self.env._(
                        "%(member)s is not active. Activate the member before you authorise it.",
                        member=authorisation.member_id.display_name,
                    )
                )
            authorisation._write_state(
                "issued",
                number=authorisation._take_number(),
                date_issued=fields.Date.context_today(self),
                issue_user_id=self.env.uid,
            )
        self.env["distribution.audit"]._record("authorisation_issue", self)
        return True

    def action_revoke(self, reason):
        """End the authorisation today; its certificate shows as invalid from this moment on.

        :param str reason: kept with the certificate, required
        """
        self.check_access("write")
        self._ensure_state(
            ("issued",), self.env._("%(record)s is %(state)s. Only an issued one can be revoked.")
        )
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Give a reason: it is kept with the certificate."))
        today = fields.Date.context_today(self)
        self._write_state("revoked", date_revoked=today, revoke_reason=reason.strip())
        self.env["distribution.audit"]._record("authorisation_revoke", self, reason=reason.strip())
        return True

    def action_renew(self):
        """Prepare the certificate that follows this one, and open it."""
        self.ensure_one()
        self._ensure_state(
            ("issued", "expired"),
            self.env._("%(record)s is %(state)s and has nothing to renew."),
        )
        if not self.date_to:
            raise UserError(self.env._("This authorisation has no end: there is nothing to renew."))
        start = fields.Date.add(self.date_to, days=1)
        renewal = self.copy(
            {
                "date_from": start,
                "date_to": start + (self.date_to - self.date_from),
                "renewed_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": renewal.id,
            "view_mode": "form",
        }

    # === HELPERS === #

    def _take_number(self):
        """Return the next number, after making sure that taking it keeps others waiting.

        Only a sequence without gaps locks its row, which the check of overlaps relies on.
        """
        # sudo: the counter is the system's
        sequences_sudo = self.env["ir.sequence"].sudo().with_company(self.company_id)
        # The one that `next_by_code` would choose.
        sequence_sudo = sequences_sudo.search(
            [("code", "=", SEQUENCE), ("company_id", "in", [self.company_id.id, False])],
            order="company_id",
            limit=1,
        )
        if sequence_sudo.implementation != "no_gap":
            raise UserError(
                self.env._(
                    "The numbers of certificates (sequence %(code)s) must have no gaps: this is"
                    " what keeps two people from authorising at the same moment what excludes"
                    " each other. Set its implementation to “No gap” under Settings > Technical >"
                    " Sequences, then issue again.",
                    code=SEQUENCE,
                )
            )
        return sequence_sudo.next_by_id()

    @api.model
    def _cron_expire(self):
        """Mark what has ended; every set is committed, a run that is broken off goes on later."""
        today = fields.Date.context_today(self)
        domain = [("state", "=", "issued"), ("date_to", "<", today)]
        while ended := self.search(domain, limit=EXPIRED_PER_COMMIT):
            ended._write_state("expired")
            remaining = self.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(len(ended), remaining=remaining):
                break
