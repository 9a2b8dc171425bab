"""What all pages below /my/distribution share: whose page it is, and who may see it."""

import functools
from dataclasses import dataclass

from odoo.http import request
from odoo.models import BaseModel

from .form_values import read_texts

SESSION_KEY = "distribution_member_id"
PAGES = "/my/distribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the visitor works: one of its memberships, and what it does there."""

    member_sudo: BaseModel
    role: str
    others_sudo: BaseModel


def member_page(*roles, is_right=False):
    """Let a handler run for the people of a member only, and hand it their `Place`.

    Everybody else gets a page that says why not. Texts come clean, files not at all. Put it
    below `http.route`; the handler's first argument is the place.

    :param roles: which roles of `distribution.member.user` may see it; none: all
    :param is_right: a right that the law gives; a frozen portal does not close the page
    """

    def decorate(handler):
        @functools.wraps(handler)
        def guarded(self, *args, **kwargs):
            kwargs.pop("place", None)  # is never the visitor's to say
            place = find_place()
            refusal = find_refusal(place, roles, is_right=is_right)
            if refusal:
                return render_page(refusal.pop("template"), place, **refusal)
            return handler(self, place, *args, **read_texts(kwargs))

        return guarded

    return decorate


def find_place():
    """Return the place of the visitor, the one chosen last when there are several."""
    members_sudo, roles = request.env["distribution.member.user"]._find_places()
    if not members_sudo:
        return None
    last_id = request.session.get(SESSION_KEY)
    number = members_sudo.ids.index(last_id) if last_id in members_sudo.ids else 0
    member_sudo = members_sudo[number]
    return Place(
        member_sudo=member_sudo.with_company(member_sudo.company_id),
        role=roles[number],
        others_sudo=members_sudo - member_sudo,
    )


def find_refusal(place, roles=(), *, is_right=False):
    """Return the template, with its values, that says why the visitor may not see the page."""
    if not place:
        return {"template": "distribution_member.portal_no_member"}
    reason = place.member_sudo._portal_freeze_reason()
    if reason and not is_right:
        return {"template": "distribution_member.portal_frozen", "reason": reason}
    if roles and place.role not in roles:
        labels = dict(
            request.env["distribution.member.user"]
            ._fields["role"]
            ._description_selection(request.env)
        )
        return {
            "template": "distribution_member.portal_no_role",
            "role_name": labels[place.role],
            "allowed_names": [labels[role] for role in roles],
        }
    return None


def render_page(template, place, **values):
    """Render a page with what the layout needs: navigation, and memberships to switch to."""
    request.env.user.fetch(["company_id"])  # all that most pages ask of the user
    navigation = []
    if place:
        navigation = [
            {"key": "home", "icon": "fa-home", "text": request.env._("Home"), "url": PAGES},
            *place.member_sudo._prepare_portal_navigation(place.role),
            {
                "key": "team",
                "icon": "fa-sitemap",
                "text": request.env._("Team"),
                "url": f"{PAGES}/team",
            },
            {
                "key": "me",
                "icon": "fa-user-o",
                "text": request.env._("Me"),
                "url": f"{PAGES}/me",
            },
        ]
    return request.render(
        template,
        {
            "place": place,
            "member_name": place and place.member_sudo.name,
            "navigation": navigation,
            "page_key": None,
            "page_title": request.env._("Distribution"),
            "no_header": True,
            "no_footer": True,
            **values,
        },
    )
