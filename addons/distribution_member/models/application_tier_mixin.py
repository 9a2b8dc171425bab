from odoo import api, fields, models
from odoo.exceptions import UserError

from .state_machine_mixin import STATE_SENTINEL

# What those who review may still correct, the rest was said by the applicant.
REVIEW_FIELDS = (
    "level_id",
    "region_id",
    "upline_id",
    "partner_id",
    "is_new_partner",
    "reviewer_id",
    "member_code",
    "document_ids",
    "activity_ids",
    "message_ids",
)
TIER_FIELDS = {"level_id", "region_id", "company_id"}


class DistributionApplicationTierMixin(models.AbstractModel):
    """How OCA's tiers and our states go together: the tiers are passed, the states follow."""

    _name = "distribution.application.tier.mixin"
    _description = "Tiers of an Application"

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: another level or region may mean other tiers."""
        result = super().write(vals)
        if TIER_FIELDS & vals.keys():
            self.filtered("review_ids")._refresh_tiers()
        return result

    # === TIER VALIDATION === #

    def request_validation(self):
        """Override of `base_tier_validation`: tiers are set up by handing in, whoever does it."""
        self.check_access("write")
        # sudo: the rows of the review belong to nobody who hands in
        return super(DistributionApplicationTierMixin, self.sudo()).request_validation()

    def restart_validation(self):
        """Override of `base_tier_validation`: what was decided stays on record."""
        raise UserError(
            self.env._("The review of an application does not start again. Reject it instead.")
        )

    def validate_tier(self):
        """Override of `base_tier_validation`: a tier is passed by approving."""
        return self.action_approve()

    def reject_tier(self):
        """Override of `base_tier_validation`: a tier is refused with a reason."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_application_reason_action"
        )
        return {
            **action,
            "context": {"default_operation": "reject", "default_application_ids": self.ids},
        }

    def _validate_tier(self, tiers=False):
        """Override of `base_tier_validation`: no tier is passed before the documents are good."""
        self.ensure_one()
        self._ensure_may_approve()
        decided = self.with_context(distribution_state=STATE_SENTINEL)
        return super(DistributionApplicationTierMixin, decided)._validate_tier(tiers)

    def _rejected_tier(self, tiers=False):
        """Override of `base_tier_validation`: only together with the rejection and its reason."""
        if self.env.context.get("distribution_state") is not STATE_SENTINEL:
            raise UserError(self.env._("Use Reject, which asks for the reason."))
        return super()._rejected_tier(tiers)

    def _allow_to_remove_reviews(self, values):
        """Override of `base_tier_validation`: who decided what stays on record."""
        return False

    def _check_allow_write_under_validation(self, vals):
        """Override of `base_tier_validation`: our own acts write what they have checked."""
        if self.env.su or self.env.context.get("distribution_state") is STATE_SENTINEL:
            return True
        return super()._check_allow_write_under_validation(vals)

    @api.model
    def _get_under_validation_exceptions(self):
        """Override of `base_tier_validation`: the reviewer may place the applicant elsewhere."""
        return [*super()._get_under_validation_exceptions(), *REVIEW_FIELDS]

    # === HELPERS === #

    def _pass_tiers(self):
        """Pass the tiers that are the user's; the system itself passes all."""
        reviews = self._get_open_reviews()
        if not reviews:
            return
        if self.env.su:
            reviews.write(
                {
                    "status": "approved",
                    "done_by": self.env.uid,
                    "reviewed_date": fields.Datetime.now(),
                }
            )
        elif self.env.user in self._get_next_reviewers():
            sequences = self._get_sequences_to_approve(self.env.user)
            self._validate_tier(reviews.filtered(lambda review: review.sequence in sequences))
            self._update_counter({"review_deleted": True})
        else:
            raise UserError(
                self.env._(
                    "It is not your turn: %(record)s waits for %(reviewers)s.",
                    record=self.display_name,
                    reviewers=reviews.sorted("sequence")[:1].todo_by,
                )
            )

    def _finish_review(self):
        """Take away what waits for reviewers when there is nothing more to review."""
        # sudo: the turns and reminders of colleagues end as well
        application_sudo = self.sudo()
        application_sudo._get_open_reviews().write({"status": "cancel"})
        application_sudo.activity_unlink(["distribution_member.mail_activity_type_review"])

    def _refresh_tiers(self):
        """Bring the open tiers in line after the applicant was placed elsewhere."""
        # sudo: tiers follow from the set-up, not from who changes the level
        for application in self.sudo().filtered(lambda one: one.state in one._state_from):
            definitions = (
                self.env["tier.definition"]
                .sudo()
                .search(
                    [
                        ("model", "=", self._name),
                        ("company_id", "in", [False, application.company_id.id]),
                    ],
                    order="sequence desc",
                )
            )
            wanted = definitions.filtered(application.evaluate_tier)
            reviews = application.review_ids
            needless = application._get_open_reviews().filtered(
                lambda review, wanted=wanted: review.definition_id not in wanted
            )
            reviews -= needless
            needless.unlink()
            last = max(reviews.mapped("sequence"), default=0)
            reviews.create(
                [
                    application._prepare_tier_review_vals(definition, last + place)
                    for place, definition in enumerate(wanted - reviews.definition_id, 1)
                ]
            )
            application.invalidate_recordset(["review_ids"])
            still_open = application._get_open_reviews()
            self.env.add_to_compute(still_open._fields["reviewer_ids"], still_open)
            still_open._update_review_status()
