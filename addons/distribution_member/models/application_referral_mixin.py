from odoo import fields, models
from odoo.exceptions import UserError


class DistributionApplicationReferralMixin(models.AbstractModel):
    """Who invited the applicant: bound by a code or a link, or decided by staff with a reason."""

    _name = "distribution.application.referral.mixin"
    _description = "Invitation of an Applicant"

    referral_ids = fields.One2many("distribution.referral", "application_id", "Invitations")

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: once handed in, the inviter changes by a decision with a reason."""
        if "inviter_id" in vals and not self.env.su:
            self.check_access("write")  # who may write nothing is told just that
            if any(application.state != "draft" for application in self):
                raise UserError(
                    self.env._("Use Change Inviter, which asks for the reason and keeps it.")
                )
        return super().write(vals)

    # === BUSINESS METHODS === #

    def _record_entered_inviters(self):
        """Put inviters on record that staff entered, before the application is handed in."""
        for application in self.filtered("inviter_id"):
            application_sudo = application.sudo()  # the evidence is nobody's to write
            if "bound" in application_sudo.referral_ids.mapped("state"):
                continue
            application_sudo._ensure_not_same(application_sudo.inviter_id)
            application_sudo.env["distribution.referral"]._bind_by_staff(
                application_sudo,
                application_sudo.inviter_id,
                self.env._("Entered with the application."),
            )

    def _bind_inviter(self, invitation, address):
        """Make who invited the applicant its inviter, unless a check refuses it.

        :param invitation: `Invitation` of the code that came with the form
        :param str address: network address, of which a keyed hash is kept
        """
        self.ensure_one()
        # sudo: the checks compare numbers of others, and the evidence is nobody's to write
        application_sudo = self.sudo()
        row_sudo = application_sudo.env["distribution.referral"]._bind(
            application_sudo, invitation, address
        )
        application_sudo._set_inviter(row_sudo.inviter_id)

    def _change_inviter(self, inviter, reason):
        """Decide who invited the applicant; what was bound before ends, and stays on record.

        :param inviter: `distribution.member`, empty for nobody
        :param str reason: required
        """
        self._ensure_may_review()
        self._ensure_state(
            self._state_from,
            self.env._("%(record)s is %(state)s. The inviter changes during the review only."),
        )
        text = self._ensure_text(reason, self.env._("Say why: it is kept with the decision."))
        for application in self:
            application._ensure_may_decide_inviter(inviter)
            # sudo: the evidence is nobody's to write; that the user may decide was checked
            application_sudo = application.sudo()
            referrals_sudo = application_sudo.env["distribution.referral"]
            bound = application_sudo.referral_ids.filtered(lambda row: row.state == "bound")
            bound._end("decided", reason=text, user_id=self.env.uid)
            bound.flush_recordset()
            self.env["distribution.audit"]._record(
                "inviter_change",
                application,
                old_value=application_sudo.inviter_id.code,
                new_value=inviter.code or None,
                reason=text,
            )
            if inviter:
                referrals_sudo._bind_by_staff(application_sudo, inviter, text)
            application_sudo._set_inviter(inviter)

    # === HELPERS === #

    def _set_inviter(self, inviter):
        """Make a member the inviter, and the future upline unless staff chose another one."""
        for application in self:
            chosen = application.upline_id
            is_chosen = chosen and chosen != application.inviter_id
            application.write(
                {
                    "inviter_id": inviter.id,
                    "upline_id": chosen.id if is_chosen else inviter.id,
                }
            )

    def _make_member(self):
        """Override of `distribution_member`: a binding that is over brings no upline."""
        referrals_sudo = self.sudo().referral_ids  # see `_bind_inviter`
        referrals_sudo._end_over()
        member_sudo = super()._make_member()
        referrals_sudo.filtered(lambda row: row.state == "bound").member_id = member_sudo
        return member_sudo

    def _ensure_may_decide_inviter(self, inviter):
        """Raise when the user has an interest, or the new inviter cannot be one."""
        self.ensure_one()
        firm = self.env.user.partner_id.commercial_partner_id
        inviter_sudo = inviter.sudo()  # the inviter may stand in another region
        if not self.env.su and (self._is_own() or inviter_sudo.partner_id == firm):
            raise UserError(
                self.env._(
                    "You entered this application or brought the applicant in. Let a colleague"
                    " decide."
                )
            )
        if not inviter:
            return
        if inviter_sudo.state != "active" or inviter_sudo.company_id != self.company_id:
            raise UserError(
                self.env._("%(member)s is not active in this company.", member=inviter_sudo.name)
            )
        self._ensure_not_same(inviter_sudo)

    def _ensure_not_same(self, inviter_sudo):
        """Raise when inviter and applicant share a number or an address."""
        application_sudo = self.sudo()  # compares numbers that the user need not see
        referrals_sudo = application_sudo.env["distribution.referral"]
        found = referrals_sudo._find_same(application_sudo)
        if referrals_sudo._is_same(application_sudo, inviter_sudo, found):
            raise UserError(
                self.env._(
                    "%(member)s shares a number or address with the applicant: nobody invites"
                    " itself.",
                    member=inviter_sudo.name,
                )
            )
