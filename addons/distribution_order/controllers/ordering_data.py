from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_number, read_page
from odoo.addons.distribution_member.controllers.member_pages import PAGES
from odoo.http import request

from ..models.distribution_member import AMOUNT_ROLES
from ..models.order_catalogue import OrderCatalogue
from .json_answers import answer, member_data

ORDERING = f"{PAGES}/order"
LONGEST_SEARCH = 80
MOST_ASKED = 80  # products whose availability one request tells
NOT_FOUND = 404
READ = {"type": "http", "auth": "user", "methods": ["GET"], "readonly": True}


def open_goods(place):
    """Return the goods of the visitor's member, with prices for roles that see money."""
    return OrderCatalogue(request.env, place.member_sudo, with_prices=place.role in AMOUNT_ROLES)


class OrderingData(http.Controller):
    """What the ordering app reads: a few queries each, JSON with an ETag."""

    @http.route(f"{ORDERING}/catalogue", **READ)
    @member_data()
    def read_catalogue(self, place, q="", category="", page="1", **kwargs):
        """Send one page of the goods that are offered and that a search finds."""
        goods = open_goods(place)
        data = goods.build_page(q[:LONGEST_SEARCH], read_number(category), read_page(page))
        return answer(data, is_cacheable=True)

    @http.route(f"{ORDERING}/categories", **READ)
    @member_data()
    def read_categories(self, place, **kwargs):
        """Send the categories that hold something for the member."""
        return answer({"categories": open_goods(place).build_categories()}, is_cacheable=True)

    @http.route(f"{ORDERING}/availability", **READ)
    @member_data()
    def read_availability(self, place, ids="", **kwargs):
        """Send how much there is of some products, in a word."""
        product_ids = [number for text in ids.split(",") if (number := read_number(text))]
        goods = OrderCatalogue(request.env, place.member_sudo, with_prices=False)
        data = goods.build_availability(product_ids[:MOST_ASKED])
        return answer({"availability": data}, is_cacheable=True)

    @http.route(f"{ORDERING}/basket", **READ)
    @member_data()
    def read_basket(self, place, **kwargs):
        """Send what the member usually buys."""
        return answer({"products": open_goods(place).build_basket()}, is_cacheable=True)

    @http.route(f"{ORDERING}/reorder/<int:order_id>", **READ)
    @member_data()
    def read_reorder(self, place, order_id, **kwargs):
        """Send the goods of an order of the member once more; others' orders do not exist."""
        orders_sudo = request.env["sale.order"].sudo()  # narrowed to the own member's
        order_sudo = (
            orders_sudo.search(
                [*place.member_sudo._get_portal_orders_domain(), ("id", "=", order_id)]
            )
            if order_id < 2**31
            else orders_sudo
        )
        if not order_sudo:
            return answer({"error": "no_order"}, status=NOT_FOUND)
        return answer(open_goods(place).build_reorder(order_sudo), is_cacheable=True)
