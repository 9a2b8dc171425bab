import math

from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_month, read_page
from odoo.addons.distribution_member.controllers.member_pages import member_page, render_page
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.addons.portal.controllers.portal import pager
from odoo.exceptions import UserError
from odoo.http import request

from ..models.distribution_member import AMOUNT_ROLES, ORDERS_URL

PAGE_SIZE = 20
SAID = "distribution_order_said"


def read_amount(text):
    """Return the amount that a page has sent back, or -1 for anything else.

    >>> read_amount("12.5"), read_amount("nan"), read_amount("x")
    (12.5, -1.0, -1.0)
    """
    try:
        amount = float(text)
    except ValueError:
        return -1.0
    return amount if math.isfinite(amount) else -1.0


class DistributionOrders(http.Controller):
    """The distributor's own orders."""

    @http.route(
        [ORDERS_URL, f"{ORDERS_URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    @member_page()
    def list_orders(self, place, page=1, month=None, **kwargs):
        """Show the orders of the member, the latest first; of one month, if it is named."""
        member_sudo, first_day = place.member_sudo, read_month(month)
        total = (
            request.env["sale.order"]
            .sudo()
            .search_count(  # narrowed to the own member's
                [
                    *member_sudo._get_portal_orders_domain(),
                    *member_sudo._get_portal_month_domain(first_day),
                ]
            )
        )
        page_values = pager(
            url=ORDERS_URL,
            url_args={"month": f"{first_day:%Y-%m}"} if first_day else {},
            total=total,
            page=read_page(page),
            step=PAGE_SIZE,
        )
        return render_page(
            "distribution_order.portal_orders",
            place,
            page_key="orders",
            orders=member_sudo._prepare_portal_orders(
                place.role, limit=PAGE_SIZE, offset=page_values["offset"], month=first_day
            ),
            month=first_day,
            pager=page_values,
        )

    @http.route(f"{ORDERS_URL}/<int:order_id>", type="http", auth="user", website=True)
    @member_page()
    def show_order(self, place, order_id, **kwargs):
        """Show one order of the member: where it stands, what it holds, what speaks against it."""
        order_sudo = self._find_order(place, order_id)
        if not order_sudo:
            return request.redirect(ORDERS_URL)  # the same for missing and foreign
        return render_page(
            "distribution_order.portal_order",
            place,
            page_key="orders",
            order=order_sudo._prepare_portal_order(with_amounts=place.role in AMOUNT_ROLES),
            may_order=place.role in ORDER_ROLES,
            said=request.session.pop(SAID, None),
        )

    @http.route(
        f"{ORDERS_URL}/<int:order_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page(*ORDER_ROLES)
    def withdraw_order(self, place, order_id, **kwargs):
        """Take an order back that nobody has decided on yet; its goods go on in the app."""
        order_sudo = self._find_order(place, order_id)
        if not order_sudo:
            return request.redirect(ORDERS_URL)
        try:
            with request.env.cr.savepoint():
                order_sudo._withdraw_by_buyer()
        except UserError as error:
            request.session[SAID] = str(error)
            return request.redirect(order_sudo._get_portal_url())
        return request.redirect(f"/my/distribution/order?reorder={order_sudo.id}")

    @http.route(
        f"{ORDERS_URL}/<int:order_id>/accept-prices",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page(*ORDER_ROLES)
    def accept_prices(self, place, order_id, total="", **kwargs):
        """Take the prices of today for an order that waits; it is submitted anew."""
        order_sudo = self._find_order(place, order_id)
        if not order_sudo:
            return request.redirect(ORDERS_URL)
        try:
            with request.env.cr.savepoint():
                order_sudo._accept_new_prices(read_amount(total))
        except UserError as error:
            request.session[SAID] = str(error)
        return request.redirect(order_sudo._get_portal_url())

    def _find_order(self, place, order_id):
        # sudo: narrowed to the own member's
        return (
            request.env["sale.order"]
            .sudo()
            .search([*place.member_sudo._get_portal_orders_domain(), ("id", "=", order_id)])
        )
