import time

from odoo import http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..models.application_form_mixin import FormDocument, FormRefused
from ..models.distribution_document_type import SUBJECT_FLAGS, SUBJECT_TYPES
from .form_values import clean_text, read_number, read_values, too_long

FORM_SCOPE = "distribution.join.form"
FORM_HOURS = 24
# Nobody types a firm's data faster; programs do.
SHORTEST_SECONDS = 4
# People do not see this input; programs fill it in.
HONEYPOT = "homepage"
LINK_LIMIT = 5
LONGEST_NUMBER = 60
MAX_FILES = 40  # more inputs than any form of ours has


def get_applications():
    """Return the applications as superuser: visitors have no rights, the model checks."""
    return request.env["distribution.application"].sudo()


def may_try(kind, limit):
    """Count the visitor's attempt and return whether it is within the limit."""
    address = request.httprequest.remote_addr
    return request.env["distribution.attempt"]._may_try(kind, address, limit)


def read_documents(post, type_ids):
    """Return the files of a form for these document types."""
    documents = []
    for type_id in sorted(type_ids)[:MAX_FILES]:
        upload = request.httprequest.files.get(f"doc_{type_id}")
        if not upload or not upload.filename:
            continue
        documents.append(
            FormDocument(
                type_id=type_id,
                content=upload.read(),
                name=upload.filename,
                number=clean_text(str(post.get(f"doc_{type_id}_number") or "")[:LONGEST_NUMBER]),
                date_end=clean_text(str(post.get(f"doc_{type_id}_end") or "")[:10]),
            )
        )
    return documents


