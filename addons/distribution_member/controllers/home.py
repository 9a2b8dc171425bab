from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.http import request

from .form_values import read_number, read_page, texts_only
from .member_pages import PAGES, SESSION_KEY, find_place, member_page, render_page

NOTICES_PER_PAGE = 20


class DistributionHome(CustomerPortal):
    """The distributor's first page, its notices, and the page about the visitor."""

    def _prepare_home_portal_values(self, counters):
        """Override of `portal` to show the card of the distribution pages to their people."""
        values = super()._prepare_home_portal_values(counters)
        if "distribution_count" in counters:
            values["distribution_count"] = 1 if find_place() else 0
        return values

    @http.route(PAGES, type="http", auth="user", website=True, readonly=True)
    @member_page()
    def show_home(self, place, **kwargs):
        """Show what waits, and how things stand."""
        return render_page(
            "distribution_member.portal_home",
            place,
            page_key="home",
            **place.member_sudo._prepare_portal_home(place.role),
        )

    @http.route(f"{PAGES}/me", type="http", auth="user", website=True, readonly=True)
    @member_page()
    def show_me(self, place, **kwargs):
        """Show the visitor's own settings and the memberships to switch between."""
        return render_page(
            "distribution_member.portal_me",
            place,
            page_key="me",
            links=place.member_sudo._prepare_portal_links(place.role),
        )

    @http.route(f"{PAGES}/switch", type="http", auth="user", website=True, methods=["POST"])
    @texts_only
    def switch_member(self, member_id="", **kwargs):
        """Work for another of the visitor's companies from now on."""
        place = find_place()
        chosen_id = read_number(member_id)
        if place and chosen_id in place.others_sudo.ids:
            request.session[SESSION_KEY] = chosen_id
        return request.redirect(PAGES)

    @http.route(
        [f"{PAGES}/notices", f"{PAGES}/notices/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    @member_page()
    def list_notices(self, place, page=1, **kwargs):
        """Show the notices of today, pinned ones first."""
        notices_sudo = request.env["distribution.notice"].sudo()  # narrowed to the member's
        total = notices_sudo.search_count(notices_sudo._get_domain_for(place.member_sudo))
        values = pager(
            url=f"{PAGES}/notices", total=total, page=read_page(page), step=NOTICES_PER_PAGE
        )
        return render_page(
            "distribution_member.portal_notices",
            place,
            page_key="me",
            notices=notices_sudo._find_for(
                place.member_sudo, limit=NOTICES_PER_PAGE, offset=values["offset"]
            ),
            pager=values,
        )

    @http.route(f"{PAGES}/notices/<int:notice_id>", type="http", auth="user", website=True)
    @member_page()
    def show_distribution_notice(self, place, notice_id, **kwargs):
        """Show one notice and note that the visitor has read it."""
        notices_sudo = request.env["distribution.notice"].sudo()  # as above
        notice_sudo = notices_sudo._find_for(place.member_sudo).filtered(
            lambda notice: notice.id == notice_id
        )
        if not notice_sudo:
            return request.redirect(f"{PAGES}/notices")
        notice_sudo._mark_read()
        return render_page(
            "distribution_member.portal_notice", place, page_key="me", notice=notice_sudo
        )
