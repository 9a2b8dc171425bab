"""The pages of cases of cross-region selling: a part of the table in `portal_routes.py`."""

from .portal_route import RELATIONS, Route
from .portal_says import for_members, for_people

CASES = "/my/distribution/cross-cases"
ADMINS = for_members("admin")
# To be heard is a right, of the people of a frozen member too.
HEARD = for_members("admin", is_right=True)


# Held back from everybody but the staff of its regions.
EVIDENCE = {"manager": {"own", "downline"}, "admin": set(RELATIONS[:4])}
ABOUT = {"says": HEARD, "kind": "cross_case", "elsewhere": CASES}
CROSS_CASE_ROUTES = {
    "/distribution/cross-case/file/<int:cross_file_id>": Route(
        for_people, "cross_file", sees=lambda visitor: EVIDENCE.get(visitor, set())
    ),
    CASES: Route(HEARD),
    f"{CASES}/new": Route(ADMINS),
    f"{CASES}/send": Route(ADMINS, form={"text": ""}),
    f"{CASES}/<int:cross_case_id>": Route(**ABOUT),
    f"{CASES}/<int:cross_case_id>/answer": Route(**ABOUT, form={"text": ""}),
    f"{CASES}/<int:cross_case_id>/object": Route(**ABOUT, form={"text": ""}),
}
