from odoo import api, models
from odoo.exceptions import AccessError

from .state_machine_mixin import STATE_SENTINEL

DECISIONS = ("approved", "rejected")
OPEN_STATUSES = ("waiting", "pending")
# Who decides what by which rule is fixed when the tier is set up.
FIXED_FIELDS = {
    "model",
    "res_id",
    "definition_id",
    "reviewer_ids",
    "requested_by",
    "sequence",
    "done_by",
}


class TierReview(models.Model):
    """OCA lets every employee write reviews; those of our documents have guards."""

    _inherit = "tier.review"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base_tier_validation`: tiers of applications are set up by handing in."""
        if not self.env.su and any(
            vals.get("model") in self._get_guarded_models() for vals in vals_list
        ):
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base_tier_validation`: only the reviewer whose turn it is decides."""
        if not self.env.su:
            self._ensure_may_write(vals)
        return super().write(vals)

    def unlink(self):
        """Override of `base_tier_validation`: decisions stay on record."""
        if not self.env.su and self._filter_guarded():
            self._refuse()
        return super().unlink()

    # === HOOKS === #

    @api.model
    def _get_guarded_models(self):
        """Override to name further models whose reviews are decided by their buttons only."""
        return ["distribution.application"]

    def _get_document_region(self):
        """Override to say in which region a document of a further model belongs."""
        self.ensure_one()
        # sudo: whose turn it is follows from the set-up, not from who looks
        return self.env[self.model].sudo().browse(self.res_id).region_id

    # === HELPERS === #

    def _filter_guarded(self):
        guarded_models = self._get_guarded_models()
        return self.filtered(lambda review: review.model in guarded_models)

    def _ensure_may_write(self, vals):
        guarded = self._filter_guarded()
        if vals.get("model") in self._get_guarded_models():
            self._refuse()
        if not guarded:
            return
        is_decision = vals.get("status") in DECISIONS
        others = FIXED_FIELDS & vals.keys() - ({"done_by"} if is_decision else set())
        if others or ("status" in vals and not is_decision and self._is_step_back(vals)):
            self._refuse()
        if is_decision and not guarded._are_mine(vals):
            self._refuse()

    def _is_step_back(self, vals):
        """Return whether a decision would be undone; that a tier's turn comes is none."""
        return vals["status"] != "pending" or any(one.status in DECISIONS for one in self)

    def _are_mine(self, vals):
        """Return whether the user may decide all of these reviews, in its own name."""
        may_decide = all(
            self.env.user in review.reviewer_ids and review.status in OPEN_STATUSES
            for review in self
        )
        is_own_name = vals.get("done_by", self.env.uid) == self.env.uid
        is_ours = self.env.context.get("distribution_state") is STATE_SENTINEL
        return may_decide and is_own_name and is_ours

    def _refuse(self):
        raise AccessError(
            self.env._("A review is decided by the buttons of what is reviewed only.")
        )

    def _get_reviewers(self):
        """Override of `base_tier_validation`: of a group, those who may see the region.

        Groups count with the groups that imply them.
        """
        if not self._filter_guarded() or not self.reviewer_group_id:
            return super()._get_reviewers()
        region_sudo = self._get_document_region()
        if not region_sudo:
            return super()._get_reviewers()
        # sudo: as above
        group_sudo = self.reviewer_group_id.sudo()
        reviewers = self.reviewer_id | (group_sudo.all_user_ids & region_sudo._find_people())
        if self.definition_id.exclude_requester:
            reviewers -= self.requested_by
        return reviewers.sudo(False)

    @api.model
    def _refresh_reviewers(self):
        """Have the open reviews find their reviewers anew."""
        # sudo: as above
        open_sudo = self.sudo().search(
            [("model", "in", self._get_guarded_models()), ("status", "in", OPEN_STATUSES)]
        )
        self.env.add_to_compute(open_sudo._fields["reviewer_ids"], open_sudo)
