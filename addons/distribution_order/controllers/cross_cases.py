import re

from odoo import http
from odoo.addons.distribution_member.controllers.distribution_document import make_file_response
from odoo.addons.distribution_member.controllers.form_values import read_number
from odoo.addons.distribution_member.controllers.limits import ensure_may_try
from odoo.addons.distribution_member.controllers.member_pages import (
    PAGES,
    find_place,
    find_refusal,
    member_page,
    render_page,
)
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from ..models.cross_case_hearing_mixin import LONGEST_TEXT, MOST_ANSWER_FILES
from ..models.cross_case_report_mixin import MOST_LOTS, MOST_REPORT_FILES
from ..models.distribution_cross_case_file import MEGABYTES
from .photos import read_photos

CASES = f"{PAGES}/cross-cases"
MOST_SHOWN = 50
SENT_PER_HOUR = 20
# A new line, or a comma, semicolon or enumeration comma, in both widths.
LOT_SEPARATORS = re.compile("[\n,;\uff0c\uff1b\u3001]")
OPTIONS = {"type": "http", "auth": "user", "website": True}
COLOURS = {
    "reported": "secondary",
    "checking": "info",
    "heard": "info",
    "confirmed": "warning",
    "measure": "warning",
    "unfounded": "success",
    "closed": "secondary",
}


