from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_number, read_page
from odoo.addons.distribution_member.controllers.limits import ensure_may_try
from odoo.addons.distribution_member.controllers.member_pages import (
    PAGES,
    member_page,
    render_page,
)
from odoo.addons.portal.controllers.portal import pager
from odoo.exceptions import UserError
from odoo.http import request

from ..models.distribution_feedback import KINDS, LONGEST_TEXT, MOST_FILES, clean_page
from .photos import describe_limit, read_photos, show_photo

FEEDBACK = f"{PAGES}/feedback"
PAGE_SIZE = 10
SENT_PER_HOUR = 20
COLOURS = {
    "new": "secondary",
    "in_triage": "info",
    "planned": "primary",
    "answered": "success",
    "done": "success",
    "declined": "warning",
}
OPTIONS = {"type": "http", "auth": "user", "website": True}


class DistributionFeedbackPages(http.Controller):
    """A distributor's people say what they wish for or struggle with, and read the answers."""

    @http.route([FEEDBACK, f"{FEEDBACK}/page/<int:page>"], readonly=True, **OPTIONS)
    @member_page()
    def list_feedback(self, place, page=1, **kwargs):
        """Show what the people of the member have sent, the latest first."""
        rows_sudo = self._search(place)
        total = rows_sudo.search_count(self._domain(place))
        values = pager(url=FEEDBACK, total=total, page=read_page(page), step=PAGE_SIZE)
        return render_page(
            "distribution_order.portal_feedback",
            place,
            page_key="me",
            feedback=rows_sudo.search(
                self._domain(place), limit=PAGE_SIZE, offset=values["offset"]
            ),
            states=dict(rows_sudo._fields["state"]._description_selection(request.env)),
            kinds=dict(rows_sudo._fields["kind"]._description_selection(request.env)),
            colours=COLOURS,
            pager=values,
            is_done=bool(kwargs.get("done")),
        )

    @http.route(f"{FEEDBACK}/new", readonly=True, **OPTIONS)
    @member_page()
    def write_feedback(self, place, **kwargs):
        """Show the form; the page it was opened from comes along."""
        return self._render_form(place, {"page": clean_page(kwargs.get("page"))})

    @http.route(f"{FEEDBACK}/send", methods=["POST"], **OPTIONS)
    @member_page()
    def send_feedback(self, place, **post):
        """Take what was written, with its pictures."""
        values = {
            "kind": str(post.get("kind", "")),
            "topic_id": read_number(str(post.get("topic_id", ""))),
            "text": str(post.get("text", ""))[: LONGEST_TEXT + 1],
            "page": str(post.get("page", "")),
            "browser": request.httprequest.user_agent.string,
        }
        try:
            ensure_may_try("feedback", SENT_PER_HOUR)
            with request.env.cr.savepoint():
                self._search(place)._send(
                    place.member_sudo, request.env.user, values, read_photos("pictures", MOST_FILES)
                )
        except UserError as error:
            return self._render_form(place, values, error=str(error))
        return request.redirect(f"{FEEDBACK}?done=1")

    @http.route("/distribution/feedback/file/<int:feedback_file_id>", type="http", auth="user")
    def open_picture(self, feedback_file_id):
        """Show a picture to the people of its member and to staff who may read the feedback."""
        return show_photo("distribution.feedback.file", feedback_file_id)

    # === HELPERS === #

    def _search(self, place):
        # sudo: portal users have no right to the model; what they see is narrowed to their member
        return (
            request.env["distribution.feedback"].sudo().with_company(place.member_sudo.company_id)
        )

    def _domain(self, place):
        return [("member_id", "=", place.member_sudo.id)]

    def _render_form(self, place, values, error=None):
        topics_sudo = request.env["distribution.feedback.topic"].sudo()  # their names only
        return render_page(
            "distribution_order.portal_feedback_form",
            place,
            page_key="me",
            kinds=self._search(place)._fields["kind"]._description_selection(request.env),
            topics=topics_sudo.search([("active", "=", True)]),
            values={"kind": KINDS[0][0], "topic_id": 0, "text": "", "page": "", **values},
            error=error,
            longest=LONGEST_TEXT,
            pictures_hint=describe_limit(MOST_FILES),
        )
