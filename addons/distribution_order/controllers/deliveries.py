from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_page
from odoo.addons.distribution_member.controllers.member_pages import (
    PAGES,
    member_page,
    render_page,
)
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.addons.portal.controllers.portal import pager
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from ..models.distribution_delivery_receipt import LONGEST_NOTE, MOST_PHOTOS
from ..models.distribution_delivery_receipt_line import KINDS
from .photos import describe_limit, read_photos, show_photo
from .quantities import read_quantity

DELIVERIES = f"{PAGES}/deliveries"
PAGE_SIZE = 20
OPTIONS = {"type": "http", "auth": "user", "website": True}


class DistributionDeliveries(http.Controller):
    """What is on its way to the member, and the member's word on what arrived."""

    @http.route([DELIVERIES, f"{DELIVERIES}/page/<int:page>"], readonly=True, **OPTIONS)
    @member_page()
    def list_deliveries(self, place, page=1, **kwargs):
        """Show what is on its way or has arrived, the open ones first, then the latest."""
        pickings_sudo = self._pickings_sudo()
        domain = place.member_sudo._get_portal_deliveries_domain()
        total = pickings_sudo.search_count(domain)
        values = pager(url=DELIVERIES, total=total, page=read_page(page), step=PAGE_SIZE)
        found_sudo = pickings_sudo.search(
            domain,
            order="date_done desc, id desc",
            limit=PAGE_SIZE,
            offset=values["offset"],
        )
        return render_page(
            "distribution_order.portal_deliveries",
            place,
            page_key="orders",
            deliveries=[picking._prepare_portal_delivery() for picking in found_sudo],
            pager=values,
        )

    @http.route(f"{DELIVERIES}/<int:picking_id>", readonly=True, **OPTIONS)
    @member_page()
    def show_delivery(self, place, picking_id, **kwargs):
        """Show one delivery: carrier, tracking number, goods, and what was said of them."""
        picking_sudo = self._find(place, picking_id)
        if not picking_sudo:
            return request.redirect(DELIVERIES)  # the same for missing and foreign
        return self._render(place, picking_sudo)

    @http.route(f"{DELIVERIES}/<int:picking_id>/receive", methods=["POST"], **OPTIONS)
    @member_page(*ORDER_ROLES)
    def receive_delivery(self, place, picking_id, **post):
        """Take the member's word on what arrived; a difference opens a claim."""
        picking_sudo = self._find(place, picking_id)
        if not picking_sudo:
            return request.redirect(DELIVERIES)
        try:
            differences = self._read_differences(picking_sudo, post)
            with request.env.cr.savepoint():
                picking_sudo.env["distribution.delivery.receipt"]._receive(
                    picking_sudo,
                    request.env.user,
                    differences,
                    wish=str(post.get("wish", "")),
                    note=str(post.get("note", "")).strip()[: LONGEST_NOTE + 1],
                    files=read_photos("photos", MOST_PHOTOS),
                )
        except (UserError, ValidationError) as error:
            return self._render(place, picking_sudo, post=post, error=str(error))
        return request.redirect(f"{DELIVERIES}/{picking_sudo.id}")

    @http.route("/distribution/receipt/file/<int:receipt_file_id>", type="http", auth="user")
    def open_receipt_photo(self, receipt_file_id):
        """Show a photo to the people of its member and to staff who may read the receipt."""
        return show_photo("distribution.delivery.receipt.file", receipt_file_id)

    # === HELPERS === #

    def _pickings_sudo(self):
        # sudo: portal users have no right to the model; what they see is narrowed to their member
        return request.env["stock.picking"].sudo()

    def _find(self, place, picking_id):
        domain = place.member_sudo._get_portal_deliveries_domain()
        return self._pickings_sudo().search([*domain, ("id", "=", picking_id)])

    def _read_differences(self, picking_sudo, post):
        """Return {move: {kind: quantity}} of what was filled in; nothing is 0.

        :raise UserError: names the goods whose number cannot be read
        """
        return {
            move: {
                kind: read_quantity(post.get(f"{kind}_{move.id}", ""), move.product_id)
                for kind in KINDS
            }
            for move in picking_sudo._get_portal_moves()
        }

    def _render(self, place, picking_sudo, post=None, error=None):
        return render_page(
            "distribution_order.portal_delivery",
            place,
            page_key="orders",
            delivery=picking_sudo._prepare_portal_delivery(),
            may_receive=place.role in ORDER_ROLES,
            post=post or {},
            wishes=request.env["distribution.delivery.receipt"]
            ._fields["claim_wish"]
            ._description_selection(request.env),
            error=error,
            longest=LONGEST_NOTE,
            photos_hint=describe_limit(MOST_PHOTOS),
        )
