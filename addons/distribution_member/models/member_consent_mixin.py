from odoo import fields, models


class DistributionMemberConsentMixin(models.AbstractModel):
    """What a member agreed to."""

    _name = "distribution.member.consent.mixin"
    _description = "Consents of a Member"

    consent_ids = fields.One2many("distribution.consent", "member_id", "Consents")
