from odoo import http
from odoo.addons.distribution_member.controllers.form_values import read_page
from odoo.addons.distribution_member.controllers.member_pages import (
    find_place,
    member_page,
    render_page,
)
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

# In the session: why what the last form asked for was not done.
SAID = "distribution_statement_said"
STATEMENTS_URL = "/my/distribution/statements"
PAGE_SIZE = 20
LINES_PER_PAGE = 20
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StatementPortal(CustomerPortal):
    """The distributor reads and downloads its statements."""

    def _prepare_home_portal_values(self, counters):
        """Override of `portal` to count the statements."""
        values = super()._prepare_home_portal_values(counters)
        if "statement_count" in counters:
            statements = request.env["distribution.statement"]
            values["statement_count"] = (
                statements.search_count([]) if statements.has_access("read") else 0
            )
        return values

    @http.route(
        [STATEMENTS_URL, f"{STATEMENTS_URL}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    @member_page(*MONEY_ROLES)
    def list_statements(self, place, page=1, **kwargs):
        """Show the statements of the member, the latest first."""
        statements = request.env["distribution.statement"]
        own = [("member_id", "=", place.member_sudo.id)]
        page_values = pager(
            url=STATEMENTS_URL,
            total=statements.search_count(own),
            page=read_page(page),
            step=PAGE_SIZE,
        )
        return render_page(
            "distribution_commission.portal_my_statements",
            place,
            page_key="statements",
            statements=statements.search(own, limit=PAGE_SIZE, offset=page_values["offset"]),
            pager=page_values,
        )

    @http.route(f"{STATEMENTS_URL}/<int:statement_id>", type="http", auth="public", website=True)
    # safe open-route: who asks is looked at for each statement; strangers are sent to the login
    def show_statement(
        self, statement_id, access_token=None, report_type=None, download=False, page=1, **kwargs
    ):
        """Show one statement with its lines, or print it."""
        place = find_place()  # first: it reads the member that the right to the statement asks for
        statement_sudo = self._find_statement(statement_id, access_token)
        if not statement_sudo:
            return self._refuse_statement(statement_id)
        if report_type in ("html", "pdf", "text"):
            return self._show_report(
                model=statement_sudo,
                report_type=report_type,
                report_ref="distribution_commission.action_report_statement",
                download=download,
            )
        page_values = pager(
            url=statement_sudo.access_url,
            url_args={"access_token": access_token} if access_token else {},
            total=statement_sudo.entry_count,
            page=read_page(page),
            step=LINES_PER_PAGE,
        )
        # sudo: access to the statement was checked; its lines belong to it
        entries_sudo = request.env["distribution.commission.entry"].sudo()
        entries_sudo = entries_sudo.search(
            [("statement_id", "=", statement_sudo.id)],
            limit=LINES_PER_PAGE,
            offset=page_values["offset"],
        )
        entries_sudo._fetch_facts()  # before the page asks for a name and gets whole orders
        return render_page(
            "distribution_commission.portal_statement_page",
            place,
            page_key="statements",
            statement=statement_sudo,
            entries=entries_sudo,
            entry_kinds=dict(entries_sudo._fields["kind"]._description_selection(request.env)),
            pager=page_values,
            **self._prepare_answer(statement_sudo),
        )

    @http.route(
        f"{STATEMENTS_URL}/<int:statement_id>/xlsx", type="http", auth="public", website=True
    )
    # safe open-route: who asks is looked at for each statement; strangers are sent to the login
    def download_statement(self, statement_id, access_token=None, **kwargs):
        """Download one statement as a workbook."""
        statement_sudo = self._find_statement(statement_id, access_token)
        if not statement_sudo:
            return self._refuse_statement(statement_id)
        filename = f"{statement_sudo._get_report_base_filename()}.xlsx".replace("/", "-")
        return request.make_response(
            statement_sudo._build_workbook(),
            headers=[
                ("Content-Type", XLSX_TYPE),
                ("Content-Disposition", content_disposition(filename)),
            ],
        )

    def _prepare_answer(self, statement_sudo):
        """Return what the page says about confirming and disputing, and whether it offers it."""
        people = statement_sudo._find_answering_people().user_id
        is_own = request.env.user in people
        return {
            "disputes": statement_sudo.dispute_ids,
            "disputed_entries": {
                entry.id: dispute
                for dispute in statement_sudo.dispute_ids
                for entry in dispute.entry_ids
            },
            "dispute_codes": request.env["distribution.statement.dispute"]
            ._fields["code"]
            ._description_selection(request.env),
            "may_confirm": is_own and statement_sudo.is_answer_open,
            "may_dispute": is_own and statement_sudo._is_dispute_open(),
            "is_over": statement_sudo.state == "published" and not statement_sudo._is_in_time(),
            "csrf_token": request.csrf_token(),
            "said": request.session.pop(SAID, None) if is_own else None,
        }

    def _refuse_statement(self, statement_id):
        """Let visitors log in first: paper and mails name the page without a token."""
        if request.env.user._is_public():
            page = {"redirect": f"{STATEMENTS_URL}/{statement_id}"}
            return request.redirect_query("/web/login", page)
        return request.redirect("/my")

    def _find_statement(self, statement_id, access_token):
        """Return the statement as superuser when the visitor may see it, else nothing.

        Its signed link is enough, as for all documents of Odoo. A frozen portal stays closed to
        the member's own people, whom we can tell only when they are logged in.
        """
        # Tokens are ASCII, and nothing else can be compared with them.
        token = access_token if (access_token or "").isascii() else None
        try:
            statement_sudo = self._document_check_access(
                "distribution.statement", statement_id, access_token=token
            )
        except (AccessError, MissingError):
            return None
        is_closed = request.env.user._is_portal() and statement_sudo.member_id.freeze_portal
        return None if is_closed else statement_sudo
