from odoo import http
from odoo.http import request

from .form_values import clean_text


class ReferralPage(http.Controller):
    """What everybody sees who opens an invitation link."""

    @http.route(
        "/distribution/r/<string:code>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    # safe open-route: links are given to people who have no login
    def open_link(self, code, **kwargs):
        """Show the product of the link, or go to the form; say it kindly when the link has ended.

        No cookie is set and nothing is kept of who opened it; prices are shown to nobody.
        """
        links = request.env["distribution.referral.link"]
        invitation = links._resolve(clean_text(code), request.env.company)
        link_sudo = invitation.link_sudo
        if not invitation.problem and link_sudo:
            link_sudo._count_visit(request.httprequest.remote_addr)
        if not invitation.problem and not link_sudo.product_id:
            return request.redirect(f"/distribution/join/{invitation.code}")
        company_sudo = request.env.company.sudo()  # its name and logo are no secret
        response = request.render(
            "distribution_member.referral_page",
            {
                "company": company_sudo,
                "is_over": bool(invitation.problem),
                "inviter_name": "" if invitation.problem else invitation.member_sudo.name,
                "product_sudo": link_sudo.product_id if not invitation.problem else None,
                "join_url": "/distribution/join"
                if invitation.problem
                else f"/distribution/join/{invitation.code}",
                "date_end": link_sudo.date_end,
            },
        )
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "no-store"
        return response
