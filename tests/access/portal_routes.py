"""Every page of ours: who is shown what, and what everybody else gets instead.

A route that the server knows and that is not in `ROUTES` fails the test.
"""

from .cross_case_routes import CROSS_CASE_ROUTES
from .portal_route import (
    NAMES,
    ORDER_NAMES,
    RELATIONS,
    Route,
    branch,
    by_table,
    decided_on,
    noticed,
    pictured,
    same_company,
)
from .portal_says import (
    FORBIDDEN,
    LOGIN,
    MISSING,
    SHOWN,
    for_all,
    for_data,
    for_members,
    for_people,
    for_rights,
    for_staff,
)

MY = "/my/distribution"
APPLICATION = "/distribution/application/<int:application_id>/<string:token>"
MANAGERS = for_members("admin")
MONEY = for_members("admin", "finance")
ORDERERS = for_members("admin", "buyer")
BUYERS = for_data("admin", "buyer")
STATEMENTS = {
    "says": for_people,
    "kind": "statement",
    "sees": by_table("distribution.statement"),
    "elsewhere": "/my",
    # What was earned by orders of others is listed with their numbers.
    "shows": frozenset(ORDER_NAMES),
}
LINKED = {"says": for_all, "kind": "application", "shows_all": True}
ROUTES = {
    **CROSS_CASE_ROUTES,
    APPLICATION: Route(**LINKED),
    f"{APPLICATION}/answer": Route(**LINKED, form={"message": "Probe"}),
    f"{APPLICATION}/withdraw": Route(**LINKED, form={}),
    f"{APPLICATION}/document/<int:document_id>": Route(**LINKED),
    "/distribution/certificate/<string:token>": Route(for_all, "authorisation", shows_all=True),
    "/distribution/document/<int:document_id>": Route(
        for_people,
        "document",
        # Who may read the record without judging it may not open the file.
        sees=lambda visitor: {"reviewer": {"own", "downline"}, "admin": set(RELATIONS[:4])}.get(
            visitor, set()
        ),
    ),
    "/distribution/feedback/file/<int:feedback_file_id>": Route(
        for_people, "feedback_file", sees=pictured
    ),
    "/distribution/return/photo/<int:return_photo_id>": Route(
        for_people, "return_photo", sees=pictured
    ),
    "/distribution/receipt/file/<int:receipt_file_id>": Route(
        for_people, "receipt_file", sees=pictured
    ),
    "/distribution/join": Route(for_all),
    "/distribution/join/<string:referral_code>": Route(for_all, says_text=SHOWN),
    "/distribution/join/link": Route(for_all, form={"email": "nobody@example.com"}),
    "/distribution/join/regions": Route(for_all),
    "/distribution/join/send": Route(for_all, form={}),
    "/distribution/join/thanks": Route(for_all),
    "/distribution/report/<int:schedule_id>": Route(
        for_staff("manager", "finance", "admin", elsewhere=MISSING),
        "schedule",
        sees=by_table("distribution.report.schedule"),
    ),
    "/distribution/member-export/<int:export_id>": Route(
        for_staff("manager", elsewhere=MISSING),
        "export",
        sees=lambda visitor: {"own"},
        # The manager's regions are the north, where these two are.
        covers=frozenset({"own", "downline"}),
    ),
    "/distribution/member-import/<int:import_id>/errors": Route(
        for_staff("admin", "manager", elsewhere=MISSING),
        "import",
        sees=by_table("distribution.member.import"),
    ),
    "/distribution/member-import/template": Route(
        for_staff("admin", "manager", elsewhere=FORBIDDEN)
    ),
    "/distribution/payout-batch/<int:batch_id>": Route(
        for_staff("finance", "admin", elsewhere=MISSING),
        "batch",
        sees=by_table("distribution.payout.batch"),
    ),
    # Whoever has a link sees what it shows; what leads nowhere is said on a page as well.
    "/distribution/r/<string:code>": Route(
        for_all, arguments={"code": "NOSUCHCODE"}, says_text=SHOWN
    ),
    "/distribution/notice/<string:code>": Route(for_all, arguments={"code": "service"}),
    MY: Route(for_members()),
    # What the downline has ordered is told to whoever decides on it.
    f"{MY}/approvals": Route(ORDERERS, shows=frozenset(NAMES | ORDER_NAMES)),
    f"{MY}/approvals/<int:order_id>/<string:decision>": Route(
        ORDERERS,
        "approval",
        sees=decided_on,
        elsewhere=f"{MY}/approvals",
        arguments={"decision": "reject"},
        says_text=f"{MY}/approvals",
        form={"reason": "Probe"},
        shows=frozenset(NAMES | ORDER_NAMES),
    ),
    f"{MY}/certificates": Route(for_members()),
    f"{MY}/certificates/<int:authorisation_id>": Route(
        for_members(), "authorisation", elsewhere=f"{MY}/certificates", is_slow=True
    ),
    f"{MY}/colleagues": Route(MANAGERS),
    f"{MY}/colleagues/<int:colleague_id>/<string:act>": Route(
        MANAGERS,
        "colleague",
        elsewhere=f"{MY}/colleagues",
        says_text=f"{MY}/colleagues",
        form={"role": "viewer"},
        arguments={"act": "role"},
    ),
    f"{MY}/colleagues/invite": Route(
        MANAGERS, form={"name": "Probe", "email": "probe@example.com", "role": "admin"}
    ),
    f"{MY}/deliveries": Route(for_members()),
    f"{MY}/deliveries/<int:picking_id>": Route(
        for_members(), "picking", elsewhere=f"{MY}/deliveries"
    ),
    f"{MY}/deliveries/<int:picking_id>/receive": Route(
        ORDERERS, "picking", elsewhere=f"{MY}/deliveries", form={}
    ),
    f"{MY}/deliveries/page/<int:page>": Route(for_members(), elsewhere=SHOWN),
    f"{MY}/feedback": Route(for_members()),
    f"{MY}/feedback/new": Route(for_members()),
    f"{MY}/feedback/page/<int:page>": Route(for_members(), elsewhere=SHOWN),
    f"{MY}/feedback/send": Route(for_members(), form={"text": ""}),
    f"{MY}/invite": Route(for_members()),
    f"{MY}/invite/<int:referral_link_id>/end": Route(
        ORDERERS, "referral_link", elsewhere=f"{MY}/invite", form={}
    ),
    f"{MY}/invite/<int:referral_link_id>/poster/<string:kind>": Route(
        for_members(),
        "referral_link",
        elsewhere=f"{MY}/invite",
        says_text=f"{MY}/invite",
        arguments={"kind": "pdf"},
        is_slow=True,
    ),
    f"{MY}/invite/link": Route(ORDERERS, form={"product_id": "0"}),
    f"{MY}/invite/page/<int:page>": Route(for_members(), elsewhere=SHOWN),
    f"{MY}/levels": Route(for_members("admin", is_right=True)),
    f"{MY}/levels/<int:suggestion_id>/object": Route(
        for_members("admin", is_right=True),
        "suggestion",
        elsewhere=f"{MY}/levels",
        form={"objection": "Probe"},
    ),
    f"{MY}/me": Route(for_members()),
    f"{MY}/messages": Route(for_members()),
    # These are told to nobody who visits: each person opens the own ones only.
    f"{MY}/messages/<int:message_id>": Route(
        for_members(), "message", sees=lambda visitor: set(), elsewhere=f"{MY}/messages"
    ),
    f"{MY}/messages/page/<int:page>": Route(for_members(), elsewhere=SHOWN),
    f"{MY}/messages/read": Route(for_members(), form={}),
    f"{MY}/notices": Route(for_members()),
    f"{MY}/notices/<int:notice_id>": Route(
        for_members(), "notice", sees=noticed, elsewhere=f"{MY}/notices"
    ),
    f"{MY}/notices/page/<int:page>": Route(for_members(), elsewhere=SHOWN),
    f"{MY}/manifest.webmanifest": Route(for_all),
    f"{MY}/order": Route(for_members()),
    f"{MY}/order/address": Route(BUYERS, form={"name": "Probe", "street": "Probe 1"}),
    f"{MY}/order/addresses": Route(BUYERS),
    f"{MY}/order/availability": Route(for_data()),
    f"{MY}/order/basket": Route(for_data()),
    f"{MY}/order/cart": Route(BUYERS, form={"lines": "[]"}),
    f"{MY}/order/catalogue": Route(for_data()),
    f"{MY}/order/categories": Route(for_data()),
    f"{MY}/order/lines": Route(BUYERS, form={"text": "PROBE 1"}),
    f"{MY}/order/reorder/<int:order_id>": Route(for_data(), "order"),
    f"{MY}/order/state": Route(for_data()),
    # An order of nothing is none: who may is told what is wrong with the lines.
    f"{MY}/order/submit": Route(
        BUYERS, form={"key": "00000000-0000-4000-8000-000000000000", "lines": "[]"}
    ),
    f"{MY}/orders": Route(for_members()),
    f"{MY}/orders/<int:order_id>": Route(for_members(), "order", elsewhere=f"{MY}/orders"),
    f"{MY}/orders/<int:order_id>/accept-prices": Route(
        ORDERERS, "order", elsewhere=f"{MY}/orders", form={"total": "0"}
    ),
    f"{MY}/orders/<int:order_id>/withdraw": Route(
        ORDERERS, "order", elsewhere=f"{MY}/orders", form={}
    ),
    f"{MY}/orders/page/<int:page>": Route(for_members(), elsewhere=SHOWN),
    f"{MY}/plans": Route(MONEY),
    f"{MY}/plans/<int:plan_id>": Route(MONEY, "plan", sees=same_company, elsewhere=f"{MY}/plans"),
    f"{MY}/plans/<int:plan_id>/accept": Route(
        MANAGERS, "plan", sees=same_company, elsewhere=f"{MY}/plans", form={}
    ),
    f"{MY}/privacy": Route(for_rights("/my")),
    f"{MY}/privacy/consent": Route(
        for_rights("/my"), form={"code": "share_upline", "operation": "withdraw"}
    ),
    # Whom one stands under belongs to one's own data, and so do earnings with their orders.
    f"{MY}/privacy/export": Route(for_rights("/my"), shows=STATEMENTS["shows"], names_upline=True),
    f"{MY}/privacy/request": Route(for_rights(f"{MY}/privacy"), form={"kind": "delete"}),
    f"{MY}/service-worker.js": Route(for_all),
    f"{MY}/returns": Route(for_members(), shows=frozenset(ORDER_NAMES)),
    f"{MY}/returns/page/<int:page>": Route(
        for_members(), elsewhere=SHOWN, shows=frozenset(ORDER_NAMES)
    ),
    f"{MY}/returns/new": Route(ORDERERS),
    f"{MY}/returns/send": Route(ORDERERS, form={"wish": "refund"}),
    f"{MY}/returns/<int:rma_id>/withdraw": Route(
        ORDERERS, "rma", elsewhere=f"{MY}/returns", form={}
    ),
    f"{MY}/results": Route(MONEY),
    f"{MY}/statements": Route(MONEY),
    f"{MY}/statements/<int:statement_id>": Route(**STATEMENTS),
    f"{MY}/statements/<int:statement_id>/confirm": Route(
        MONEY, "statement", elsewhere=f"{MY}/statements", form={}, shows=STATEMENTS["shows"]
    ),
    f"{MY}/statements/<int:statement_id>/dispute": Route(
        MONEY,
        "statement",
        elsewhere=f"{MY}/statements",
        form={"reason": "Probe"},
        shows=STATEMENTS["shows"],
    ),
    f"{MY}/statements/<int:statement_id>/xlsx": Route(**STATEMENTS),
    f"{MY}/statements/page/<int:page>": Route(MONEY, elsewhere=SHOWN),
    f"{MY}/switch": Route(
        lambda visitor: LOGIN if visitor == "public" else MY, form={"member_id": "1"}
    ),
    f"{MY}/team": Route(for_members(), shows=frozenset(NAMES)),
    f"{MY}/team/<int:member_id>": Route(
        for_members(), "member", sees=branch, elsewhere=f"{MY}/team", shows=frozenset(NAMES)
    ),
}
