from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_datetime

from ..models.application_form_mixin import FormRefused
from .distribution_document import make_file_response
from .distribution_join import get_applications, may_try, read_documents
from .form_values import clean_text

BASE = "/distribution/application/<int:application_id>/<string:token>"
LONGEST_ANSWER = 2000
ANSWER_LIMIT = 30
COLOURS = {
    "approved": "success",
    "accepted": "success",
    "rejected": "danger",
    "refused": "danger",
    "need_info": "warning",
    "withdrawn": "secondary",
}
OPTIONS = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class DistributionApplicationController(http.Controller):
    """The applicant's page. Its right is the signed link; nothing else is asked for or shown."""

    @http.route(BASE, methods=["GET"], **OPTIONS)
    # safe open-route: applicants have no login; the signed link is the right
    def show(self, application_id, token):
        """Show how far the application is, and what is missing."""
        application = self._find(application_id, token)
        return self._render(application, token, {})

    @http.route(f"{BASE}/answer", methods=["POST"], **OPTIONS)
    # safe open-route: applicants have no login; the signed link is the right
    def answer(self, application_id, token, **post):
        """Take the answer to a question, with files."""
        application = self._find(application_id, token)
        message = clean_text(str(post.get("message") or "")[:LONGEST_ANSWER])
        try:
            self._take_answer(application, post, message)
        except FormRefused as refused:
            return self._render(application, token, refused.errors, post)
        except UserError as error:
            return self._render(application, token, {"form": str(error)}, post)
        return request.redirect(f"/distribution/application/{application_id}/{token}")

    @http.route(f"{BASE}/withdraw", methods=["POST"], **OPTIONS)
    # safe open-route: applicants have no login; the signed link is the right
    def withdraw(self, application_id, token, **_post):
        """Take the application back."""
        application = self._find(application_id, token)
        try:
            application.action_withdraw()
        except UserError as error:
            return self._render(application, token, {"form": str(error)})
        return request.redirect(f"/distribution/application/{application_id}/{token}")

    @http.route(f"{BASE}/document/<int:document_id>", methods=["GET"], **OPTIONS)
    # safe open-route: applicants have no login; the signed link is the right
    def open_document(self, application_id, token, document_id):
        """Download an own file."""
        application = self._find(application_id, token)
        document = application.document_ids.filtered(lambda one: one.id == document_id)
        content = document._read_file() if document else None
        if not content:
            raise request.not_found()
        return make_file_response(document, content)

    # === HELPERS === #

    def _find(self, application_id, token):
        """Return the application as superuser; a wrong id and a wrong link are the same."""
        application_sudo = get_applications()._find_by_link(application_id, token)
        if not application_sudo or application_sudo.state == "draft":
            raise request.not_found()
        return application_sudo.with_context(lang=request.env.lang)

    def _take_answer(self, application, post, message):
        env = request.env
        if not may_try("answer", ANSWER_LIMIT):
            raise FormRefused({"form": env._("That was very often. Try again in an hour.")})
        types = self._get_types(application)
        documents = read_documents(post, types.ids)
        if not message and not documents:
            raise FormRefused({"message": env._("Write an answer or add a file.")})
        if errors := application._find_answer_errors(documents):
            raise FormRefused(errors)
        with env.cr.savepoint():
            application._attach_form_documents(documents)
            application._give_info(message or env._("Files were added."))

    def _get_types(self, application):
        return application.env["distribution.document.type"]._search_for(
            application.level_id, application.subject_type
        )

    def _render(self, application, token, errors, entered=None):
        response = request.render(
            "distribution_member.application_page",
            {
                **self._prepare_application(application),
                "base_url": f"/distribution/application/{application.id}/{token}",
                "token": token,
                "errors": errors,
                "entered": entered or {},
            },
        )
        # The address of the page is the key to it: it goes to no other site, and into no cache.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _prepare_application(self, application):
        """Return what the page shows: values only, with what is personal masked."""
        zone = application.company_id.resource_calendar_id.tz or "Asia/Shanghai"
        labels = dict(application._fields["state"]._description_selection(request.env))
        kinds = dict(application.event_ids._fields["kind"]._description_selection(request.env))
        today = application._get_today()
        is_closed = application.state in ("rejected", "withdrawn")
        return {
            "application_id": application.id,
            "number": application.name,
            "applicant": application.applicant_name,
            "state": application.state,
            "state_label": labels[application.state],
            "state_colour": COLOURS.get(application.state, "info"),
            "level": application.level_id.name,
            "region": application.region_id.complete_name,
            "phone": application.phone_key[:3] + "****" + application.phone_key[-4:],
            "email": application._get_masked_email(),
            "question": application.info_message,
            "reason": application.reject_reason,
            "member_code": application.member_id.code,
            "events": [
                {
                    "when": format_datetime(request.env, event.date, tz=zone, dt_format="short"),
                    "kind": event.kind,
                    "label": kinds[event.kind],
                    "text": event.text,
                }
                for event in application.event_ids
            ],
            "documents": self._prepare_documents(application),
            "missing": application.missing_document_ids.mapped("name"),
            "types": self._get_types(application) if application.state == "need_info" else [],
            "required_ids": application._get_required_types().ids,
            "is_open": application.state in application._state_from,
            "may_apply_again": is_closed and application._get_reapply_date() <= today,
            "reapply_date": application._get_reapply_date() if is_closed else False,
        }

    def _prepare_documents(self, application):
        labels = dict(application.document_ids._fields["state"]._description_selection(request.env))
        return [
            {
                "id": document.id,
                "name": document.type_id.name,
                "file_name": document.file_name,
                "colour": COLOURS.get(document.state, "secondary"),
                "state_label": labels[document.state],
                "reason": document.refusal_reason,
            }
            for document in application.document_ids
        ]
