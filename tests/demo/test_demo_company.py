"""The built demo, seen through the web by the people of its login list."""

import pytest

from scripts.demo_company.channel import PORTAL_LOGINS
from scripts.demo_company.levels import ENDED, GROWN, OBJECTOR
from scripts.demo_company.logins import LOGINS
from scripts.demo_company.portal import UNPAID
from scripts.demo_company.weekly import CODE as WEEKLY
from scripts.web_session import WebError
from tests.demo.questions import count, sums


@pytest.mark.parametrize("login", [login for _role, _zh, login, _password in LOGINS])
def test_login_works_in_chinese_and_can_be_switched_to_english(as_user, login):
    session = as_user(login)
    assert session.user["user_context"]["lang"] == "zh_CN"
    assert session.user["user_context"]["tz"] == "Asia/Shanghai"
    languages = {code for code, _name in session.call("res.lang", "get_installed")}
    assert {"zh_CN", "en_US"} <= languages


def test_company_is_chinese(as_user):
    [company] = as_user("admin").call("res.company", "search_read", [])
    assert company["currency_id"][1] == "CNY"
    assert company["distribution_tz"] == "Asia/Shanghai"
    assert company["country_code"] == "CN"


def test_channel_has_three_levels_ten_districts_and_every_state(as_user):
    admin = as_user("admin")
    assert count(admin, "distribution.region", [("child_ids", "=", False)]) == 10
    by_level = sums(admin, "distribution.member", ["level_id"], ["__count"])
    assert [row["__count"] for row in by_level] == [4, 11, 14]
    by_state = sums(admin, "distribution.member", ["state"], ["__count"])
    assert {row["state"]: row["__count"] for row in by_state} == {
        "active": 24,
        "applicant": 2,
        "suspended": 1,
        "terminated": 2,
    }


def test_moved_member_has_stood_under_two_uplines(as_user):
    rows = as_user("admin").call(
        "distribution.member.upline",
        "search_read",
        [("member_id.code", "=", "S122")],
        fields=["upline_id", "date_to"],
        order="date_from",
    )
    assert [row["upline_id"][1][:6] for row in rows] == ["[D102]", "[D103]"]
    assert rows[0]["date_to"]
    assert not rows[1]["date_to"]


def test_files_are_imported_but_for_the_newest_and_the_faulty_lines(as_user):
    imports = as_user("admin").call(
        "distribution.order.import",
        "search_read",
        [("profile_id.platform", "=", "generic")],
        fields=["state", "ok_count", "imported_count", "skipped_count", "error_count"],
        order="id",
    )
    assert [record["state"] for record in imports] == ["done", "done", "previewed"]
    first, second, newest = imports
    assert (first["skipped_count"], first["error_count"]) == (0, 0)
    assert second["skipped_count"] >= 5
    assert second["error_count"] == 10
    assert newest["error_count"] == 1
    assert all(item["imported_count"] == item["ok_count"] for item in (first, second))


def test_platform_shops_have_sold_and_a_live_session_has_its_result(as_user):
    admin = as_user("admin")
    imports = admin.call(
        "distribution.order.import",
        "search_read",
        [("profile_id.platform", "!=", "generic")],
        fields=["state", "imported_count", "skipped_count", "error_count", "unread_headings"],
        order="id",
    )
    assert [record["state"] for record in imports] == ["done"] * 3
    assert [record["error_count"] for record in imports] == [2, 0, 2]
    assert [record["imported_count"] for record in imports] == [5, 3, 1]
    assert all("电话" in record["unread_headings"] for record in imports[1:2])
    waiting = admin.call("distribution.platform.sku", "search_read", [], fields=["waiting_count"])
    assert [sku["waiting_count"] for sku in waiting] == [4]
    [session] = admin.call(
        "distribution.live.session",
        "search_read",
        [],
        fields=["order_count", "sales_amount", "return_amount", "result_amount"],
    )
    assert session["order_count"] == 4
    assert (session["sales_amount"], session["return_amount"]) == (1675.0, 699.0)
    assert round(session["result_amount"], 2) == 529.6  # 976 less 15 % and the fee


