from urllib.parse import urlencode

from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .form_values import read_number, read_page
from .limits import ensure_may_try
from .member_pages import PAGES, member_page, render_page

INVITE = f"{PAGES}/invite"
INVITERS = ("admin", "buyer")
PAGE_SIZE = 10
LONGEST_SEARCH = 64
VALID_DAYS = (7, 30, 90, 180, 365)
# Making one takes about a second of the server.
POSTERS_PER_HOUR = 60
QR_SIZE = {"width": 240, "height": 240}
COLOURS = {"bound": "success", "refused": "secondary", "ended": "warning"}
POSTERS = {
    "pdf": ("application/pdf", lambda link: link._render_poster_pdf()),
    "png": ("image/png", lambda link: link._render_poster_png()),
}
OPTIONS = {"type": "http", "auth": "user", "website": True}


def build_qr_url(link):
    """Return the address of the QR code of a link."""
    values = {"barcode_type": "QR", "value": link, **QR_SIZE}
    return f"/report/barcode?{urlencode(values)}"


class DistributionInvite(http.Controller):
    """A distributor's people make links and posters, and see what came of them."""

    @http.route([INVITE, f"{INVITE}/page/<int:page>"], readonly=True, **OPTIONS)
    @member_page()
    def show_invite(self, place, page=1, search="", **kwargs):
        """Show the links, the form for a new one, and the invitations."""
        done = kwargs.get("done")
        return self._render(
            place, page=page, search=search, done=done if done in ("made", "ended") else None
        )

    @http.route(f"{INVITE}/link", methods=["POST"], **OPTIONS)
    @member_page(*INVITERS)
    def make_link(self, place, **post):
        """Make a link, for a product or for the form."""
        days = read_number(str(post.get("days", "")))
        try:
            with request.env.cr.savepoint():
                self._find_links(place)._make_for(
                    place.member_sudo,
                    read_number(str(post.get("product_id", ""))),
                    days if days in VALID_DAYS else 0,
                )
        except UserError as error:
            return self._render(place, search=str(post.get("search", "")), error=str(error))
        return request.redirect(f"{INVITE}?done=made")

    @http.route(f"{INVITE}/<int:referral_link_id>/end", methods=["POST"], **OPTIONS)
    @member_page(*INVITERS)
    def end_link(self, place, referral_link_id, **post):
        """End a link: whoever opens it is told so."""
        link_sudo = self._find_link(place, referral_link_id)
        if not link_sudo:
            return request.redirect(INVITE)  # the same for what is missing and what is not the own
        link_sudo.active = False
        return request.redirect(f"{INVITE}?done=ended")

    @http.route(f"{INVITE}/<int:referral_link_id>/poster/<string:kind>", **OPTIONS)
    @member_page()
    def download_poster(self, place, referral_link_id, kind, **kwargs):
        """Download the poster of a link, as PDF or PNG."""
        link_sudo = self._find_link(place, referral_link_id)
        if not link_sudo or not link_sudo.is_valid or kind not in POSTERS:
            return request.redirect(INVITE)
        mimetype, make = POSTERS[kind]
        try:
            ensure_may_try("poster", POSTERS_PER_HOUR)
            content = make(link_sudo.with_context(lang=request.env.lang))
        except UserError as error:
            return self._render(place, error=str(error))
        name = f"{link_sudo._get_report_base_filename()}.{kind}"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )

    # === HELPERS === #

    def _find_links(self, place):
        # sudo: portal users have no right to the model; what they see is narrowed to their member
        links_sudo = request.env["distribution.referral.link"].sudo()
        return links_sudo.with_company(place.member_sudo.company_id)

    def _find_link(self, place, referral_link_id):
        """Return the link of the member that has the id, else nothing."""
        if referral_link_id > 2**31 - 1:
            return self._find_links(place).browse()
        return self._find_links(place).search(
            [("id", "=", referral_link_id), ("member_id", "=", place.member_sudo.id)]
        )

    def _render(self, place, *, page=1, search="", error=None, done=None):
        member_sudo = place.member_sudo
        links_sudo = self._find_links(place).search([("member_id", "=", member_sudo.id)])
        referrals_sudo = request.env["distribution.referral"].sudo()  # as the links
        domain = [("inviter_id", "=", member_sudo.id)]
        total = referrals_sudo.search_count(domain)
        pages = pager(url=INVITE, total=total, page=read_page(page), step=PAGE_SIZE)
        search = search[:LONGEST_SEARCH]
        may_make = place.role in INVITERS and member_sudo.state == "active"
        url_root = request.httprequest.url_root
        join_link = f"{url_root}distribution/join/{member_sudo.referral_code}"
        return render_page(
            "distribution_member.portal_invite",
            place,
            page_key="team",
            join_link=join_link,
            join_qr=build_qr_url(join_link),
            links=[
                {
                    "record": link,
                    "qr_url": build_qr_url(link.url),
                    "product": link.product_id.name,
                }
                for link in links_sudo
            ],
            products=member_sudo._find_referral_products(search) if may_make else [],
            may_make=may_make,
            search=search,
            days=VALID_DAYS,
            usual_days=member_sudo.company_id.distribution_referral_link_days,
            rows=referrals_sudo.search(
                domain, limit=PAGE_SIZE, offset=pages["offset"]
            )._prepare_portal_rows(),
            colours=COLOURS,
            pager=pages,
            error=error,
            done=done,
        )
