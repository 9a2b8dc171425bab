from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .member_pages import PAGES, member_page, render_page

COLLEAGUES = f"{PAGES}/colleagues"
INVITE_FIELDS = ("name", "email", "phone", "role")


class DistributionColleagues(http.Controller):
    """A distributor's administrator invites and manages the own people."""

    @http.route(COLLEAGUES, type="http", auth="user", website=True, readonly=True)
    @member_page("admin")
    def list_colleagues(self, place, **kwargs):
        """Show the colleagues and the form to invite another."""
        return self._render(place, done=kwargs.get("done"))

    @http.route(f"{COLLEAGUES}/invite", type="http", auth="user", website=True, methods=["POST"])
    @member_page("admin")
    def invite(self, place, **post):
        """Invite a colleague by e-mail."""
        values = {name: str(post.get(name, ""))[:200] for name in INVITE_FIELDS}
        return self._try(
            place,
            lambda colleagues: colleagues._invite(place.member_sudo, **values),
            "invited",
            values,
        )

    @http.route(
        f"{COLLEAGUES}/<int:colleague_id>/<string:act>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    @member_page("admin")
    def change(self, place, colleague_id, act, role="", **post):
        """Give a colleague another role, take the access away, or invite once more."""
        acts = {
            "role": lambda row: row._change_role(role),
            "dismiss": lambda row: row._dismiss(),
            "again": lambda row: row._invite_again(),
        }
        row_sudo = self._find(place, colleague_id)
        if not row_sudo or act not in acts:
            return request.redirect(COLLEAGUES)  # the same for missing and foreign
        return self._try(place, lambda _colleagues: acts[act](row_sudo), act)

    def _find(self, place, colleague_id):
        """Return the colleague of the visitor's own company that has the id, else nothing."""
        return place.member_sudo.with_context(active_test=False).colleague_ids.filtered(
            lambda row: row.id == colleague_id
        )

    def _try(self, place, do, done, values=None):
        """Do it, or show the sentence that says why it cannot be done."""
        # sudo: portal users write nothing themselves; that this one manages the colleagues of the
        # member is checked here and by the page
        colleagues_sudo = request.env["distribution.member.user"].sudo()
        try:
            colleagues_sudo._ensure_manager_of(place.member_sudo)
            with request.env.cr.savepoint():
                do(colleagues_sudo)
        except (UserError, AccessError) as error:
            return self._render(place, error=str(error), values=values)
        return request.redirect(f"{COLLEAGUES}?done={done}")

    def _render(self, place, *, error=None, done=None, values=None):
        rows = place.member_sudo.with_context(active_test=False).colleague_ids
        return render_page(
            "distribution_member.portal_colleagues",
            place,
            page_key="me",
            colleagues=[
                {
                    "id": row.id,
                    "name": row.user_id.name,
                    "login": row.user_id.login,
                    "role": row.role,
                    "is_new": row.is_new,
                    "active": row.active,
                    "is_me": row.user_id == request.env.user,
                    "login_date": row.login_date,
                }
                for row in rows.sorted(lambda row: (not row.active, row.id))
            ],
            roles=request.env["distribution.member.user"]
            ._fields["role"]
            ._description_selection(request.env),
            error=error,
            done=done if done in ("invited", "role", "dismiss", "again") else None,
            values=values or dict.fromkeys(INVITE_FIELDS, ""),
        )
