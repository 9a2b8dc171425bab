from odoo import http
from odoo.addons.portal.controllers.portal import pager
from odoo.http import request

from .form_values import read_page
from .member_pages import PAGES, member_page, render_page

MESSAGES = f"{PAGES}/messages"
PAGE_SIZE = 20


class DistributionMessages(http.Controller):
    """What happened: told to the visitor, each opening the page it is about."""

    @http.route(
        [MESSAGES, f"{MESSAGES}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    @member_page()
    def list_messages(self, place, page=1, **kwargs):
        """Show the visitor's messages, the latest first."""
        domain = self._domain(place)
        total = self._messages_sudo().search_count(domain)
        values = pager(url=MESSAGES, total=total, page=read_page(page), step=PAGE_SIZE)
        return render_page(
            "distribution_member.portal_messages",
            place,
            page_key="me",
            messages=self._messages_sudo().search(domain, limit=PAGE_SIZE, offset=values["offset"]),
            unread=self._messages_sudo().search_count([*domain, ("date_read", "=", False)]),
            pager=values,
        )

    @http.route(f"{MESSAGES}/<int:message_id>", type="http", auth="user", website=True)
    @member_page()
    def open_message(self, place, message_id, **kwargs):
        """Open what a message is about, and note that it was read."""
        message_sudo = self._messages_sudo().search([*self._domain(place), ("id", "=", message_id)])
        message_sudo._mark_read()
        return request.redirect(message_sudo.url or MESSAGES)

    @http.route(f"{MESSAGES}/read", type="http", auth="user", website=True, methods=["POST"])
    @member_page()
    def read_messages(self, place, **kwargs):
        """Note that the visitor has read all messages."""
        self._messages_sudo().search([*self._domain(place), ("date_read", "=", False)])._mark_read()
        return request.redirect(MESSAGES)

    # === HELPERS === #

    def _messages_sudo(self):
        # sudo: portal users have no right to the model; they see what was told to themselves
        return request.env["distribution.message"].sudo()

    def _domain(self, place):
        return self._messages_sudo()._get_own_domain(place.member_sudo)
