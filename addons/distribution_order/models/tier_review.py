from odoo import api, fields, models

from .order_clock_mixin import APPROVAL_ACTIVITY

LONGEST_CHAIN = 3  # of people who stand in for each other
ORDER_MODEL = "sale.order"
RETURN_MODEL = "rma"


class TierReview(models.Model):
    _inherit = "tier.review"

    distribution_pending_date = fields.Datetime(
        "Turn Came on", readonly=True, help="Since when the tier can be decided."
    )
    distribution_reminded_date = fields.Datetime("Reminded on", readonly=True)
    distribution_escalated_date = fields.Datetime("Escalated on", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to note when the first tier's turn comes."""
        reviews = super().create(vals_list)
        reviews.filtered(lambda review: review.status == "pending")._note_turn()
        return reviews

    def write(self, vals):
        """Override of `base` to note when a tier's turn comes."""
        result = super().write(vals)
        if vals.get("status") == "pending":
            self.filtered(lambda review: not review.distribution_pending_date)._note_turn()
        return result

    # === HOOKS === #

    @api.model
    def _get_guarded_models(self):
        """Override of `distribution_member`: orders and returns are decided by buttons, too."""
        return [*super()._get_guarded_models(), ORDER_MODEL, RETURN_MODEL]

    def _get_document_region(self):
        """Override of `distribution_member`: the region of an order or return is its member's."""
        if self.model not in (ORDER_MODEL, RETURN_MODEL):
            return super()._get_document_region()
        # sudo: whose turn it is follows from the set-up, not from who looks
        return self.env[self.model].sudo().browse(self.res_id).distribution_region_id

    @api.model
    def _get_reviewer_fields(self):
        """Override of `base_tier_validation`: an escalation adds people."""
        return [*super()._get_reviewer_fields(), "distribution_escalated_date"]

    def _get_reviewers(self):
        """Override of `base_tier_validation`: nobody's own order; who stands in; who is asked late.

        People who are away stay reviewers beside those who stand in for them.
        """
        reviewers = super()._get_reviewers()
        if self.model == RETURN_MODEL:
            return self._get_return_reviewers(reviewers)
        if self.model != ORDER_MODEL:
            return reviewers
        # sudo: as above
        order_sudo = self.env[ORDER_MODEL].sudo().browse(self.res_id)
        if not order_sudo.distribution_member_id:
            return reviewers
        if self.distribution_escalated_date:
            reviewers |= self.definition_id.sudo().distribution_escalate_user_ids
        reviewers |= self._find_stand_ins(reviewers)
        own = self.requested_by | order_sudo.create_uid | order_sudo.distribution_submitted_by_id
        return (reviewers.sudo() - own).sudo(False)

    # === BUSINESS METHODS === #

    def _remind_and_escalate(self):
        """Remind whose turn it is, and later ask those whom the tier names for late orders."""
        now = fields.Datetime.now()
        for review in self.filtered(lambda one: one.status == "pending"):
            definition = review.definition_id
            hours = review._count_hours_pending(now)
            if definition._is_due("remind", hours) and not review.distribution_reminded_date:
                review.distribution_reminded_date = now
                review._schedule_order_activities(self.env._("Reminder: an order waits for you"))
            if definition._is_due("escalate", hours) and not review.distribution_escalated_date:
                review.distribution_escalated_date = now
                review._schedule_order_activities(self.env._("An order waits for too long"))

    # === HELPERS === #

    def _get_return_reviewers(self, reviewers):
        """Return who decides on a return: not who asked for it; who stands in does."""
        rma_sudo = self.env[RETURN_MODEL].sudo().browse(self.res_id)  # as above
        if not rma_sudo.distribution_member_id:
            return reviewers
        reviewers |= self._find_stand_ins(reviewers)
        return (reviewers.sudo() - self.requested_by - rma_sudo._get_makers()).sudo(False)

    def _note_turn(self):
        # sudo: the moment is a fact, whoever brought it about
        self.sudo().distribution_pending_date = fields.Datetime.now()

    def _count_hours_pending(self, now):
        self.ensure_one()
        start = self.distribution_pending_date or self.create_date
        company = self.env[ORDER_MODEL].browse(self.res_id).company_id
        worked = company._list_distribution_work_intervals(start, now)
        return company._count_distribution_work_hours(worked, start)

    def _find_stand_ins(self, users):
        """Return who decides for those of the users who are away today."""
        absences_sudo = self.env["distribution.absence"].sudo()  # who is away binds everybody
        found = users
        for _step in range(LONGEST_CHAIN):
            further = absences_sudo._find_stand_ins(found) - found
            if not further:
                break
            found |= further
        return found - users

    def _schedule_order_activities(self, summary):
        """Give everybody whose turn it is one activity on the order; portal users have none."""
        order = self.env[ORDER_MODEL].browse(self.res_id)
        for user in self.reviewer_ids.filtered(lambda user: not user.share):
            order.activity_schedule(
                APPROVAL_ACTIVITY,
                summary=summary,
                user_id=user.id,
            )
