from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from ..models.member_portal_mixin import TEAM_PAGE
from .form_values import read_number
from .invite import build_qr_url
from .member_pages import PAGES, member_page, render_page

TEAM = f"{PAGES}/team"
LONGEST_SEARCH = 64


class DistributionTeam(http.Controller):
    """The distributor's own branch, level by level."""

    @http.route(
        [TEAM, f"{TEAM}/<int:member_id>"], type="http", auth="user", website=True, readonly=True
    )
    @member_page()
    def show_team(self, place, member_id=None, search="", page="1", **kwargs):
        """Show the members directly below one of the branch, or those that a search finds."""
        own_sudo = place.member_sudo
        root_sudo = own_sudo if member_id is None else own_sudo._find_in_branch(member_id)
        if not root_sudo:
            return request.redirect(TEAM)  # the same for what is missing and what is not the own
        search = search[:LONGEST_SEARCH]
        number = min(read_number(page), 10**6)
        total, rows = own_sudo._prepare_team_page(
            root_sudo, role=place.role, search=search, page=max(number, 1)
        )
        url = TEAM if root_sudo == own_sudo else f"{TEAM}/{root_sudo.id}"
        link = f"{request.httprequest.url_root}distribution/join/{own_sudo.referral_code}"
        return render_page(
            "distribution_member.portal_team",
            place,
            page_key="team",
            root_name=root_sudo._get_names_for_upline()[root_sudo.id]
            if root_sudo != own_sudo
            else None,
            summary=own_sudo._prepare_team_summary() if root_sudo == own_sudo else None,
            rows=rows,
            search=search,
            team_url=url,
            join_link=link,
            qr_url=build_qr_url(link),
            pages=_build_pages(url, search, total, number),
        )


def _build_pages(url, search, total, number):
    """Return the links to the page before and the one after, where there are such."""
    last = max((total - 1) // TEAM_PAGE + 1, 1)
    pages = {"previous": number - 1 if 1 < number <= last else 0, "next": number + 1}
    if number >= last:
        pages["next"] = 0
    searched = {"search": search} if search else {}
    links = {
        name: f"{url}?{urlencode({'page': other, **searched})}" if other else None
        for name, other in pages.items()
    }
    return {**links, "number": number, "last": last}
