import json
import re
from datetime import date

from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_number
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.http import request
from werkzeug.datastructures import FileStorage

from ..models.distribution_cart import LONGEST_NOTE
from ..models.order_placer import (
    LARGEST_ATTACHMENT,
    OrderPlacer,
    OrderRequest,
    find_addresses,
)
from .json_answers import answer, member_data
from .ordering_data import ORDERING, READ, open_goods
from .ordering_lines import LONGEST_TEXT, UNPROCESSABLE, read_lines

KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ADDRESS_FIELDS = {"name": 100, "phone": 40, "street": 200, "city": 60, "zip": 20}
WRITE = {"type": "http", "auth": "user", "methods": ["POST"]}


def read_prices(text):
    """Return {product id: price} that the app has shown."""
    try:
        rows = json.loads(text[:LONGEST_TEXT])
    except ValueError:
        return {}
    return {
        read_number(str(row.get("id"))): float(row["price"])
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and isinstance(row.get("price"), int | float)
    }


def read_day(text):
    """Return a day written as 2026-03-01, None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class OrderingCart(http.Controller):
    """The cart on the server, delivery addresses, and the order itself."""

    @http.route(f"{ORDERING}/cart", **WRITE)
    @member_data(*ORDER_ROLES)
    def change_cart(self, place, lines="[]", note=None, **kwargs):
        """Take over changed lines and send the cart as it is now."""
        request.env["distribution.cart"]._take_turn()
        cart_sudo = request.env["distribution.cart"].sudo()._open(place.member_sudo)  # own one
        cart_sudo._change(read_lines(lines), None if note is None else str(note))
        return answer(cart_sudo._to_data())

    @http.route(f"{ORDERING}/addresses", **READ)
    @member_data(*ORDER_ROLES)
    def read_addresses(self, place, **kwargs):
        """Send where the member's goods can be delivered."""
        return answer(self._describe_addresses(place), is_cacheable=True)

    @http.route(f"{ORDERING}/address", **WRITE)
    @member_data(*ORDER_ROLES)
    def add_address(self, place, **post):
        """Add a delivery address to the member's company."""
        values = {name: str(post.get(name) or "")[:limit] for name, limit in ADDRESS_FIELDS.items()}
        if not (values["name"] and values["street"]):
            reason = request.env._("Give the receiver's name and the street.")
            return answer({"error": "address", "reason": reason}, status=UNPROCESSABLE)
        partner_sudo = place.member_sudo.partner_id
        partner_sudo.create(
            {
                **values,
                "parent_id": partner_sudo.id,
                "type": "delivery",
                "country_id": partner_sudo.country_id.id,
                "state_id": self._choose_province(partner_sudo, post).id,
            }
        )
        return answer(self._describe_addresses(place))

    @http.route(f"{ORDERING}/submit", **WRITE)
    @member_data(*ORDER_ROLES, keeps_files=True)
    def submit_order(self, place, key="", lines="[]", file=None, **post):
        """Order the lines; the same key again gives the same order."""
        if not KEY.fullmatch(key):
            return answer({"error": "key"}, status=UNPROCESSABLE)
        request.env["distribution.cart"]._take_turn()
        attachment = None
        if isinstance(file, FileStorage) and file.filename:
            attachment = (file.filename, file.read(LARGEST_ATTACHMENT + 1))
        wanted = OrderRequest(
            key=key,
            quantities=read_lines(lines),
            prices=read_prices(lines),
            address_id=read_number(post.get("address") or ""),
            day=read_day(post.get("day") or ""),
            note=(post.get("note") or "")[:LONGEST_NOTE],
            attachment=attachment,
        )
        return answer(OrderPlacer(open_goods(place)).place(wanted))

    def _find_provinces(self, partner_sudo):
        """Return the provinces of the member's country: whether goods stay in its area is told by
        the address.
        """
        return partner_sudo.country_id.state_ids.sorted("id")

    def _choose_province(self, partner_sudo, post):
        """Return the province that was chosen, the member's own for anything else."""
        chosen_id = read_number(str(post.get("state_id") or ""))
        provinces = self._find_provinces(partner_sudo)
        return provinces.filtered(lambda one: one.id == chosen_id) or partner_sudo.state_id

    def _describe_addresses(self, place):
        partner_sudo = place.member_sudo.partner_id
        return {
            "province": partner_sudo.state_id.id or 0,
            "provinces": [
                {"id": one.id, "name": one.name} for one in self._find_provinces(partner_sudo)
            ],
            "addresses": [
                {
                    "id": one.id,
                    "name": one.name or place.member_sudo.name,
                    "phone": one.phone or "",
                    "text": " ".join(
                        part
                        for part in (one.state_id.name, one.city, one.street, one.street2)
                        if part
                    ),
                }
                for one in find_addresses(place.member_sudo)
            ],
        }