def test_orders_hold_sales_returns_and_quotations(as_user):
    admin = as_user("admin")
    assert 600 <= count(admin, "sale.order", [("state", "=", "sale")]) <= 950
    open_orders = [("state", "in", ["draft", "sent"])]
    assert count(admin, "sale.order", [*open_orders, ("distribution_state", "=", "draft")]) == 5
    waiting = ("distribution_state", "in", ["submitted", "approving"])
    assert count(admin, "sale.order", [*open_orders, waiting]) == 4
    returned = [("product_uom_qty", "<", 0)]
    traced = [*returned, ("distribution_origin_line_id", "!=", False)]
    assert 0 < count(admin, "sale.order.line", traced) < count(admin, "sale.order.line", returned)
    assert not count(admin, "sale.order", [("distribution_member_id", "=", False)])


def test_every_month_is_published_but_the_last_and_the_totals_meet(as_user):
    finance = as_user("finance")
    monthly = [("cycle_id.code", "!=", WEEKLY)]
    settlements = finance.call(
        "distribution.settlement", "search_read", monthly, fields=["state"], order="date_from"
    )
    states = [item["state"] for item in settlements]
    assert states == ["published"] * 11 + ["computed", "draft"]
    for item in settlements[:-1]:  # the last one is planned: its month is not over
        totals = finance.call("distribution.settlement", "check_totals", [item["id"]])
        assert all(total["ok"] for total in totals), totals


def test_adjustments_are_approved_and_waiting(as_user):
    finance = as_user("finance")
    states = sums(finance, "distribution.commission.adjustment", ["state"], ["__count"])
    assert {row["state"]: row["__count"] for row in states} == {"approved": 1, "submitted": 1}


def test_explanations_name_what_was_not_applied(as_user):
    finance = as_user("finance")
    assert count(finance, "distribution.commission.entry", [("lost_rule_id", "!=", False)])
    assert count(finance, "distribution.commission.entry", [("origin_id", "!=", False)])
    states = sums(finance, "distribution.commission.plan", ["state"], ["__count"])
    assert {row["state"]: row["__count"] for row in states} == {"active": 1, "draft": 1}


def test_draft_of_next_year_was_replayed_over_the_last_months(as_user):
    finance = as_user("finance")
    fields = ["state", "sales", "amount_now", "amount_then", "gain_count", "lose_count"]
    [run] = finance.call("distribution.commission.simulation", "search_read", [], fields)
    assert run["state"] == "done"
    assert 0 < run["amount_now"] < run["sales"]
    assert 0 < run["amount_then"] < run["sales"]
    assert run["amount_then"] != run["amount_now"]
    assert run["gain_count"]
    assert run["lose_count"]


def test_plan_has_a_next_version_and_was_accepted_by_most(as_user):
    finance = as_user("finance")
    fields = ["version", "acceptance_count", "open_count", "finding_count", "difference"]
    plans = finance.call("distribution.commission.plan", "search_read", [], fields)
    running, draft = sorted(plans, key=lambda plan: plan["version"])
    assert (running["version"], draft["version"]) == (1, 2)
    assert running["acceptance_count"] > running["open_count"] > 0
    assert running["finding_count"] == draft["finding_count"] == 0
    assert "2.5" in draft["difference"]


def test_manager_sees_own_area_only(as_user):
    manager, admin = as_user("manager"), as_user("admin")
    [area] = admin.call("distribution.region", "search", [("code", "=", "CQ-N")])
    own = [("region_id", "child_of", area)]
    assert (
        count(manager, "distribution.member")
        == count(admin, "distribution.member", own)
        < count(admin, "distribution.member")
    )
    own_orders = [("distribution_region_id", "child_of", area)]
    assert count(manager, "sale.order") == count(admin, "sale.order", own_orders)


def test_reviewer_sees_applicants_and_no_money(as_user):
    reviewer = as_user("reviewer")
    states = sums(reviewer, "distribution.member", ["state"], ["__count"])
    assert {row["state"]: row["__count"] for row in states}["applicant"] == 2
    assert count(reviewer, "distribution.application") >= 8
    for model in ("distribution.commission.entry", "distribution.statement"):
        with pytest.raises(WebError, match="AccessError"):
            count(reviewer, model)


