from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_number
from odoo.addons.distribution_member.controllers.member_pages import member_page
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.exceptions import UserError
from odoo.http import request

from ..models.distribution_statement_dispute import DISPUTE_CODES
from .portal import SAID, STATEMENTS_URL


class StatementAnswer(http.Controller):
    """The distributor confirms a statement, or disputes single lines of it."""

    @http.route(
        f"{STATEMENTS_URL}/<int:statement_id>/confirm",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page(*MONEY_ROLES)
    def confirm(self, place, statement_id, **post):
        """Record that the member agrees."""
        statement = self._find_statement(place, statement_id)
        if not statement:
            return request.redirect(STATEMENTS_URL)  # the same for missing and foreign
        return self._answer(statement, statement.action_confirm)

    @http.route(
        f"{STATEMENTS_URL}/<int:statement_id>/dispute",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page(*MONEY_ROLES)
    def dispute(self, place, statement_id, **post):
        """Record what is wrong: one line, or something that is missing."""
        statement = self._find_statement(place, statement_id)
        if not statement:
            return request.redirect(STATEMENTS_URL)
        entry_id = read_number(post.get("entry_id") or "")
        code = post.get("code") if post.get("code") in dict(DISPUTE_CODES) else None
        upload = request.httprequest.files.get("file")
        return self._answer(
            statement,
            lambda: statement._dispute(
                [entry_id] if entry_id else [],
                post.get("reason"),
                code=code,
                upload=(upload.filename, upload.read()) if upload and upload.filename else None,
            ),
        )

    def _find_statement(self, place, statement_id):
        return request.env["distribution.statement"].search(
            [("id", "=", statement_id), ("member_id", "=", place.member_sudo.id)]
        )

    def _answer(self, statement, act):
        """Do it, and say on the page of the statement why it was not done if it was not."""
        try:
            with request.env.cr.savepoint():
                act()
            request.session.pop(SAID, None)
        except UserError as error:
            request.session[SAID] = str(error)
        return request.redirect(statement.access_url)