class DistributionCrossCasePages(http.Controller):
    """A member reports goods that should not be there, and is heard where it is accused itself.

    Who is accused never learns who reported; who reports learns what came of it, and no more.
    """

    # To be heard is a right: a portal that is frozen does not take it away.
    @http.route(CASES, readonly=True, **OPTIONS)
    @member_page("admin", is_right=True)
    def list_cases(self, place, **kwargs):
        """Show what the member has reported, and the cases against it."""
        return render_page(
            "distribution_order.portal_cross_cases",
            place,
            page_key="me",
            against=self._find(self._against(place)),
            reported=self._find(self._reported(place)),
            done=kwargs.get("done"),
            **self._describe_states(),
        )

    @http.route(f"{CASES}/new", readonly=True, **OPTIONS)
    @member_page("admin")
    def write_report(self, place, **_kwargs):
        """Show the form of a report."""
        return self._render_form(place, {})

    @http.route(f"{CASES}/send", methods=["POST"], **OPTIONS)
    @member_page("admin")
    def send_report(self, place, **post):
        """Take a report with its photos."""
        values = {
            "text": str(post.get("text", ""))[: LONGEST_TEXT + 1],
            "place": str(post.get("market", "")),
            "region_id": read_number(str(post.get("region_id", ""))),
            "lots": self._read_lots(str(post.get("lots", ""))),
        }
        try:
            ensure_may_try("cross_case", SENT_PER_HOUR)
            with request.env.cr.savepoint():
                self._cases(place)._report(
                    place.member_sudo,
                    request.env.user,
                    values,
                    read_photos("files", MOST_REPORT_FILES, MEGABYTES),
                )
        except UserError as error:
            return self._render_form(place, values, error=str(error))
        return request.redirect(f"{CASES}?done=reported")

    @http.route(f"{CASES}/<int:cross_case_id>", readonly=True, **OPTIONS)
    @member_page("admin", is_right=True)
    def open_case(self, place, cross_case_id, **kwargs):
        """Show a case against the member: the accusation, what was said, the decision."""
        case_sudo = self._find(self._against(place), cross_case_id)
        if not case_sudo:
            return request.redirect(CASES)
        return self._render_case(place, case_sudo, done=kwargs.get("done"))

    @http.route(f"{CASES}/<int:cross_case_id>/answer", methods=["POST"], **OPTIONS)
    @member_page("admin", is_right=True)
    def answer_case(self, place, cross_case_id, **post):
        """Take the member's statement with its files."""
        text = str(post.get("text", ""))[: LONGEST_TEXT + 1]
        files = read_photos("files", MOST_ANSWER_FILES, MEGABYTES)
        return self._act(
            place, cross_case_id, lambda case: case._answer(request.env.user, text, files), text
        )

    @http.route(f"{CASES}/<int:cross_case_id>/object", methods=["POST"], **OPTIONS)
    @member_page("admin", is_right=True)
    def object_to_case(self, place, cross_case_id, **post):
        """Take the member's objection to the decision."""
        text = str(post.get("text", ""))[: LONGEST_TEXT + 1]
        return self._act(
            place, cross_case_id, lambda case: case._object(request.env.user, text), text
        )

    @http.route("/distribution/cross-case/file/<int:cross_file_id>", type="http", auth="user")
    def open_file(self, cross_file_id):
        """Open evidence: for staff who may read the case, and for who sent it or is shown it."""
        # safe sudo-by-route-id: whose it is and who asks is looked at here
        file_sudo = request.env["distribution.cross.case.file"].sudo().browse(cross_file_id)
        if not file_sudo.exists() or not self._may_see(file_sudo):
            raise request.not_found()
        content = file_sudo.with_context(bin_size=False)._read_bytes()
        if not content:
            raise request.not_found()
        return make_file_response(file_sudo, content)

    # === HELPERS === #

    def _cases(self, place):
        # sudo: portal users have no right to the model; what they see is narrowed to their member
        return (
            request.env["distribution.cross.case"].sudo().with_company(place.member_sudo.company_id)
        )

    def _against(self, place):
        """Return the cases that the member was told of; what is only being checked is not one."""
        return Domain("member_id", "=", place.member_sudo.id) & Domain("hearing_asked", "!=", False)

    def _reported(self, place):
        return Domain("reporter_member_id", "=", place.member_sudo.id)

    def _find(self, domain, case_id=None):
        if case_id is not None:
            domain &= Domain("id", "=", case_id)
        return self._cases(find_place()).search(domain, limit=MOST_SHOWN)

    def _act(self, place, case_id, act, text):
        """Do something with a case against the member, and show it again when that is refused."""
        case_sudo = self._find(self._against(place), case_id)
        if not case_sudo:
            return request.redirect(CASES)
        try:
            ensure_may_try("cross_case", SENT_PER_HOUR)
            with request.env.cr.savepoint():
                act(case_sudo)
        except UserError as error:
            return self._render_case(place, case_sudo, error=str(error), text=text)
        return request.redirect(f"{CASES}/{case_sudo.id}?done=1")

    def _may_see(self, file_sudo):
        case_sudo, place = file_sudo.case_id, find_place()
        if place and not find_refusal(place, ("admin",), is_right=True):
            is_told = place.member_sudo == case_sudo.member_id and case_sudo.hearing_asked
            if is_told and (file_sudo.is_released or file_sudo.side == "answer"):
                return True
            if place.member_sudo == case_sudo.reporter_member_id and file_sudo.side == "report":
                return True
        try:
            file_sudo.with_user(request.env.user).check_access("read")
        except AccessError:
            return False
        return True

    def _read_lots(self, text):
        """Return the codes that stand one below the other, or with commas between."""
        codes = (code.strip() for code in LOT_SEPARATORS.split(text[:LONGEST_TEXT]))
        return [code for code in codes if code][: MOST_LOTS + 1]

    def _describe_states(self):
        states = request.env["distribution.cross.case"]._fields["state"]
        outcomes = request.env["distribution.cross.case"]._fields["outcome"]
        return {
            "states": dict(states._description_selection(request.env)),
            "outcomes": dict(outcomes._description_selection(request.env)),
            "colours": COLOURS,
        }

    def _render_form(self, place, values, error=None):
        areas_sudo = self._cases(place)._find_reportable_areas(place.member_sudo)
        return render_page(
            "distribution_order.portal_cross_case_form",
            place,
            page_key="me",
            areas=areas_sudo,
            values={"text": "", "place": "", "region_id": 0, "lots": [], **values},
            error=error,
            longest=LONGEST_TEXT,
            files_hint=self._say_files(MOST_REPORT_FILES),
        )

    def _render_case(self, place, case_sudo, **values):
        steps = case_sudo.log_ids._fields["step"]._description_selection(request.env)
        return render_page(
            "distribution_order.portal_cross_case",
            place,
            page_key="me",
            case=case_sudo,
            may_answer=case_sudo._may_answer(),
            may_object=case_sudo._may_object(),
            shown_files=case_sudo.file_ids.filtered("is_released"),
            answer_files=case_sudo.file_ids.filtered(lambda file: file.side == "answer"),
            steps=dict(steps),
            logs=case_sudo.log_ids.filtered("is_shared"),
            longest=LONGEST_TEXT,
            files_hint=self._say_files(MOST_ANSWER_FILES),
            **{"done": None, "error": None, "text": "", **values},
            **self._describe_states(),
        )

    def _say_files(self, most):
        return request.env._(
            "Up to %(most)s photos or papers (JPEG, PNG, PDF), each up to %(size)s MB.",
            most=most,
            size=MEGABYTES,
        )
