import json

from markupsafe import Markup
from odoo import http
from odoo.addons.distribution_member.controllers.member_pages import (
    PAGES,
    member_page,
    render_page,
)
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.http import request
from odoo.tools import file_open
from odoo.tools.translate import code_translations

from ..models.distribution_member import AMOUNT_ROLES, ORDERS_URL
from ..models.member_prices import MemberPrices
from .json_answers import answer, member_data
from .ordering_data import ORDERING, READ

MODULE = "distribution_order"
ICONS = f"/{MODULE}/static/icons"
COLOUR = "#714b67"
WORKER = f"{MODULE}/static/src/service_worker/service_worker.js"


def name_user(place):
    """Return what keeps apart what a browser has stored for each user of each member."""
    return f"{request.env.uid}-{place.member_sudo.id}"


class OrderingApp(http.Controller):
    """The page of the ordering app, and what makes it installable."""

    @http.route(ORDERING, type="http", auth="user", website=True, readonly=True)
    @member_page()
    def show_app(self, place, **kwargs):
        """Show the app: a small page with its own assets, filled by its own routes."""
        language = request.env.lang or "en_US"
        messages = code_translations.get_web_translations(MODULE, language)["messages"]
        config = {
            "url": ORDERING,
            "orders_url": ORDERS_URL,
            "lang": language.replace("_", "-"),
            "user": name_user(place),
            "reorder": str(kwargs.get("reorder") or ""),
            "texts": {message["id"]: message["string"] for message in messages},
            "state": self._describe_state(place),
        }
        return render_page(
            f"{MODULE}.ordering_shell",
            place,
            page_key="order",
            page_title=request.env._("Order Goods"),
            page_lang=config["lang"],
            # nothing in it can end the script it stands in
            config=Markup(json.dumps(config).replace("<", "\\u003c")),  # nosec B704: as above
            colour=COLOUR,
        )

    @http.route(f"{ORDERING}/state", **READ)
    @member_data()
    def read_state(self, place, **kwargs):
        """Send who the visitor is here, and the cart on the server."""
        return answer(self._describe_state(place))

    @http.route(
        f"{PAGES}/manifest.webmanifest", type="http", auth="public", methods=["GET"], readonly=True
    )
    # safe open-route: a browser asks for it without cookies; nobody's data
    def send_manifest(self, **kwargs):
        """Send what a phone needs to install the app."""
        manifest = {
            "name": request.env._("Ordering"),
            "short_name": request.env._("Ordering"),
            "start_url": ORDERING,
            "scope": f"{PAGES}/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": COLOUR,
            "icons": [
                {
                    "src": f"{ICONS}/icon-{size}.png",
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for size in (192, 512)
            ],
        }
        return request.make_response(
            json.dumps(manifest, ensure_ascii=False),
            [("Content-Type", "application/manifest+json"), ("Cache-Control", "max-age=3600")],
        )

    @http.route(
        f"{PAGES}/service-worker.js", type="http", auth="public", methods=["GET"], readonly=True
    )
    # safe open-route: a script, the same for everybody
    def send_service_worker(self, **kwargs):
        """Send the worker that keeps the app usable without a connection."""
        with file_open(WORKER) as script:
            body = script.read()
        return request.make_response(
            body,
            [
                ("Content-Type", "text/javascript; charset=utf-8"),
                ("Service-Worker-Allowed", f"{PAGES}/"),
                ("Cache-Control", "no-cache"),
            ],
        )

    def _describe_state(self, place):
        member_sudo = place.member_sudo
        prices = MemberPrices(request.env, member_sudo)
        currency = prices.currency_sudo
        carts_sudo = request.env["distribution.cart"].sudo()  # narrowed to the visitor's own
        return {
            "user": name_user(place),
            "csrf": request.csrf_token(),
            "can_order": place.role in ORDER_ROLES,
            "sees_prices": place.role in AMOUNT_ROLES,
            "barrier": member_sudo._order_freeze_reason() or "",
            "with_tax": prices.with_tax,
            "currency": {
                "symbol": currency.symbol,
                "position": currency.position,
                "digits": currency.decimal_places,
            },
            "cart": carts_sudo._read_own(member_sudo),
        }