class DistributionJoinController(http.Controller):
    @http.route(
        ["/distribution/join", "/distribution/join/<string:referral_code>"],
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    # safe open-route: whoever wants to become a distributor is none yet
    def join(self, referral_code=None, **query):
        """Show the form; with the link of an older application, filled in with its data."""
        previous = self._find_previous(query)
        values = self._prepare_previous_values(previous) if previous else {}
        return self._render(values, {}, referral_code, previous=previous, query=query)

    @http.route(
        "/distribution/join/send",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["POST"],
    )
    # safe open-route: as the form; limited by address, and by a form that was opened before
    def send(self, **post):
        """Take an application; the page asks for JSON, a browser without scripts gets the page."""
        try:
            url = self._take(post)
        except FormRefused as refused:
            return self._refuse(post, refused.errors)
        if self._wants_json():
            return request.make_json_response({"url": url})
        return request.redirect(url)

    @http.route("/distribution/join/regions", type="jsonrpc", auth="public", readonly=True)
    # safe open-route: names of regions, which the form lists
    def list_regions(self, parent_id=None):
        """Return the regions inside one, for the next list to choose from."""
        parent = read_number(str(parent_id))
        if not parent:
            return []
        regions = get_applications()._get_form_regions(parent)
        return [{"id": region.id, "name": region.name} for region in regions]

    @http.route(
        "/distribution/join/thanks", type="http", auth="public", website=True, sitemap=False
    )
    # safe open-route: says nothing but that it arrived
    def thanks(self):
        """Say that it arrived."""
        return request.render("distribution_member.join_thanks")

    @http.route("/distribution/join/link", type="http", auth="public", website=True, sitemap=False)
    # safe open-route: the answer is the same for every address; limited
    def link(self, **post):
        """Ask for the link again; the answer is the same whether there is an application or not."""
        is_sent, is_limited = False, False
        if request.httprequest.method == "POST":
            is_limited = not may_try("link", LINK_LIMIT)
            email = clean_text(str(post.get("email") or "")[:120])
            is_sent = not is_limited
            if is_sent and email and not post.get(HONEYPOT):
                request.env["distribution.link.request"]._ask(email)
        return request.render(
            "distribution_member.join_link", {"is_sent": is_sent, "is_limited": is_limited}
        )

    # === HELPERS === #

    def _take(self, post):
        """Return where to go after the application was taken.

        :raise FormRefused: with sentences by input
        """
        env = request.env
        if not may_try("join", env.company.sudo().distribution_join_limit):
            raise FormRefused(
                {"form": env._("Too many applications came from your network. Try in an hour.")}
            )
        if post.get(HONEYPOT):
            return "/distribution/join/thanks"
        self._ensure_typed_by_hand(post)
        values = read_values(post)
        if long := too_long(values):
            raise FormRefused(
                {
                    name: env._("Please use at most %(limit)s signs.", limit=limit)
                    for name, limit in long.items()
                }
            )
        application = self._apply(post, values)
        return f"/distribution/application/{application.id}/{application._sign_link()}"

    def _apply(self, post, values):
        applications = get_applications()
        previous = self._find_previous(post)
        if previous and previous._get_reapply_date() > previous._get_today():
            raise FormRefused({"form": previous._describe_reapply_date()})
        types = applications.env["distribution.document.type"].search([])
        trusted = {
            "lang": request.env.lang,
            "previous_id": previous.id,
            "invitation": self._find_invitation(post.get("referral_code")),
            "address": request.httprequest.remote_addr,
        }
        return applications._apply_by_form(
            {**values, **trusted},
            read_documents(post, types.ids),
            [name.removeprefix("consent_") for name in post if name.startswith("consent_")],
        )

    def _ensure_typed_by_hand(self, post):
        """Raise when the form was not opened here, too long ago, or filled in at once."""
        env_sudo = request.env(su=True)  # the signature needs the database's key
        try:
            opened = verify_hash_signed(env_sudo, FORM_SCOPE, str(post.get("opened") or ""))
        except (ValueError, OverflowError):
            opened = None
        if opened is None:
            raise FormRefused(
                {"form": request.env._("The page was open for too long. Load it again and send.")}
            )
        if time.time() - opened < SHORTEST_SECONDS:
            raise FormRefused(
                {
                    "form": request.env._(
                        "That was very fast. Check what you entered and send again."
                    )
                }
            )

    def _find_invitation(self, code):
        """Return the `Invitation` of a code: a member's own, or that of a link."""
        links = request.env["distribution.referral.link"]
        return links._resolve(clean_text(str(code or "")), request.env.company)

    def _find_previous(self, query):
        """Return the closed application whose link the visitor holds."""
        found = get_applications()._find_by_link(
            read_number(str(query.get("previous") or "")), str(query.get("token") or "")
        )
        return found.filtered(lambda one: one.state in ("rejected", "withdrawn"))

    def _prepare_previous_values(self, previous):
        """Return what is no secret of an older application."""
        names = ("applicant_name", "subject_type", "credit_code", "contact_name", "phone", "email")
        places = ("city", "street", "note")
        values = {name: previous[name] or "" for name in (*names, *places)}
        return {**values, "level_id": previous.level_id.id, "region_id": previous.region_id.id}

    def _refuse(self, post, errors):
        if self._wants_json():
            return request.make_json_response({"errors": errors})
        previous = self._find_previous(post)
        code = clean_text(str(post.get("referral_code") or "")[:20])
        values = {**read_values(post), "posted": True}
        return self._render(values, errors, code, previous=previous, query=post)

    def _wants_json(self):
        return request.httprequest.accept_mimetypes.best == "application/json"

    def _render(self, values, errors, referral_code, *, previous, query):
        invitation = self._find_invitation(referral_code)
        inviter_sudo = invitation.member_sudo
        is_known = inviter_sudo and not invitation.problem
        env_sudo = request.env(su=True)  # the signature needs the database's key
        opened = hash_sign(env_sudo, FORM_SCOPE, int(time.time()), expiration_hours=FORM_HOURS)
        return request.render(
            "distribution_member.join_page",
            {
                **self._prepare_choices(),
                "values": values,
                "errors": errors,
                # also what has ended meanwhile: that it was sent is kept, with the reason
                "referral_code": invitation.code if inviter_sudo else "",
                "is_code_unknown": bool(referral_code) and not is_known,
                "inviter_name": inviter_sudo.name if is_known else "",
                "company": request.env.company.sudo(),  # its name is no secret
                "honeypot": HONEYPOT,
                "opened": opened,
                "previous": previous,
                "previous_token": query.get("token") if previous else "",
            },
        )

    def _prepare_choices(self):
        """Return what there is to choose from, and what is asked for."""
        applications = get_applications()
        env = applications.env
        levels = applications._get_form_levels()
        demands, common = (
            env["distribution.consent"]._required_texts(subject_type=kind, lang=request.env.lang)
            for kind in ("person", "company")
        )
        return {
            "levels": levels,
            "regions": applications._get_form_regions(),
            "provinces": env["res.country.state"].search([("country_id.code", "=", "CN")]),
            "document_types": env["distribution.document.type"].search(
                Domain("required_level_ids", "in", levels.ids)
                | Domain("optional_level_ids", "in", levels.ids)
            ),
            "subject_types": SUBJECT_TYPES,
            "subject_flags": SUBJECT_FLAGS,
            "subject_labels": dict(
                applications._fields["subject_type"]._description_selection(request.env)
            ),
            "demands": demands,
            "common_codes": [demand.code for demand in common],
        }
