from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.level_objection_mixin import LONGEST_OBJECTION
from ..models.member_level_suggestion_mixin import LEVELS_URL
from .member_pages import member_page, render_page


class DistributionLevels(http.Controller):
    """What the level of a distributor is based on, and its right to object.

    The law gives a person the right to an explanation and to a decision by a person (Personal
    Information Protection Law, article 24): like the pages of that law, these stay open while the
    portal is frozen, and are for those who speak for the member.
    """

    @http.route(LEVELS_URL, type="http", auth="user", website=True, readonly=True)
    @member_page("admin", is_right=True)
    def list_levels(self, place, **kwargs):
        """Show the level, and the suggestions and decisions about it with their figures."""
        return self._render(place, is_done=bool(kwargs.get("done")))

    @http.route(
        f"{LEVELS_URL}/<int:suggestion_id>/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page("admin", is_right=True)
    def object_to_level(self, place, suggestion_id, objection="", **post):
        """Take the member's objection to one of them."""
        suggestion_sudo = place.member_sudo._find_portal_suggestions().filtered(
            lambda row: row.id == suggestion_id
        )
        if not suggestion_sudo or not place.member_sudo._may_use_rights(request.env.user):
            return request.redirect(LEVELS_URL)  # the same for missing and foreign
        try:
            with request.env.cr.savepoint():
                suggestion_sudo._object(objection)
        except UserError as error:
            written = {suggestion_id: objection[:LONGEST_OBJECTION]}
            return self._render(place, error=str(error), written=written)
        return request.redirect(f"{LEVELS_URL}?done=1")

    def _render(self, place, *, is_done=False, error=None, written=None):
        values = {
            "page_key": "me",
            "suggestions": place.member_sudo._find_portal_suggestions(),
            "longest": LONGEST_OBJECTION,
            # As with who saw what: the company says whether its people are named.
            "with_names": place.member_sudo.company_id.distribution_show_staff_names,
            "is_done": is_done,
            "error": error,
            "written": written or {},
        }
        if place.member_sudo._portal_freeze_reason():
            values["navigation"] = []  # the other pages are closed
        return render_page("distribution_member.portal_levels", place, **values)
