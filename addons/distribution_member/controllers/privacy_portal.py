from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import content_disposition, request

from ..models.distribution_privacy_request import (
    CONTACT_CORRECTIONS,
    CORRECTIONS,
    SENSITIVE_CORRECTIONS,
)
from .form_values import texts_only
from .member_pages import find_place, render_page

PRIVACY_URL = "/my/distribution/privacy"
NOTICE_URL = "/distribution/notice"
# What the portal may ask for; copies and consents are served at once, without a request.
ASKABLE = ("correct", "delete", "restrict")
LONGEST_TEXT = 2000


class PrivacyPortal(http.Controller):
    """A distributor uses its rights: see, copy, correct, delete, agree and withdraw."""

    @http.route(PRIVACY_URL, type="http", auth="user", website=True)
    def show_privacy(self, **kwargs):
        """Show the visitor's own data, consents and requests."""
        member_sudo = self._find_own_member()
        if not member_sudo:
            return request.redirect("/my")
        return self._render(member_sudo, message=kwargs.get("message"))

    @http.route(f"{PRIVACY_URL}/consent", type="http", auth="user", methods=["POST"], website=True)
    @texts_only
    def change_consent(self, code="", text_id="", operation="", **kwargs):
        """Give or withdraw one consent."""
        member_sudo = self._find_own_member()
        if not member_sudo:
            return request.redirect("/my")
        consents = request.env["distribution.consent"]
        if operation == "withdraw":
            if code not in self._get_withdrawable(member_sudo):
                return request.redirect(PRIVACY_URL)
            consents._withdraw(member_sudo, [code])
            return self._redirect("withdrawn")
        shown = [
            demand.text
            for demand in self._build_demands(member_sudo)
            if demand.code == code and str(demand.text.id) == text_id
        ]
        if not shown:
            return self._redirect("changed")
        consents._give(member_sudo, shown[0], "portal")
        return self._redirect("given")

    @http.route(f"{PRIVACY_URL}/request", type="http", auth="user", methods=["POST"], website=True)
    @texts_only
    def send_request(self, kind="", field_name="", new_value="", description="", **kwargs):
        """Take a request to correct, delete or restrict."""
        member_sudo = self._find_own_member()
        if not member_sudo or kind not in ASKABLE:
            return request.redirect(PRIVACY_URL)
        try:
            values = self._prepare_request(kind, field_name, new_value, description)
            # sudo: distributors create requests here only, for themselves, from these values
            requests_sudo = request.env["distribution.privacy.request"].sudo()
            requests_sudo.create({**values, "member_id": member_sudo.id, "channel": "portal"})
        except (UserError, ValidationError) as error:
            return self._render(member_sudo, error=str(error))
        return self._redirect("asked")

    @http.route(f"{PRIVACY_URL}/export", type="http", auth="user", website=True)
    def download_export(self, **kwargs):
        """Send all data of the visitor's member as a ZIP of JSON and CSV."""
        member_sudo = self._find_own_member()
        if not member_sudo:
            return request.redirect("/my")
        content = member_sudo._build_export()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(f"{member_sudo.code}-data.zip")),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        f"{NOTICE_URL}/<string:code>", type="http", auth="public", website=True, readonly=True
    )
    @texts_only
    # safe open-route: the law wants notices to be public
    def show_notice(self, code, **kwargs):
        """Show the text in force for a purpose: public, printable."""
        purpose_sudo = request.env["distribution.purpose"]._find(code)
        company = request.env.company
        text_sudo = request.env["distribution.consent.text"]._find_in_force(
            purpose_sudo, company=company, lang=request.env.lang
        )
        if not text_sudo:
            raise request.not_found()
        values = {"text": text_sudo, "company": company.sudo(), "purpose": purpose_sudo}
        return request.render("distribution_member.privacy_notice", values)

    # === HELPERS === #

    def _find_own_member(self):
        """Return the member that the visitor speaks for, as superuser; else nothing.

        A frozen portal does not close these pages, unlike all others: the law gives the rights to
        the person, whatever we hold against the distributor (Personal Information Protection Law,
        articles 44 to 50).
        """
        place = find_place()
        is_own = place and place.member_sudo._may_use_rights(request.env.user)
        return place.member_sudo if is_own else None

    def _build_demands(self, member_sudo):
        return request.env["distribution.consent"]._required_texts(
            "portal",
            subject_type=member_sudo.subject_type,
            company=member_sudo.company_id,
            lang=request.env.lang,
        )

    def _get_withdrawable(self, member_sudo):
        """Return the purposes whose consent is in force; a contract is not withdrawn here."""
        active = member_sudo.consent_ids.filtered(lambda consent: not consent.date_end)
        return set(
            active.purpose_id.filtered(lambda purpose: purpose.basis == "consent").mapped("code")
        )

    def _prepare_request(self, kind, field_name, new_value, description):
        values = {"kind": kind, "description": description[:LONGEST_TEXT]}
        if kind != "correct":
            return values
        if field_name not in dict(CORRECTIONS):
            raise UserError(request.env._("Choose what is to be corrected."))
        if not new_value and not description:
            raise UserError(request.env._("Write how it is right."))
        values["field_name"] = field_name
        if field_name in SENSITIVE_CORRECTIONS:
            values["new_number"] = new_value
        elif field_name in CONTACT_CORRECTIONS:
            values["new_value"] = new_value[:LONGEST_TEXT]
        return values

    def _render(self, member_sudo, *, message=None, error=None):
        active = member_sudo.consent_ids.filtered(lambda consent: not consent.date_end)
        requests_sudo = request.env["distribution.privacy.request"].sudo()  # one's own, see below
        values = {
            "page_key": "me",
            "member": member_sudo,
            "demands": self._build_demands(member_sudo),
            "active_consents": {consent.purpose_id.code: consent for consent in active},
            "withdrawable": self._get_withdrawable(member_sudo),
            "ended_consents": member_sudo.consent_ids - active,
            "requests": requests_sudo.search([("member_id", "=", member_sudo.id)]),
            "sightings": member_sudo._build_sightings(),
            "corrections": request.env["distribution.privacy.request"]
            ._fields["field_name"]
            ._description_selection(request.env),
            "message": message,
            "error": error,
        }
        if member_sudo._portal_freeze_reason():
            values["navigation"] = []  # the other pages are closed
        return render_page("distribution_member.portal_privacy", find_place(), **values)

    def _redirect(self, message):
        return request.redirect(f"{PRIVACY_URL}?message={message}")
