"""Which pictures the manual shows: who looks at what, on which screen."""

from dataclasses import dataclass

DESKTOP = (1440, 900)
PHONE = (390, 844)
MEMBER = "distribution_member.distribution_member"
COMMISSION = "distribution_commission.distribution"
ORDER = "distribution_order.distribution_order"
# The first card of the lowest row that has a branch to unfold.
NEXT_BRANCH = ".o_hierarchy_row:last-child button.o_hierarchy_node_button"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: `{id}` in the path is the first record that `record` (model, domain) finds.

    `clicks` are CSS selectors of what is clicked before the picture is taken; of a document that
    `is_pdf` the first page is shown.
    """

    name: str
    path: str
    login: str | None = None
    record: tuple[str, list] | None = None
    size: tuple[int, int] = DESKTOP
    language: str = "zh_CN"
    clicks: tuple[str, ...] = ()
    is_whole_page: bool = False
    is_pdf: bool = False

    @property
    def is_phone(self) -> bool:
        """Return whether it is taken on a phone."""
        return self.size == PHONE


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
        path=f"/odoo/action-{MEMBER}_tree_action",
        clicks=(NEXT_BRANCH, NEXT_BRANCH),
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
        name="plan_list", login="finance", path=f"/odoo/action-{COMMISSION}_commission_plan_action"
    ),
    Picture(
        name="plan_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_commission_plan_action/{{id}}",
        record=("distribution.commission.plan", [("state", "=", "active")]),
    ),
    Picture(
        name="settlement_list", login="finance", path=f"/odoo/action-{COMMISSION}_settlement_action"
    ),
    Picture(
        name="settlement_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_settlement_action/{{id}}",
        record=("distribution.settlement", [("state", "=", "computed")]),
    ),
    Picture(
        name="statement_list", login="finance", path=f"/odoo/action-{COMMISSION}_statement_action"
    ),
    Picture(
        name="statement_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_statement_action/{{id}}",
        record=(
            "distribution.statement",
            [("member_id.code", "=", "D401"), ("clawback", "<", -100)],
        ),
    ),
    Picture(
        name="ledger", login="finance", path=f"/odoo/action-{COMMISSION}_commission_entry_action"
    ),
    Picture(name="order_list", login="admin", path=f"/odoo/action-{ORDER}_action"),
    Picture(
        name="order_form",
        login="admin",
        path=f"/odoo/action-{ORDER}_action/{{id}}",
        record=("sale.order", [("state", "=", "sale"), ("amount_total", "<", 0)]),
    ),
    Picture(name="import_list", login="admin", path=f"/odoo/action-{ORDER}_import_action"),
    Picture(
        name="import_form",
        login="admin",
        path=f"/odoo/action-{ORDER}_import_action/{{id}}",
        record=("distribution.order.import", [("state", "=", "previewed")]),
    ),
    Picture(
        name="import_errors",
        login="admin",
        path=f"/odoo/action-{ORDER}_import_action/{{id}}",
        record=("distribution.order.import", [("line_ids.state", "=", "skipped")]),
        clicks=("[name=action_open_lines]:has([name=error_count])",),
    ),
    Picture(
        name="import_profile",
        login="admin",
        path=f"/odoo/action-{ORDER}_import_profile_action/{{id}}",
        record=("distribution.order.import.profile", []),
    ),
    Picture(name="portal_home", login="distributor", path="/my"),
    Picture(name="portal_home_phone", login="distributor", path="/my", size=PHONE),
    Picture(
        name="portal_statements_phone",
        login="distributor",
        path="/my/distribution/statements",
        size=PHONE,
    ),
    Picture(
        name="portal_statement_phone",
        login="distributor",
        path="/my/distribution/statements/{id}",
        record=("distribution.statement", []),
        size=PHONE,
    ),
    Picture(
        name="portal_explanation_phone",
        login="distributor",
        path="/my/distribution/statements/{id}",
        record=("distribution.statement", []),
        size=PHONE,
        clicks=("details summary",),
        is_whole_page=True,
    ),
    Picture(
        name="portal_statement",
        login="distributor",
        path="/my/distribution/statements/{id}",
        record=("distribution.statement", []),
    ),
    Picture(
        name="statement_pdf",
        login="distributor",
        path="/my/distribution/statements/{id}?report_type=pdf",
        record=("distribution.statement", []),
        is_pdf=True,
    ),
]
