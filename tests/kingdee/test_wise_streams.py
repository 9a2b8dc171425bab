"""Every stream of Odoo with a K/3 WISE: what is confirmed works, the rest says so to a person."""

import json
import os

import pytest

from scripts import databases, odoo_process
from scripts.cluster import TEST

DATABASE = f"t_wise_{os.getpid()}"  # two runs at once
STORY = "from tests.kingdee.wise_story import tell\ntell(env)\n"


@pytest.fixture(scope="module")
def told():
    """Tell the story once, in a database of its own."""
    databases.create(DATABASE, "tpl_all", TEST)
    printed = odoo_process.captured_script(DATABASE, STORY, cluster=TEST)
    yield json.loads(printed.strip().splitlines()[-1])
    databases.drop(DATABASE, TEST)


def test_every_stream_comes_to_its_end(told):
    assert told["state"] == "ready"
    assert {stream: run[0] for stream, run in told["runs"].items()} == dict.fromkeys(
        ("products", "members", "stock", "orders", "deliveries", "returns", "stock_hot")
        + ("reconcile",),
        "done",
    )
    assert told["runs"]["products"][1] == 12
    assert told["runs"]["stock"][1:3] == [24, 24]
    assert told["accuracy"] == 100


def test_products_stay_for_sale_though_it_tells_no_state(told):
    assert told["sold"] is True


def test_members_are_not_sent(told):
    _state, seen, bound, failed, _log = told["runs"]["members"]
    assert (seen, bound, failed) == (3, 2, 0)


def test_orders_are_through_when_they_are_saved(told):
    assert told["saved"] == ["saved"] * 3
    assert told["runs"]["orders"][3] == 0


def test_deliveries_and_returns_are_counted_once(told):
    assert told["delivered"] == [2, 0]
    assert told["runs"]["deliveries"][1:3] == [1, 0]
    assert told["runs"]["returns"][1:3] == [1, 0]


def test_stock_without_an_address_says_what_to_enter(told):
    state, log = told["stock_without_address"]
    assert state == "failed"
    assert "库存接口地址" in log


def test_cancellation_waits_for_a_person_and_the_change_goes_after_it(told):
    assert told["void_run"] == 2
    assert [state for state, _message in told["cancels"]] == ["failed"] * 2
    assert all("在 K/3 中手工作废" in message for _state, message in told["cancels"])
    order, changed, left = (f"ODOO-{name}" for name in told["names"])
    assert told["changed"] == [f"{changed}-R1", "saved"]
    assert told["there"] == {
        order: ["C", 5],
        changed: ["A", 5],
        left: ["A", 5],
        f"{changed}-R1": ["A", 9],
    }
    assert told["saves"] == 4
