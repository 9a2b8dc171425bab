"""Answers of the ordering app's routes: small JSON, with a tag that lets browsers keep it."""

import functools
import hashlib
import json

from odoo.addons.distribution_member.controllers.form_values import read_texts
from odoo.addons.distribution_member.controllers.member_pages import find_place, find_refusal
from odoo.http import request

FORBIDDEN = 403


def member_data(*roles, keeps_files=False):
    """Let a handler run for the people of a member only, and hand it their `Place`.

    Everybody else gets a refusal as JSON. Texts come clean, files only when asked for.

    :param roles: which roles of `distribution.member.user` may; none: all
    """

    def decorate(handler):
        @functools.wraps(handler)
        def guarded(self, *args, **kwargs):
            kwargs.pop("place", None)  # is never the visitor's to say
            place = find_place()
            refusal = find_refusal(place, roles)
            if refusal:
                code = refusal["template"].rpartition("portal_")[2]
                return answer(
                    {"error": code, "reason": refusal.get("reason") or None}, status=FORBIDDEN
                )
            texts = read_texts(kwargs)
            files = {"file": kwargs.get("file")} if keeps_files else {}
            return handler(self, place, *args, **{**texts, **files})

        return guarded

    return decorate


def answer(data, *, status=200, is_cacheable=False):
    """Return data as JSON; what has not changed since the browser got it is not sent again."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "private, no-cache" if is_cacheable else "no-store",
        "X-Content-Type-Options": "nosniff",
        "Vary": "Cookie",
    }
    response = request.make_response(body, list(headers.items()))
    response.status_code = status
    if is_cacheable:
        response.set_etag(hashlib.sha256(body).hexdigest()[:24])
        response.make_conditional(request.httprequest.environ)
    return response
