"""The statements of the demo company: answered, unanswered, paid, carried."""

from scripts.demo_company.weekly import CODE as WEEKLY
from tests.demo.questions import count, sums


def test_statements_are_confirmed_disputed_and_paid(as_user):
    finance = as_user("finance")
    states = sums(finance, "distribution.statement", ["state"], ["__count"])
    counted = {row["state"]: row["__count"] for row in states}
    assert [counted[state] for state in ("confirmed", "disputed", "paid")] == [1, 1, 1]
    assert count(finance, "distribution.statement.dispute", [("state", "=", "open")]) == 1


def test_balances_are_paid_carried_and_negative(as_user):
    finance = as_user("finance")
    domains = (
        *([("payable", ">", 0)], [("carried", ">", 0)], [("carried", "<", 0)]),
        *([("holdback", ">", 0)], [("holdback_released", ">", 0)], [("recovered", ">", 0)]),
        *([("tax", ">", 0)], [("adjustment", "=", 1800)]),
    )
    for domain in domains:
        assert count(finance, "distribution.statement", domain), domain
    assert not count(finance, "distribution.statement", [("date_to", "=", False)])


def test_distributor_can_answer_its_weekly_statement_today(as_user):
    distributor, finance = as_user("distributor"), as_user("finance")
    [statement] = finance.call(
        "distribution.statement",
        "search_read",
        [("settlement_id.cycle_id.code", "=", WEEKLY), ("state", "=", "published")],
        fields=["entry_count", "payable", "mail_state", "access_url"],
    )
    assert statement["entry_count"] > 0
    assert statement["mail_state"] == "queued"
    status, page = distributor.get(statement["access_url"])
    assert status == 200
    for act in ("confirm", "dispute"):
        assert f"{statement['access_url']}/{act}" in page.decode()


def test_statement_whose_time_is_over_says_so(as_user):
    agent = as_user("agent")
    over = [("state", "=", "published")]
    [statement] = agent.call("distribution.statement", "search_read", over, ["access_url"], limit=1)
    _status, page = agent.get(statement["access_url"])
    assert 'id="distribution_statement_over"' in page.decode()
