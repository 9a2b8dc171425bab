from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .state_machine_mixin import STATE_SENTINEL

DOCUMENT_STATES = [
    ("submitted", "Submitted"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("expired", "Expired"),
]
# What a person has judged stays as it was judged.
JUDGED_FIELDS = {"type_id", "application_id", "member_id", "upload", "file", "number", "date_issue"}


class DistributionDocument(models.Model):
    """A file that an applicant or member shows, and what a reviewer thinks of it."""

    _name = "distribution.document"
    _description = "Document"
    _inherit = ["distribution.document.file.mixin", "distribution.state.machine.mixin"]
    _order = "type_id, id desc"
    _check_company_auto = True

    type_id = fields.Many2one(
        "distribution.document.type", required=True, index=True, ondelete="restrict"
    )
    application_id = fields.Many2one(
        "distribution.application", index="btree_not_null", ondelete="cascade"
    )
    member_id = fields.Many2one(
        "distribution.member", index="btree_not_null", ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        compute="_compute_owner",
        store=True,
        precompute=True,
    )
    region_id = fields.Many2one(
        "distribution.region", index=True, compute="_compute_owner", store=True, precompute=True
    )
    number = fields.Char(help="The number on the document.")
    date_issue = fields.Date("Issued On")
    date_end = fields.Date("Valid Until")
    state = fields.Selection(
        DOCUMENT_STATES, required=True, default="submitted", readonly=True, copy=False, index=True
    )
    reviewer_id = fields.Many2one("res.users", "Judged By", readonly=True, copy=False)
    date_judged = fields.Datetime("Judged On", readonly=True, copy=False)
    refusal_reason = fields.Char(readonly=True, copy=False)

    _has_one_owner = models.Constraint(
        "CHECK (application_id IS NOT NULL OR member_id IS NOT NULL)",
        "A document belongs to an application or to a member.",
    )
    _refused_with_reason = models.Constraint(
        "CHECK (state != 'refused' OR refusal_reason IS NOT NULL)",
        "A refused document says why.",
    )
    _expiry_index = models.Index("(date_end) WHERE date_end IS NOT NULL AND state = 'accepted'")

    # === COMPUTE METHODS === #

    @api.depends("type_id", "number")
    def _compute_display_name(self):
        for document in self:
            name = document.type_id.name or ""
            document.display_name = f"{name} {document.number}" if document.number else name

    @api.depends(
        "member_id.company_id",
        "member_id.region_id",
        "application_id.company_id",
        "application_id.region_id",
    )
    def _compute_owner(self):
        for document in self:
            owner = document.member_id or document.application_id
            document.company_id = owner.company_id or self.env.company
            document.region_id = owner.region_id

    # === CONSTRAINT METHODS === #

    @api.constrains("date_issue", "date_end")
    def _check_dates(self):
        for document in self:
            if (
                document.date_issue
                and document.date_end
                and document.date_end < document.date_issue
            ):
                raise ValidationError(
                    self.env._(
                        "%(document)s ends before it was issued. Correct one of the days.",
                        document=document.display_name,
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a judged document is replaced by another, not changed."""
        if JUDGED_FIELDS & vals.keys() and self.env.context.get("distribution_state") is not (
            STATE_SENTINEL
        ):
            self._ensure_state(
                ("submitted",),
                self.env._("%(record)s has been judged (%(state)s). Add a new document instead."),
            )
        result = super().write(vals)
        if {"state", "date_end", "member_id"} & vals.keys():
            self.member_id._lift_stops()  # the new licence may be all that was missing
        return result

    # === ACTION METHODS === #

    def action_accept(self):
        """Find the documents good."""
        self._judge("accepted")

    def action_refuse(self, reason):
        """Turn the documents down.

        :param str reason: shown to whoever handed them in, required
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: the applicant reads it and sends a better one."))
        self._judge("refused", reason.strip())

    # === SCHEDULER === #

    @api.model
    def _cron_expire(self, limit=1000):
        """Mark accepted documents whose last day is over."""
        domain = [
            ("state", "=", "accepted"),
            ("date_end", "<", fields.Date.context_today(self)),
        ]
        documents = self.search(domain, limit=limit)
        documents._write_state("expired")
        remaining = self.search_count(domain)
        self.env["ir.cron"]._commit_progress(len(documents), remaining=remaining)

    # === HELPERS === #

    def _judge(self, state, reason=False):
        self._ensure_may_judge()
        self._ensure_state(
            ("submitted", "accepted", "refused"),
            self.env._("%(record)s is %(state)s. Ask for a new document instead."),
        )
        self._write_state(
            state,
            reviewer_id=self.env.uid,
            date_judged=fields.Datetime.now(),
            refusal_reason=reason,
        )
        self.env["distribution.audit"]._record(
            "document_verdict", self, field="state", new_value=state, reason=reason or None
        )

    def _ensure_may_judge(self):
        """Raise unless the user is a reviewer of these documents, and handed in none of them."""
        self.check_access("write")
        if not self.env.user.has_group("distribution_member.group_distribution_reviewer"):
            raise AccessError(self.env._("Only reviewers judge documents."))
        if any(document.uploader_id == self.env.user for document in self):
            self.env["distribution.audit"]._record_refused("document_verdict", self)
            raise UserError(
                self.env._("You handed in this document yourself. Let a colleague judge it.")
            )
        for application in self.application_id:
            if application.state not in ("submitted", "in_review", "need_info"):
                raise UserError(
                    self.env._(
                        "%(application)s is not under review. Its documents are judged then only.",
                        application=application.display_name,
                    )
                )
