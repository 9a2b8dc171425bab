import base64
import re
import secrets

from odoo import api, fields, models

TOKEN_BYTES = 24
TOKEN = re.compile(r"[\w-]{32}", re.ASCII)


class DistributionAuthorisationCertificateMixin(models.AbstractModel):
    """The certificate of an authorisation: its secret address, its QR code, its file name."""

    _name = "distribution.authorisation.certificate.mixin"
    _description = "Certificate of an Authorisation"

    token = fields.Char(
        readonly=True,
        copy=False,
        groups="distribution_member.group_distribution_user",
        default=lambda self: secrets.token_urlsafe(TOKEN_BYTES),
    )
    check_url = fields.Char(
        "Public Check Page",
        compute="_compute_check_url",
        help="What the QR code of the certificate opens: whether it is valid, and for what.",
    )

    # === COMPUTE METHODS === #

    @api.depends("token")
    def _compute_check_url(self):
        for authorisation_sudo in self.sudo():  # the address is printed on the certificate
            base = authorisation_sudo.get_base_url()
            authorisation_sudo.check_url = (
                f"{base}/distribution/certificate/{authorisation_sudo.token}"
            )

    # === ACTION METHODS === #

    def action_open_check_page(self):
        """Open what everybody sees who scans the certificate."""
        self.ensure_one()
        self.check_access("read")  # the address holds the secret of the certificate
        return {"type": "ir.actions.act_url", "url": self.check_url, "target": "new"}

    # === HELPERS === #

    def _get_report_base_filename(self):
        self.ensure_one()
        number = self.number or self.env._("Draft")
        return f"{number} {self.member_id.name}"

    def _build_qr_code(self):
        """Return the QR code of the public check page as a PNG in base64, for the certificate."""
        self.ensure_one()
        picture = self.env["ir.actions.report"].barcode(
            "QR", self.check_url, width=220, height=220, quiet=0
        )
        return base64.b64encode(picture).decode()

    def _find_by_token(self, token):
        """Return the authorisation with this token, as superuser; empty when there is none."""
        if not TOKEN.fullmatch(token or ""):
            return self.sudo().browse()  # empty
        return self.sudo().search([("token", "=", token)], limit=1)  # whoever holds it may check
