from odoo import http
from odoo.addons.distribution_member.controllers.member_pages import member_page, render_page
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.exceptions import UserError
from odoo.http import request

from ..models.distribution_member import APPROVALS_URL

SAID = "distribution_approval_said"
LONGEST_REASON = 500


class OrderApprovals(http.Controller):
    """An upline decides on the orders of its downline, where a tier asks for it."""

    @http.route(APPROVALS_URL, type="http", auth="user", website=True)
    @member_page(*ORDER_ROLES)
    def list_approvals(self, place, **kwargs):
        """Show the orders that wait for the visitor, the most urgent first."""
        orders_sudo = place.member_sudo._find_orders_to_decide()
        return render_page(
            "distribution_order.portal_approvals",
            place,
            page_key="orders",
            orders=[order_sudo._prepare_portal_approval() for order_sudo in orders_sudo],
            said=request.session.pop(SAID, None),
        )

    @http.route(
        f"{APPROVALS_URL}/<int:order_id>/<string:decision>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page(*ORDER_ROLES)
    def decide(self, place, order_id, decision, reason="", **kwargs):
        """Approve or reject one order."""
        order_sudo = place.member_sudo._find_orders_to_decide().filtered(
            lambda order: order.id == order_id
        )
        if order_sudo and decision in ("approve", "reject"):
            try:
                with request.env.cr.savepoint():
                    if decision == "approve":
                        order_sudo.action_distribution_approve()
                    else:
                        order_sudo.action_distribution_reject(reason[:LONGEST_REASON])
            except UserError as error:
                request.session[SAID] = str(error)
        return request.redirect(APPROVALS_URL)
