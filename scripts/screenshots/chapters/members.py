"""Pictures of the chapter on members."""

from scripts.screenshots.pictures import PHONE, Picture

MEMBER = "distribution_member.distribution_member"
# The last line that has a branch to unfold.
NEXT_BRANCH = ".o_member_tree_line:nth-last-child(1 of :has(.fa-caret-right)) button"
FIRST_BRANCH = ".o_member_tree_line:nth-child(1 of :has(.fa-caret-right)) button"

PICTURES = [
    Picture(name="login", path="/web/login"),
    Picture(name="login_phone", path="/web/login", size=PHONE),
    Picture(
        name="app_menu",
        login="finance",
        path=f"/odoo/action-{MEMBER}_action",
        clicks=("[data-menu-xmlid='distribution_commission.menu_commission']",),
    ),
    Picture(name="member_list", login="admin", path=f"/odoo/action-{MEMBER}_action"),
    Picture(name="member_list_manager", login="manager", path=f"/odoo/action-{MEMBER}_action"),
    Picture(
        name="member_tree",
        login="admin",
        path="/odoo/member-tree",
        clicks=(FIRST_BRANCH, FIRST_BRANCH, NEXT_BRANCH),
    ),
    Picture(
        name="member_tree_phone",
        login="admin",
        path="/odoo/member-tree",
        size=PHONE,
        clicks=(FIRST_BRANCH, FIRST_BRANCH),
    ),
    Picture(
        name="member_transfer",
        login="admin",
        path=f"/odoo/action-{MEMBER}_action/{{id}}",
        record=("distribution.member", [("code", "=", "D202")]),
        clicks=(".o_statusbar_buttons button:first-child",),
    ),
    Picture(
        name="member_terminate",
        login="manager",
        path=f"/odoo/action-{MEMBER}_action/{{id}}",
        record=("distribution.member", [("code", "=", "D101")]),
        clicks=(".o_statusbar_buttons button:last-of-type",),
    ),
    Picture(
        name="member_form",
        login="admin",
        path=f"/odoo/action-{MEMBER}_action/{{id}}",
        record=("distribution.member", [("code", "=", "S222")]),
        clicks=(".o_notebook_headers [name=upline_history]",),
    ),
    Picture(name="upline_history", login="admin", path=f"/odoo/action-{MEMBER}_upline_action"),
    Picture(
        name="member_import_form",
        login="admin",
        path=f"/odoo/action-{MEMBER}_import_action/{{id}}",
        record=("distribution.member.import", [("state", "=", "previewed")]),
    ),
    Picture(
        name="member_import_errors",
        login="admin",
        path=f"/odoo/action-{MEMBER}_import_action/{{id}}",
        record=("distribution.member.import", [("state", "=", "previewed")]),
        clicks=("button[name=action_open_lines]:has(.fa-exclamation-triangle)",),
    ),
    Picture(
        name="todo", login="admin", path="/odoo/action-distribution_member.distribution_todo_action"
    ),
    Picture(
        name="authorisation_list",
        login="admin",
        path="/odoo/action-distribution_member.distribution_authorisation_action",
    ),
    Picture(
        name="authorisation_form",
        login="admin",
        path="/odoo/action-distribution_member.distribution_authorisation_action/{id}",
        record=("distribution.authorisation", [("state", "=", "issued"), ("exclusive", "=", True)]),
    ),
    Picture(
        name="authorisation_pdf",
        login="admin",
        path="/report/pdf/distribution_member.report_authorisation/{id}",
        record=("distribution.authorisation", [("state", "=", "issued"), ("exclusive", "=", True)]),
        is_pdf=True,
    ),
    Picture(
        name="audit_list",
        login="admin",
        path="/odoo/action-distribution_member.distribution_audit_action",
    ),
    Picture(name="certificate_wrong_phone", path="/distribution/certificate/unknown", size=PHONE),
]
