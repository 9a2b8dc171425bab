from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .state_machine_mixin import STATE_SENTINEL
from .tier_review import OPEN_STATUSES


class DistributionApplicationReviewMixin(models.AbstractModel):
    """The review: by tiers, with questions to the applicant, up to the decision.

    Tiers are OCA's; our part is what must hold before one is passed, and that they drive the state.
    """

    _name = "distribution.application.review.mixin"
    _description = "Review of an Application"

    reviewer_id = fields.Many2one(
        "res.users", "Responsible", tracking=True, copy=False, help="Who looks after it."
    )
    submitter_id = fields.Many2one("res.users", "Handed In By", readonly=True, copy=False)
    info_message = fields.Text("Question to the Applicant", readonly=True, copy=False)
    reject_reason = fields.Text("Reason of the Rejection", readonly=True, copy=False)
    region_manager_ids = fields.Many2many(
        "res.users",
        compute="_compute_region_manager_ids",
        string="Regional Managers",
        help="Managers of the region or of the nearest one around it; administrators if none.",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    # === COMPUTE METHODS === #

    @api.depends("region_id")
    def _compute_region_manager_ids(self):
        # sudo: who decides does not depend on who looks
        for application in self.sudo():
            region = application.region_id
            while region and not region.manager_ids:
                region = region.parent_id
            application.region_manager_ids = (
                region.manager_ids
                or self.env.ref("distribution_member.group_distribution_admin").sudo().user_ids
            )

    @api.depends_context("uid")
    @api.depends("review_ids.status", "review_ids.reviewer_ids", "state")
    def _compute_can_decide(self):
        """Say whether it is the user's turn."""
        for application in self:
            is_open = application.state in application._state_from
            application.can_decide = is_open and self.env.user in application._get_next_reviewers()

    # === ACTION METHODS === #

    def action_take(self):
        """Become responsible for the applications and begin the review."""
        self._ensure_may_review()
        self._ensure_state(
            self._state_from, self.env._("%(record)s is %(state)s and needs no review.")
        )
        self.reviewer_id = self.env.user
        self.filtered(lambda application: application.state == "submitted")._start_review()

    def action_request_info(self, message):
        """Ask the applicant; the clock stands until the answer.

        :param str message: what is missing, in the applicant's language, required
        """
        self._ensure_may_review()
        self._ensure_state(
            ("submitted", "in_review"),
            self.env._("%(record)s is %(state)s. Questions are asked during the review only."),
        )
        text = self._ensure_text(
            message, self.env._("Write what the applicant should send or correct.")
        )
        for application in self:
            application._write_state(
                "need_info",
                info_message=text,
                reviewer_id=application.reviewer_id.id or self.env.uid,
                **application._prepare_clock_stop(),
            )
        self._record_event("info_requested", text)
        self._send_mail("need_info")

    def action_approve(self):
        """Pass the user's tier; when it was the last one, make the member.

        Everything happens or nothing: member, portal user and messages in one transaction.
        """
        self._ensure_may_review()
        for application in self:
            application._approve()
        return True

    def action_reject(self, reason):
        """Turn the applications down.

        :param str reason: written to the applicant, required
        """
        self._ensure_may_review()
        self._ensure_state(
            self._state_from,
            self.env._("%(record)s is %(state)s. Only applications under review are rejected."),
        )
        text = self._ensure_text(reason, self.env._("Say why: the applicant reads it."))
        for application in self:
            decided = application.with_context(distribution_state=STATE_SENTINEL)
            decided._rejected_tier(decided._get_open_reviews())
            application._write_state(
                "rejected", reject_reason=text, **application._prepare_clock_end()
            )
        self._record_event("rejected", text)
        self.env["distribution.audit"]._record("application_reject", self, reason=text)
        self._finish_review()
        self._send_mail("rejected")

    # === BUSINESS METHODS === #

    def _give_info(self, message):
        """Take the applicant's answer: the clock runs again.

        :param str message: what the applicant writes; may be empty when documents were added
        """
        self._ensure_state(
            ("need_info",), self.env._("%(record)s is %(state)s: nothing is asked at present.")
        )
        for application in self:
            application._write_state("in_review", **application._prepare_clock_start())
            application.activity_schedule(
                "distribution_member.mail_activity_type_review",
                summary=self.env._("The applicant has answered"),
                user_id=application.reviewer_id.id or self.env.ref("base.user_admin").id,
            )
        self._record_event("info_given", message)

    def _get_open_reviews(self):
        return self.review_ids.filtered(lambda review: review.status in OPEN_STATUSES)

    def _get_next_reviewers(self):
        """Return the users whose turn it is."""
        self.ensure_one()
        open_reviews = self._get_open_reviews().sorted("sequence")
        return open_reviews[:1].reviewer_ids

    # === HELPERS === #

    def _approve(self):
        self.ensure_one()
        self.lock_for_update()  # of two approvers at the same moment one waits or is turned away
        self._ensure_state(
            self._state_from,
            self.env._("%(record)s is %(state)s. Only applications under review are approved."),
        )
        if self.state == "need_info":
            raise UserError(
                self.env._(
                    "%(record)s waits for the applicant's answer. Decide when it is there.",
                    record=self.display_name,
                )
            )
        self._ensure_may_approve()
        self._pass_tiers()
        if self.review_ids and self.validation_status != "validated":
            self._start_review()
            self._record_event("tier_passed")
            return
        member_sudo = self._make_member()
        self._write_state("approved", member_id=member_sudo.id, **self._prepare_clock_end())
        self._record_event("approved")
        self.env["distribution.audit"]._record(
            "application_approve", self, new_value=member_sudo.code
        )
        self._finish_review()
        self._send_mail("approved")

    def _start_review(self):
        moved = self.filtered(lambda application: application.state == "submitted")
        for application in moved:
            application._write_state("in_review")
        moved._record_event("review_started")

    def _ensure_may_review(self):
        self.check_access("write")
        if self.env.su:
            return
        if not any(
            self.env.user.has_group(f"distribution_member.group_distribution_{group}")
            for group in ("reviewer", "manager")
        ):
            raise AccessError(self.env._("Only reviewers and regional managers decide this."))

    def _ensure_may_approve(self):
        """Raise when the user made the application, or its documents are not all good."""
        self.ensure_one()
        if not self.env.su and self._is_own():
            self.env["distribution.audit"]._record_refused("application_approve", self)
            raise UserError(
                self.env._(
                    "You entered this application or brought the applicant in. Let a colleague"
                    " decide."
                )
            )
        if unjudged := self.document_ids.filtered(lambda one: one.state == "submitted"):
            raise UserError(
                self.env._(
                    "Judge the documents first: %(documents)s.",
                    documents=", ".join(unjudged.mapped("display_name")),
                )
            )
        accepted = self.document_ids.filtered(lambda one: one.state == "accepted").type_id
        if missing := self._get_required_types() - accepted:
            raise UserError(
                self.env._(
                    "%(documents)s must be accepted before %(level)s is granted. Ask for it.",
                    documents=", ".join(missing.mapped("name")),
                    level=self.level_id.name,
                )
            )

    def _is_own(self):
        """Return whether the user has an interest in the approval."""
        user = self.env.user
        inviter = self.sudo().inviter_id.partner_id.commercial_partner_id
        return (
            user in (self.create_uid, self.submitter_id)
            or user.partner_id.commercial_partner_id == inviter
            or self.email in (user.email_normalized, user.login)
        )

    def _ensure_text(self, text, message):
        if not (text or "").strip():
            raise UserError(message)
        return text.strip()
