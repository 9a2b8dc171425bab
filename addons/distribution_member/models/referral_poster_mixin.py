import base64

from odoo import models
from odoo.exceptions import UserError

QR_SIZE = 600
# A4 at 150 dots per inch.
PICTURE_SIZE = (1240, 1754)


class DistributionReferralPosterMixin(models.AbstractModel):
    """The poster of a link: the same page as PDF, to print, and as picture, to send."""

    _name = "distribution.referral.poster.mixin"
    _description = "Poster of an Invitation Link"

    # === ACTION METHODS === #

    def action_print_poster(self):
        """Print the poster as PDF."""
        self.check_access("read")
        return self.env.ref("distribution_member.action_report_referral_poster").report_action(self)

    # === BUSINESS METHODS === #

    def _render_poster_pdf(self):
        """Return the poster as PDF, one page of A4."""
        self.ensure_one()
        # sudo: who may have the poster was checked; its layout reads product and company besides
        reports_sudo = self.env["ir.actions.report"].sudo()
        content, _kind = reports_sudo._render_qweb_pdf(
            "distribution_member.action_report_referral_poster", self.ids
        )
        return content

    def _render_poster_png(self):
        """Return the poster as PNG."""
        self.ensure_one()
        width, height = PICTURE_SIZE
        body = self.env["ir.qweb"]._render(
            "distribution_member.referral_poster_picture",
            {"doc": self, "width": width, "height": height},
        )
        reports = self.env["ir.actions.report"]
        picture = reports._run_wkhtmltoimage([str(body)], width, height, image_format="png")[0]
        if not picture:
            raise UserError(
                self.env._("The picture could not be made. Take the PDF, and tell us about it.")
            )
        return picture

    # === HELPERS === #

    def _get_report_base_filename(self):
        self.ensure_one()
        what = self.product_id.sudo().name or self.env._("Invitation")  # its name is on the poster
        return f"{what} {self.code}".replace("/", "-")

    def _build_qr_code(self, size=QR_SIZE):
        """Return the QR code of the link as PNG in base64.

        :param int size: pixels of a side
        """
        self.ensure_one()
        picture = self.env["ir.actions.report"].barcode(
            "QR", self.url, width=size, height=size, quiet=0, barLevel="M"
        )
        return base64.b64encode(picture).decode()

    def _prepare_poster(self):
        """Return what the poster says: nothing but what the inviter shows to everybody."""
        self.ensure_one()
        link_sudo = self.sudo()  # whoever may have the poster may have what is on it
        company_sudo = link_sudo.company_id
        product_sudo = link_sudo.product_id
        return {
            "company": company_sudo.partner_id.name,
            "logo": company_sudo.logo,
            "picture": product_sudo.image_1024,
            "product": product_sudo.name,
            "inviter": link_sudo.member_id.name,
            "date_end": link_sudo.date_end,
        }
