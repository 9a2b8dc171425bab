from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .distribution_purpose import PURPOSE_SENSITIVE


class DistributionMemberConsentMixin(models.AbstractModel):
    """What a member agreed to, and what may not be kept without it."""

    _name = "distribution.member.consent.mixin"
    _description = "Consents of a Member"

    consent_ids = fields.One2many("distribution.consent", "member_id", "Consents")

    # === CONSTRAINT METHODS === #

    @api.constrains("bank_account", "id_number", "subject_type")
    def _check_sensitive_consent(self):
        """Refuse sensitive data of natural persons without their separate consent.

        The law leaves no choice (Personal Information Protection Law, articles 28 to 30), so there
        is no setting that switches this off. A sole trader's account is a person's account; an
        identity number is a person's, whoever the member is.
        """
        natural = self.filtered(
            lambda member: (
                member.id_number or (member.bank_account and member.subject_type != "company")
            )
        )
        if not natural:
            return
        refused = natural - self.env["distribution.consent"]._having(natural, PURPOSE_SENSITIVE)
        if refused:
            raise ValidationError(
                self.env._(
                    "The numbers of %(member)s are sensitive data of a natural person and may only"
                    " be stored with a separate consent. Ask for it in the portal, or record the"
                    " signed paper with the button Record Consent; then enter the number.",
                    member=refused[0].display_name,
                )
            )

    # === HELPERS === #

    def _may_use_rights(self, user):
        """Return whether a login speaks for the member about personal data.

        An administrator of the member does; a colleague who buys or looks on does not.
        """
        self.ensure_one()
        is_own = user.commercial_partner_id == self.partner_id
        return is_own and user._has_distribution_role(self, "admin")

    def _apply_withdrawal(self, codes):
        """Stop, in the same transaction, what a withdrawn consent allowed."""
        if PURPOSE_SENSITIVE not in codes:
            return
        # sudo: the person decides, whoever's click it was
        for member_sudo in self.sudo():
            values = {"bank_account": False} if member_sudo.subject_type != "company" else {}
            # The number that taxes were filed under is kept as long as the tax office may ask.
            if not member_sudo._get_retention_reasons():
                values["id_number"] = False
            member_sudo.write(values)
