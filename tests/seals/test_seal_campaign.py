"""The short form of `make seal-campaign`."""

import json

from scripts import seal_campaign


def test_tampering_is_found_and_named_and_nobody_else_accused(fresh_database, run_in_odoo):
    printed = run_in_odoo(
        fresh_database(), seal_campaign.SCRIPT, PLACES="3", RUNS="9", SEED="20261128"
    )
    *before, last = printed.splitlines()
    result = json.loads(last)
    assert before == []
    assert seal_campaign.is_perfect(result)
    assert len(result["kinds"]) == 8


BLIND = """
from odoo.addons.distribution_commission.models.statement_seal_mixin import (
    DistributionStatementSealMixin,
)
DistributionStatementSealMixin._compare_seals = lambda self: []
"""


def test_campaign_notices_a_product_that_does_not_look(fresh_database, run_in_odoo):
    printed = run_in_odoo(
        fresh_database(), BLIND + seal_campaign.SCRIPT, PLACES="2", RUNS="1", SEED="1"
    )
    kinds = json.loads(printed.splitlines()[-1])["kinds"]
    assert kinds["money of an entry"] == {"tried": 2, "found": 0, "named": 0}
