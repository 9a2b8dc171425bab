import binascii
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import hash_sign, verify_hash_signed

LINK_SCOPE = "distribution.application.link"
LINK_HOURS = 30 * 24
MAIL_TEMPLATES = ("received", "need_info", "approved", "rejected", "link")


class DistributionApplicationLinkMixin(models.AbstractModel):
    """The signed link by which an applicant, who is no user, follows the own application.

    Nothing secret is stored: the link is signed with the database's key, ends by itself after
    `LINK_HOURS`, and all links of an application end when `link_serial` is counted up.
    """

    _name = "distribution.application.link.mixin"
    _description = "Link of an Application"

    link_serial = fields.Integer(readonly=True, copy=False, default=1, groups="base.group_system")

    # === ACTION METHODS === #

    def action_send_link(self):
        """Mail the applicant a fresh link; the older ones stop working."""
        self._ensure_may_review()
        for application_sudo in self.sudo():  # the serial is nobody's to write
            application_sudo.link_serial += 1
        self._send_mail("link")

    # === BUSINESS METHODS === #

    def _get_link(self):
        """Return the address of the applicant's page, signed."""
        self.ensure_one()
        return f"{self.get_base_url()}/distribution/application/{self.id}/{self._sign_link()}"

    def _sign_link(self):
        self.ensure_one()
        record_sudo = self.sudo()  # signing needs the database's key, and the serial
        return hash_sign(
            record_sudo.env,
            LINK_SCOPE,
            [self.id, record_sudo.link_serial],
            expiration_hours=LINK_HOURS,
        )

    @api.model
    def _find_by_link(self, application_id, token):
        """Return the application that a link opens, as superuser, or an empty recordset.

        A wrong id, a wrong signature and an old link are all the same.
        """
        application_sudo = self.sudo()  # the signature is the right
        try:
            signed = verify_hash_signed(application_sudo.env, LINK_SCOPE, token)
        except (ValueError, binascii.Error, json.JSONDecodeError, UnicodeError, OverflowError):
            signed = None
        found = application_sudo.browse(application_id).exists() if signed else self.browse()
        if not found or signed != [found.id, found.link_serial]:
            return application_sudo.browse()
        return found.with_company(found.company_id)

    def _send_mail(self, name):
        """Put a message to the applicants into the queue, in their language."""
        assert name in MAIL_TEMPLATES, "a template of data/mail_template_data.xml"
        template = self.env.ref(f"distribution_member.mail_template_application_{name}")
        # sudo: applicants are written to by whoever moves the application, also by themselves
        for application_sudo in self.sudo().filtered("email"):
            template.sudo().with_context(application_link=application_sudo._get_link()).send_mail(
                application_sudo.id, email_layout_xmlid="mail.mail_notification_light"
            )

    def _ensure_from_link(self):
        """Raise unless we act for the applicant, whose right was the link."""
        if not self.env.su:
            raise AccessError(self.env._("This is done by the applicant, through the link."))
