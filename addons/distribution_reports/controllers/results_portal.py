from odoo import http
from odoo.addons.distribution_member.controllers.member_pages import member_page, render_page
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES

from ..models.member_results_mixin import RESULTS_URL


class ResultsPortal(http.Controller):
    """The distributor sees how it does."""

    @http.route(RESULTS_URL, type="http", auth="user", website=True, readonly=True)
    @member_page(*MONEY_ROLES)
    def show_results(self, place, **kwargs):
        """Show the member's own month, year, team and rank."""
        return render_page(
            "distribution_reports.portal_results",
            place,
            page_key="home",
            **place.member_sudo._prepare_results_page(),
        )
