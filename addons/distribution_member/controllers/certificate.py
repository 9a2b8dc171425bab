from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.http import content_disposition, request
from odoo.tools import format_date

from .member_pages import PAGES, member_page, render_page

CERTIFICATES = f"{PAGES}/certificates"


class CertificatePages(CustomerPortal):
    """Everybody checks a certificate; a distributor downloads its own."""

    @http.route(
        "/distribution/certificate/<string:token>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    # safe open-route: whoever holds the paper checks it; the token is 128 bits
    def check_certificate(self, token, **kwargs):
        """Say whether a certificate is valid, and for whom, what and until when; nothing else.

        A wrong token, a revoked certificate and one that has ended look the same.
        """
        authorisation_sudo = request.env["distribution.authorisation"]._find_by_token(token)
        is_valid = bool(authorisation_sudo) and authorisation_sudo.is_valid
        certificate = self._prepare_certificate(authorisation_sudo) if is_valid else None
        response = request.render(
            "distribution_member.certificate_page",
            {"certificate": certificate},
            status=200 if is_valid else 404,
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(CERTIFICATES, type="http", auth="user", website=True, readonly=True)
    @member_page()
    def list_certificates(self, place, **kwargs):
        """Show the certificates of the member."""
        return render_page(
            "distribution_member.portal_my_certificates",
            place,
            page_key="me",
            certificates=place.member_sudo.authorisation_ids.filtered(
                lambda authorisation: authorisation.state != "draft"
            ),
        )

    @http.route(f"{CERTIFICATES}/<int:authorisation_id>", type="http", auth="user", website=True)
    @member_page()
    def download_certificate(self, place, authorisation_id, **kwargs):
        """Download a valid certificate of the member."""
        found = place.member_sudo.authorisation_ids.filtered(
            lambda authorisation: authorisation.id == authorisation_id and authorisation.is_valid
        )
        if not found:
            return request.redirect(CERTIFICATES)
        # sudo: the visitor may read the certificate; its layout reads company and level besides
        content, _kind = (
            request.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("distribution_member.action_report_authorisation", found.ids)
        )
        name = f"{found._get_report_base_filename()}.pdf".replace("/", "-")
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )

    def _prepare_certificate(self, authorisation_sudo):
        """Return the four things that the public may know."""
        date_to = authorisation_sudo.date_to
        return {
            "member": authorisation_sudo.member_id.name,
            "region": authorisation_sudo.region_id.complete_name,
            "categories": ", ".join(authorisation_sudo.categ_ids.mapped("name")),
            "date_to": date_to and format_date(request.env, date_to),
        }
