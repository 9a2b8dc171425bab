from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .distribution_application import OPEN_STATES


class DistributionReferralChecksMixin(models.AbstractModel):
    """Whether somebody may be the inviter of an applicant; it reads what no inviter ever sees."""

    _name = "distribution.referral.checks.mixin"
    _description = "Checks of Invitations"

    # === HOOKS === #

    @api.model
    def _find_customers(self, partners):
        """Override to return those of the contacts who have bought from the company already."""
        return partners.browse()

    # === HELPERS === #

    @api.model
    def _judge(self, application, invitation):
        """Return why the invitation is refused, or nothing; and the earlier binding that stays."""
        none = self.browse()
        if invitation.problem:
            return invitation.problem, none
        inviter = invitation.member_sudo
        found = self._find_same(application)
        if self._is_same(application, inviter, found):
            return "self", none
        if any(member.parent_path in inviter.parent_path for member in found["members"]):
            return "loop", none
        if found["members"]:
            return "member", none
        if found["applications"].filtered(lambda other: other.state in OPEN_STATES):
            return "open", none
        earlier = self.search(
            Domain("application_id", "in", found["applications"].ids)
            & Domain("state", "=", "bound")
            & Domain("inviter_id.state", "=", "active"),
            order="id",
        )
        earlier -= earlier.filtered_domain(self._over_domain())
        if earlier and earlier[0].inviter_id != inviter:
            return "bound", earlier[0]
        mode = invitation.link_sudo.mode or application.company_id.distribution_referral_mode
        if mode == "new_only" and self._find_customers(found["partners"]):
            return "customer", none
        return False, none

    @api.model
    def _find_same(self, application):
        """Return who shares a number with the applicant: applications, members and contacts."""
        rows = application._find_duplicates()[application.id]
        ids = {
            name: {res_id for _kind, model, res_id in rows if model == name}
            for name in ("distribution.application", "distribution.member", "res.partner")
        }
        partners = self.env["res.partner"].browse(ids["res.partner"]).commercial_partner_id
        applications = application.browse(ids["distribution.application"])
        members = self.env["distribution.member"].browse(ids["distribution.member"])
        members |= applications.member_id
        members |= members.search(
            Domain("partner_id", "in", partners.ids)
            & Domain("company_id", "=", application.company_id.id)
        )
        return {
            "applications": applications,
            "members": members.filtered(lambda member: member.state != "terminated"),
            "partners": partners,
        }

    @api.model
    def _is_same(self, application, inviter, found):
        """Return whether the applicant is the inviter: by a number, or by an e-mail address."""
        firm = inviter.partner_id
        people = firm | firm.child_ids
        emails = {email_normalize(email) for email in people.mapped("email") if email}
        emails |= {email_normalize(user.login) for user in inviter.colleague_ids.user_id}
        return (
            inviter in found["members"]
            or firm in found["partners"]
            or email_normalize(application.email) in emails
        )
