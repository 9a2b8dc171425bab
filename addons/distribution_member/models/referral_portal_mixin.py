from odoo import models

# The others would tell an inviter who is a customer or a member of the company.
TOLD_REASONS = {"expired", "inactive", "self", "over", "decided"}


class DistributionReferralPortalMixin(models.AbstractModel):
    """What an inviter is told of those who applied by its links."""

    _name = "distribution.referral.portal.mixin"
    _description = "Invitations in the Portal"

    # === BUSINESS METHODS === #

    def _prepare_portal_rows(self):
        """Return what the inviter is told: states and days, and of the invited a hint of a name.

        Why numbers of others refused an invitation is not the inviter's to know.
        """
        states = dict(self._fields["state"]._description_selection(self.env))
        reasons = dict(self._fields["reason_code"]._description_selection(self.env))
        return [
            {
                "name": row._get_masked_name(),
                "date": row.date,
                "date_until": row.date_until,
                "state": row.state,
                "label": self.env._("Member")
                if row.state == "bound" and row.member_id
                else states[row.state],
                "reason": reasons.get(row.reason_code, "")
                if row.reason_code in TOLD_REASONS
                else row.reason_code and self.env._("The applicant was known to us already"),
                "product": row.product_id.name,
            }
            for row in self
        ]

    # === HELPERS === #

    def _get_masked_name(self):
        self.ensure_one()
        name = self.member_id.name or self.application_id.applicant_name or ""
        return f"{name[:1]}**"