@pytest.mark.parametrize(("login", "code"), PORTAL_LOGINS.items())
def test_distributor_sees_own_published_statements_only(as_user, login, code):
    distributor, finance = as_user(login), as_user("finance")
    own = [("member_id.code", "=", code), ("state", "!=", "draft")]
    seen = distributor.call("distribution.statement", "search", [])
    assert sorted(seen) == sorted(finance.call("distribution.statement", "search", own))
    assert seen
    status, page = distributor.get(f"/my/distribution/statements/{seen[0]}")
    assert status == 200
    assert code in page.decode()
    with pytest.raises(WebError, match="AccessError"):
        count(distributor, "distribution.commission.entry")


def test_late_payments_make_a_suggestion_and_the_member_objects_in_its_portal(as_user):
    admin, distributor = as_user("admin"), as_user(OBJECTOR.lower())
    [suggestion] = admin.call(
        "distribution.level.suggestion",
        "search_read",
        [("objection_state", "=", "open")],
        fields=["member_id", "direction", "state", "objection", "objection_user_id"],
    )
    assert OBJECTOR in suggestion["member_id"][1]
    assert (suggestion["direction"], suggestion["state"]) == ("down", "pending")
    assert suggestion["objection_user_id"][0] == distributor.user["uid"]
    missed = [("suggestion_id", "=", suggestion["id"]), ("is_met", "=", False)]
    [line] = admin.call(
        "distribution.level.suggestion.line", "search_read", missed, fields=["measure", "value"]
    )
    assert line["measure"] == "punctuality"
    assert 0 < line["value"] < 70
    action = admin.call("distribution.level.suggestion.line", "action_open_records", [line["id"]])
    assert count(admin, "account.move", action["domain"]) == 3
    status, page = distributor.get("/my/distribution/levels")
    assert status == 200
    assert suggestion["objection"].splitlines()[0] in page.decode()
    activities = [("res_model", "=", "distribution.level.suggestion")]
    assert count(admin, "mail.activity", activities) == 1


def test_punctual_members_are_suggested_up(as_user):
    admin = as_user("admin")
    met = [("measure", "=", "punctuality"), ("is_met", "=", True)]
    # How many of them also reach the volume depends on the orders, and these on the day.
    assert 1 <= count(admin, "distribution.level.suggestion.line", met) <= len(GROWN)


def test_expiry_has_stopped_the_orders_of_a_member(as_user):
    admin = as_user("admin")
    stopped = [("code", "in", list(ENDED)), ("freeze_order", "=", True)]
    assert count(admin, "distribution.member", stopped) == len(ENDED)
    by_expiry = [("kind", "=", "order"), ("origin", "=", "expiry"), ("date_to", "=", False)]
    assert count(admin, "distribution.member.freeze", by_expiry) == len(ENDED)


def test_stopped_payout_is_noted_on_the_statements(as_user):
    finance = as_user("finance")
    statements = finance.call(
        "distribution.statement",
        "search_read",
        [("member_id.code", "=", UNPAID), ("payable", ">", 0)],
        fields=["payout_freeze_note"],
    )
    assert statements
    assert all("收款账户" in statement["payout_freeze_note"] for statement in statements)


def test_retention_has_deleted_an_old_application(as_user):
    admin = as_user("admin")
    runs = admin.call(
        "distribution.retention.run", "search_read", [], fields=["category", "record_ids", "count"]
    )
    [run] = [run for run in runs if run["category"] == "closed_application"]
    assert run["count"] == 1
    assert not count(admin, "distribution.application", [("id", "=", int(run["record_ids"]))])


# No list, or for a company that sold before it had a channel.
NOT_OF_A_DEMO = {
    "res.config.settings",
    *(f"distribution.{what}.adoption" for what in ("member", "order", "commission")),
}


@pytest.mark.parametrize("login", ["admin", "finance"])
def test_no_screen_of_the_app_is_empty(as_user, login):
    session = as_user(login)
    models = {action["res_model"] for action in _actions_of_our_menus(session)}
    models -= NOT_OF_A_DEMO
    assert len(models) > 5
    assert not [model for model in sorted(models) if not count(session, model)]


def _actions_of_our_menus(session):
    """Yield the window actions of the menus below our root that the user sees."""
    menus = session.call("ir.ui.menu", "load_menus", False)
    waiting = [
        menu["id"]
        for menu in menus.values()
        if menu.get("xmlid") == "distribution_member.menu_distribution_root"
    ]
    while waiting:
        menu = menus[str(waiting.pop())]
        waiting += menu["children"]
        if menu["action_model"] == "ir.actions.act_window":
            yield session.load_action(menu["action_id"])
