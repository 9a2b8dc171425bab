from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Only code in this process can hold it, so no RPC client can delete what was handed in.
ERASE_SENTINEL = object()


class DistributionApplicationPrivacyMixin(models.AbstractModel):
    """An application is deleted when its person is forgotten or its time is over; never by hand."""

    _name = "distribution.application.privacy.mixin"
    _description = "Privacy of an Applicant"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        if self.env.context.get("distribution_erase") is ERASE_SENTINEL:
            return
        if any(application.state != "draft" for application in self):
            raise UserError(
                self.env._(
                    "Only drafts can be deleted. Reject or withdraw the application instead."
                )
            )

    def _erase(self):
        """Delete applications with their files and messages; the trail keeps that they were."""
        consents = self.env["distribution.consent"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        consents.filtered(lambda consent: not consent.date_end)._end("erased")
        consents.write({"address": False, "user_agent": False, "evidence": False})
        identifiers = {
            word
            for application in self
            for word in (application.email, application.phone, application.credit_code)
        }
        self.env["distribution.audit"]._erase_texts(self, identifiers, self.env["res.users"])
        self.env["distribution.referral"]._erase_texts_about(
            Domain("application_id", "in", self.ids), (), ("reason", "source_hash")
        )
        self.with_context(distribution_erase=ERASE_SENTINEL).unlink()
