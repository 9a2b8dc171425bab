from odoo import http
from odoo.addons.distribution_member.controllers.member_pages import member_page, render_page
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.http import request

from ..models.plan_acceptance_mixin import PLANS_URL


class DistributionPlans(http.Controller):
    """The distributor reads the plans it is paid by, and accepts them."""

    @http.route(PLANS_URL, type="http", auth="user", website=True, readonly=True)
    @member_page(*MONEY_ROLES)
    def list_plans(self, place, **kwargs):
        """Show the plans that can pay the member, the latest first."""
        member_sudo = place.member_sudo
        return render_page(
            "distribution_commission.portal_plans",
            place,
            page_key="me",
            plans=member_sudo._find_portal_plans(),
            accepted=member_sudo._find_own_acceptances().plan_id,
        )

    @http.route(f"{PLANS_URL}/<int:plan_id>", type="http", auth="user", website=True, readonly=True)
    @member_page(*MONEY_ROLES)
    def show_plan(self, place, plan_id, **kwargs):
        """Show one plan in plain words, and whether it was accepted."""
        plan_sudo = self._find_plan(place, plan_id)
        if not plan_sudo:
            return request.redirect(PLANS_URL)  # the same for missing and foreign
        acceptances = place.member_sudo._find_own_acceptances()
        return render_page(
            "distribution_commission.portal_plan",
            place,
            page_key="me",
            plan=plan_sudo,
            rules=place.member_sudo._find_portal_rules(plan_sudo),
            acceptance=acceptances.filtered(lambda row: row.plan_id == plan_sudo),
            is_open=plan_sudo in place.member_sudo._find_open_plans(),
        )

    @http.route(
        f"{PLANS_URL}/<int:plan_id>/accept",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page("admin")
    def accept_plan(self, place, plan_id, **post):
        """Record that the visitor accepts this version for the member."""
        plan_sudo = self._find_plan(place, plan_id)
        if not plan_sudo:
            return request.redirect(PLANS_URL)
        if plan_sudo in place.member_sudo._find_open_plans():
            request.env["distribution.commission.acceptance"]._accept(plan_sudo, place.member_sudo)
        return request.redirect(f"{PLANS_URL}/{plan_id}")

    def _find_plan(self, place, plan_id):
        """Return, as superuser, a plan that the member may see, or nothing."""
        return place.member_sudo._find_portal_plans().filtered(lambda plan: plan.id == plan_id)
