"""The short forms of the fault campaign and of its matrix; the long: `make kingdee-campaign`."""

import json

import pytest

CAMPAIGN = """
from tests.kingdee import campaign
campaign.main(env)
"""
MATRIX = """
from tests.kingdee import matrix
matrix.main(env)
"""
ORDERS = 1_050  # with their deliveries and returns:
DOCUMENTS = 2_000


def test_orders_through_faults_and_killed_workers_end_right_on_both_sides(
    fresh_database, run_in_odoo
):
    printed = run_in_odoo(fresh_database(), CAMPAIGN, DOCUMENTS=str(ORDERS), SEED="1")
    result = json.loads(printed.splitlines()[-1])
    assert not any(result["wrong"].values()), result["examples"]
    # It was a campaign: faults of all kinds struck, workers died, people acted, wounds healed.
    assert result["orders"] == ORDERS
    assert result["documents there"] >= DOCUMENTS
    assert len(result["faults"]) >= 12, result["faults"]
    assert 0.2 <= sum(result["faults"].values()) / result["calls"] <= 0.45, result["faults"]
    assert result["kills"] >= 50
    assert result["healed"] > ORDERS / 4
    assert result["acts of people"] > ORDERS


HALVES = (
    "order save,order submit,order audit,order read,order un-audit,order void",
    "delivery read,return read,stock read,product read,member save,member submit,member audit",
)


@pytest.mark.parametrize("messages", HALVES, ids=("orders", "others"))
def test_each_single_fault_at_each_message_heals(fresh_database, run_in_odoo, messages):
    result = json.loads(run_in_odoo(fresh_database(), MATRIX, MESSAGES=messages).splitlines()[-1])
    assert result["cells"] >= 80
    assert result["unstruck"] == []
    assert result["wrong"] == {}
