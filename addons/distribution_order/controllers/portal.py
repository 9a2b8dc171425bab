from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_page
from odoo.addons.distribution_member.controllers.member_pages import member_page, render_page
from odoo.addons.portal.controllers.portal import pager
from odoo.http import request

from ..models.distribution_member import ORDERS_URL

PAGE_SIZE = 20


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
    def list_orders(self, place, page=1, **kwargs):
        """Show the orders of the member, the latest first."""
        total = (
            request.env["sale.order"]
            .sudo()
            .search_count(  # narrowed to the own member's
                place.member_sudo._get_portal_orders_domain()
            )
        )
        page_values = pager(url=ORDERS_URL, total=total, page=read_page(page), step=PAGE_SIZE)
        return render_page(
            "distribution_order.portal_orders",
            place,
            page_key="orders",
            orders=place.member_sudo._prepare_portal_orders(
                place.role, limit=PAGE_SIZE, offset=page_values["offset"]
            ),
            pager=page_values,
        )
