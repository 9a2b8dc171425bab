"""Pictures of the chapter on orders."""

from scripts.screenshots.pictures import PHONE, Picture

ORDER = "distribution_order.distribution_order"

CROSS = "distribution_order.distribution_cross"
ORDERING = "/my/distribution/order"
PICTURES = [
    Picture(name="approval_list", login="manager", path=f"/odoo/action-{ORDER}_approval_action"),
    Picture(
        name="approval_settings",
        login="admin",
        path="/odoo/settings?app=distribution_member#distribution_member",
        size=(1440, 1300),
    ),
    Picture(name="approval_portal", login="agent", path="/my/distribution/approvals", size=PHONE),
    Picture(
        name="portal_order_deliveries_phone",
        login="distributor",
        path="/my/distribution/deliveries",
        size=PHONE,
        clicks=("a:has(.text-bg-secondary)", "main a[href*='/distribution/orders/']"),
        is_whole_page=True,
    ),
    Picture(
        name="portal_delivery_phone",
        login="distributor",
        path="/my/distribution/deliveries",
        size=PHONE,
        clicks=("a:has(.text-bg-primary)", "details summary"),
        is_whole_page=True,
    ),
    Picture(
        name="portal_delivery_received_phone",
        login="distributor",
        path="/my/distribution/returns",
        size=PHONE,
        clicks=("a[href*='/distribution/deliveries/']",),
        is_whole_page=True,
    ),
    Picture(
        name="portal_messages_phone",
        login="distributor",
        path="/my/distribution/messages",
        size=PHONE,
    ),
    Picture(
        name="receipt_list",
        login="manager",
        path="/odoo/action-distribution_order.distribution_receipt_action",
    ),
    Picture(
        name="return_approval",
        login="manager",
        path="/odoo/action-distribution_order.distribution_return_approval_action",
    ),
    Picture(
        name="return_list",
        login="manager",
        path="/odoo/action-distribution_order.distribution_return_action",
    ),
    Picture(
        name="return_form",
        login="manager",
        path="/odoo/action-distribution_order.distribution_return_action/{id}",
        record=("rma", [("distribution_state", "=", "received")]),
    ),
    Picture(
        name="return_approval_phone",
        login="manager",
        path="/odoo/action-distribution_order.distribution_return_approval_action",
        size=PHONE,
    ),
    Picture(
        name="return_rate",
        login="manager",
        path="/odoo/action-distribution_order.distribution_return_rate_action",
    ),
    Picture(
        name="portal_returns_phone", login="agent", path="/my/distribution/returns", size=PHONE
    ),
    Picture(
        name="portal_return_form_phone",
        login="agent",
        path="/my/distribution/returns/new",
        size=PHONE,
    ),
    Picture(
        name="member_credit",
        login="finance",
        path="/odoo/action-distribution_member.distribution_member_action/{id}",
        record=("distribution.member", [("code", "=", "D101")]),
        clicks=("a[name=credit]",),
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
        record=(
            "distribution.order.import",
            [("line_ids.state", "=", "skipped"), ("profile_id.platform", "=", "generic")],
        ),
        clicks=("[name=action_open_lines]:has([name=error_count])",),
    ),
    Picture(
        name="import_profile",
        login="admin",
        path=f"/odoo/action-{ORDER}_import_profile_action/{{id}}",
        record=("distribution.order.import.profile", [("platform", "=", "generic")]),
    ),
    Picture(
        name="platform_import",
        login="admin",
        path=f"/odoo/action-{ORDER}_import_action/{{id}}",
        record=("distribution.order.import", [("profile_id.platform", "=", "douyin")]),
    ),
    Picture(
        name="platform_goods",
        login="admin",
        path="/odoo/action-distribution_order.distribution_platform_sku_action",
    ),
    Picture(
        name="platform_shops",
        login="admin",
        path="/odoo/action-distribution_order.distribution_platform_shop_action",
    ),
    Picture(
        name="platform_profile",
        login="admin",
        path=f"/odoo/action-{ORDER}_import_profile_action/{{id}}",
        record=("distribution.order.import.profile", [("platform", "=", "jd")]),
        clicks=("[name=statuses]",),
    ),
    Picture(
        name="live_session",
        login="admin",
        path="/odoo/action-distribution_order.distribution_live_session_action/{id}",
        record=("distribution.live.session", []),
    ),
    Picture(
        name="shortage_list",
        login="manager",
        path="/odoo/action-distribution_order.distribution_shortage_action",
    ),
    Picture(
        name="shortage_form",
        login="manager",
        path="/odoo/action-distribution_order.distribution_shortage_action/{id}",
        record=("distribution.shortage", [("state", "=", "open"), ("method", "=", "demand")]),
    ),
    Picture(
        name="shortage_response",
        login="manager",
        path="/odoo/action-distribution_order.distribution_shortage_response_action",
    ),
    Picture(
        name="shortage_points",
        login="manager",
        path="/odoo/action-distribution_order.distribution_reorder_point_action",
    ),
    Picture(
        name="shortage_rule",
        login="admin",
        path="/odoo/action-distribution_order.distribution_stock_rule_action/{id}",
        record=("distribution.stock.rule", [("categ_id", "!=", False)]),
    ),
    Picture(name="ordering_phone", login="distributor", path=ORDERING, size=PHONE),
    Picture(
        name="ordering_cart_phone",
        login="distributor",
        path=ORDERING,
        size=PHONE,
        clicks=(
            "li:nth-child(1) .o_ordering_add",
            "li:nth-child(2) .o_ordering_add",
            ".o_ordering_bar",
        ),
    ),
    Picture(
        name="ordering_usual_phone",
        login="distributor",
        path=ORDERING,
        size=PHONE,
        clicks=("#ordering_tab_usual",),
    ),
    Picture(name="ordering", login="distributor", path=ORDERING),
    Picture(
        name="feedback_list",
        login="manager",
        path="/odoo/action-distribution_order.distribution_feedback_action",
    ),
    Picture(
        name="feedback_form",
        login="manager",
        path="/odoo/action-distribution_order.distribution_feedback_action/{id}",
        record=("distribution.feedback", [("state", "=", "planned")]),
    ),
    Picture(
        name="feedback_summary",
        login="manager",
        path="/odoo/action-distribution_order.distribution_feedback_summary_action",
    ),
    Picture(
        name="portal_feedback_phone",
        login="distributor",
        path="/my/distribution/feedback",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(
        name="portal_feedback_form_phone",
        login="distributor",
        path="/my/distribution/feedback/new?page=/my/distribution/orders",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(name="cross_list", login="manager", path=f"/odoo/action-{CROSS}_case_action"),
    Picture(
        name="cross_form",
        login="manager",
        path=f"/odoo/action-{CROSS}_case_action/{{id}}",
        record=("distribution.cross.case", [("line_ids.is_outside", "=", True)]),
        size=(1440, 1100),
    ),
    Picture(
        name="cross_hearing",
        login="manager",
        path=f"/odoo/action-{CROSS}_case_action/{{id}}",
        record=("distribution.cross.case", [("state", "=", "heard")]),
        clicks=("a[name=hearing]",),
        size=(1440, 1100),
    ),
    Picture(
        name="cross_timeline",
        login="admin",
        path=f"/odoo/action-{CROSS}_case_action/{{id}}",
        record=("distribution.cross.case", [("objection", "!=", False)]),
        clicks=("a[name=timeline]",),
        size=(1440, 1100),
    ),
    Picture(
        name="cross_analysis", login="manager", path=f"/odoo/action-{CROSS}_case_analysis_action"
    ),
    Picture(name="cross_measures", login="admin", path=f"/odoo/action-{CROSS}_measure_action"),
    Picture(
        name="portal_cross_cases_phone",
        login="distributor",
        path="/my/distribution/cross-cases",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(
        name="portal_cross_report_phone",
        login="distributor",
        path="/my/distribution/cross-cases/new",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(
        name="portal_cross_case_phone",
        login="distributor",
        path="/my/distribution/cross-cases",
        clicks=("a.o_distribution_cross_case",),
        size=PHONE,
        is_whole_page=True,
    ),
]
