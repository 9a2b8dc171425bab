from odoo import models


class PortalWizardUser(models.TransientModel):
    _inherit = "portal.wizard.user"

    def _send_email(self):
        """Override of `portal`: in the midst of an approval the invitation goes into the queue.

        Sent at once, it would have left when the approval is rolled back after all.
        """
        if not self.env.context.get("distribution_queue_mail"):
            return super()._send_email()
        self.ensure_one()
        user_sudo = self.user_id.sudo()  # as in the method overridden
        user_sudo.partner_id.signup_prepare()
        self.env.ref("auth_signup.portal_set_password_email").sudo().with_context(
            dbname=self.env.cr.dbname,
            lang=user_sudo.lang,
            welcome_message=self.wizard_id.welcome_message,
            medium="portalinvite",
        ).send_mail(user_sudo.id)
        return True
