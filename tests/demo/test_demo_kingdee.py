"""The demo company's Kingdee: its screens live, and its simulator takes up where the story ends."""

from scripts import erp
from scripts.cluster import TEST
from scripts.demo_company import kingdee
from tests.demo.conftest import DATABASE
from tests.demo.questions import count
from tests.kingdee_simulator.process import Simulator

ORDER = "distribution.erp.document"


def test_every_stream_has_run(as_user):
    streams = as_user("admin").call(
        "distribution.erp.stream", "search_read", [], fields=["kind", "state", "last_success"]
    )
    assert len(streams) == 8
    assert all(stream["last_success"] for stream in streams)


def test_orders_are_there_and_one_waits_for_a_person(as_user):
    admin = as_user("admin")
    fields = ["number", "state", "message", "order_id"]
    orders = admin.call(ORDER, "search_read", [("kind", "=", "order")], fields=fields)
    assert sorted(order["state"] for order in orders) == ["audited"] * 4 + ["failed"]
    [failed] = [order for order in orders if order["state"] == "failed"]
    assert "已禁用" in failed["message"]
    order_id = failed["order_id"][0]
    activities = [("res_model", "=", "sale.order"), ("res_id", "=", order_id)]
    assert count(admin, "mail.activity", activities) == 1
    members = admin.call(ORDER, "search_read", [("kind", "=", "member")], fields=["state"])
    assert {member["state"] for member in members} == {"done"}


def test_goods_have_moved_and_one_bill_is_not_ours(as_user):
    admin = as_user("admin")
    moved = "distribution.erp.movement"
    assert count(admin, moved, [("state", "=", "applied"), ("kind", "=", "delivery")]) == 5
    assert count(admin, moved, [("state", "=", "applied"), ("kind", "=", "return")]) == 1
    assert count(admin, moved, [("state", "=", "unlinked")]) == 1
    sent = [("picking_id.carrier_tracking_ref", "=", kingdee.TRACKING), ("state", "=", "done")]
    assert count(admin, "stock.move", sent) == len(kingdee.LINES)


def test_comparison_has_found_what_was_changed_there(as_user):
    admin = as_user("admin")
    found = admin.call(
        "distribution.erp.difference", "search_read", [], fields=["kind", "here", "there", "text"]
    )
    off = [row["there"] - row["here"] for row in found if row["kind"] == "stock"]
    assert sorted(off) == sorted(kingdee.CHANGES.values())
    assert [row["text"] for row in found if row["kind"] == "member"]
    [backend] = admin.call("distribution.erp.backend", "search_read", [], fields=[])
    assert 90 < backend["accuracy_items"] < 100


def test_nobody_answers_at_the_address_of_the_story(as_user):
    [backend] = as_user("admin").call(
        "distribution.erp.backend", "search_read", [], fields=["base_url", "state"]
    )
    assert (backend["base_url"], backend["state"]) == (kingdee.ADDRESS, "ready")


def test_what_happens_there_is_here_with_the_next_run(as_user):
    admin = as_user("admin")
    [order] = admin.call(
        ORDER,
        "search_read",
        [("state", "=", "audited"), ("order_id.picking_ids.state", "!=", "done")],
        fields=["number", "order_id"],
        limit=1,
    )
    [backend] = admin.call("distribution.erp.backend", "search", [])
    with Simulator(state=erp.state_of(DATABASE, TEST)) as simulator:
        erp.lead_to(DATABASE, simulator.cloud, TEST)
        simulator.admin("order_deliver", number=order["number"], tracking="SF0001")
        admin.call("distribution.erp.backend", "pull_deliveries", [backend])
    erp.lead_to(DATABASE, kingdee.ADDRESS, TEST)
    sent = [("carrier_tracking_ref", "=", "SF0001"), ("state", "=", "done")]
    pickings = admin.call("stock.picking", "search_read", sent, fields=["sale_id"])
    assert [picking["sale_id"] for picking in pickings][:1] == [order["order_id"]]
