import uuid

from odoo import http
from odoo.addons.distribution_member.controllers.form_values import (
    clean_text,
    read_number,
    read_page,
)
from odoo.addons.distribution_member.controllers.limits import ensure_may_try
from odoo.addons.distribution_member.controllers.member_pages import (
    PAGES,
    member_page,
    render_page,
)
from odoo.addons.distribution_member.models.distribution_member_user import (
    MONEY_ROLES,
    ORDER_ROLES,
)
from odoo.addons.portal.controllers.portal import pager
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import groupby

from ..models.distribution_member import AMOUNT_ROLES
from ..models.return_portal_mixin import LONGEST_NOTE, MOST_FILES
from .ordering_cart import KEY
from .photos import describe_limit, read_photos, show_photo
from .quantities import read_quantity

RETURNS = f"{PAGES}/returns"
PAGE_SIZE = 20  # lines
MOST_LINES = 30
SENT_PER_HOUR = 30
SAID = "distribution_return_said"
OPTIONS = {"type": "http", "auth": "user", "website": True}


class DistributionReturnPages(http.Controller):
    """A distributor's people ask for returns and see how far they are."""

    @http.route([RETURNS, f"{RETURNS}/page/<int:page>"], **OPTIONS)
    @member_page()
    def list_returns(self, place, page=1, **kwargs):
        """Show the requests of the member, the latest first."""
        rmas_sudo = self._search(place)
        total = rmas_sudo.search_count(self._domain(place))
        values = pager(url=RETURNS, total=total, page=read_page(page), step=PAGE_SIZE)
        found_sudo = rmas_sudo.search(
            self._domain(place),
            limit=PAGE_SIZE,
            offset=values["offset"],
            order="distribution_request desc, id",
        )
        with_amounts = place.role in AMOUNT_ROLES
        return render_page(
            "distribution_order.portal_returns",
            place,
            page_key="orders",
            requests=[
                rmas_sudo.concat(*lines)._prepare_portal_request(
                    with_amounts=with_amounts, with_money=place.role in MONEY_ROLES
                )
                for _number, lines in groupby(found_sudo, lambda rma: rma.distribution_request)
            ],
            may_ask=place.role in ORDER_ROLES,
            quota=with_amounts and rmas_sudo._prepare_portal_quota(place.member_sudo),
            pager=values,
            is_done=bool(kwargs.get("done")),
            said=request.session.pop(SAID, None),
        )

    @http.route(f"{RETURNS}/new", readonly=True, **OPTIONS)
    @member_page(*ORDER_ROLES)
    def write_return(self, place, **kwargs):
        """Show what can be returned, and ask how much and why."""
        return self._render_form(place, self._read_values({}))

    @http.route(f"{RETURNS}/send", methods=["POST"], **OPTIONS)
    @member_page(*ORDER_ROLES)
    def send_return(self, place, **post):
        """Take a request with its pictures."""
        values = self._read_values(post)
        try:
            ensure_may_try("return", SENT_PER_HOUR)
            with request.env.cr.savepoint():
                self._search(place)._ask_for_return(
                    place.member_sudo,
                    request.env.user,
                    {**values, "quantities": self._read_quantities(place, values["texts"])},
                    read_photos("pictures", MOST_FILES),
                )
        except UserError as error:
            return self._render_form(place, values, error=str(error))
        return request.redirect(f"{RETURNS}?done=1")

    @http.route(f"{RETURNS}/<int:rma_id>/withdraw", methods=["POST"], **OPTIONS)
    @member_page(*ORDER_ROLES)
    def withdraw_return(self, place, rma_id, **kwargs):
        """Take a request back that nobody has decided on yet."""
        rmas_sudo = self._search(place)
        first_sudo = rmas_sudo.search([*self._domain(place), ("id", "=", rma_id)])
        if first_sudo:
            same = ("distribution_request", "=", first_sudo.distribution_request)
            try:
                with request.env.cr.savepoint():
                    rmas_sudo.search([*self._domain(place), same])._withdraw()
            except UserError as error:
                request.session[SAID] = str(error)
        return request.redirect(RETURNS)  # the same for missing and foreign

    @http.route("/distribution/return/photo/<int:return_photo_id>", type="http", auth="user")
    def open_photo(self, return_photo_id):
        """Show a picture to the people of its member and to staff who may read the return."""
        return show_photo("distribution.return.photo", return_photo_id)

    # === HELPERS === #

    def _search(self, place):
        # sudo: portal users have no right to the model; what they see is narrowed to their member
        return request.env["rma"].sudo().with_company(place.member_sudo.company_id)

    def _domain(self, place):
        return [("distribution_member_id", "=", place.member_sudo.id)]

    def _read_values(self, post):
        """Return what was sent, bounded: texts of quantities, and lots, by their delivery's id."""
        texts, lots = {}, {}
        for name, text in post.items():
            kind, _sign, number = name.partition("_")
            move_id = read_number(number)
            if kind == "quantity" and move_id and text and len(texts) < MOST_LINES:
                texts[move_id] = text
            elif kind == "lots" and move_id:
                lots[move_id] = clean_text(str(text))[:500]
        key = str(post.get("key", ""))
        return {
            "key": key if KEY.fullmatch(key) else None,
            "texts": texts,
            "lots": lots,
            "reason_id": read_number(str(post.get("reason_id", ""))),
            "wish": str(post.get("wish", "")),
            "note": clean_text(str(post.get("note", ""))[: LONGEST_NOTE + 1]),
        }

    def _read_quantities(self, place, texts):
        """Return {id of a delivery: how much of it goes back}, without those of which nothing does.

        :raise UserError: names the goods whose quantity cannot be read
        """
        # sudo: portal users have no right to the model; names of the member's own goods only
        moves_sudo = request.env["stock.move"].sudo().browse(texts).exists()
        own_sudo = moves_sudo.filtered(
            lambda move: move.sale_line_id.order_id.distribution_member_id == place.member_sudo
        )
        quantities = {move.id: read_quantity(texts[move.id], move.product_id) for move in own_sudo}
        if len(own_sudo) != len(texts):
            raise UserError(request.env._("A line can no longer be returned. Choose anew."))
        return {move_id: quantity for move_id, quantity in quantities.items() if quantity}

    def _render_form(self, place, values, error=None):
        rmas_sudo = self._search(place)
        reasons_sudo = request.env["distribution.return.reason"].sudo()  # their names only
        return render_page(
            "distribution_order.portal_return_form",
            place,
            page_key="orders",
            offers=[
                rmas_sudo._prepare_portal_offer(move, left)
                for move, left in rmas_sudo._find_returnable(place.member_sudo)
            ],
            quota=rmas_sudo._prepare_portal_quota(place.member_sudo),
            window_days=place.member_sudo.level_id.return_days,
            reasons=reasons_sudo.search([("active", "=", True)]),
            values=values,
            key=values["key"] or uuid.uuid4(),
            error=error,
            longest=LONGEST_NOTE,
            pictures_hint=describe_limit(MOST_FILES),
        )
