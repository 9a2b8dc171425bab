"""The engine in the database and the reference in plain Python write the same ledger."""

import json

SCRIPT = """
from tests.commission import campaign
campaign.main(env)
"""
PLANTED = """
from tests.commission import campaign
from odoo.addons.distribution_commission.queries import entries
kept = entries.rows
entries.rows = lambda: entries.SQL(
    "SELECT * FROM (%s) right_rows WHERE kind <> 'rebate'", kept()
)
campaign.main(env)
"""
PLANTED_IN_BONUSES = """
from tests.commission import campaign
from odoo.addons.distribution_commission.queries import period_bonus
kept = period_bonus._worth
period_bonus._worth = lambda: period_bonus.SQL(
    "SELECT * FROM (%s) right_rows WHERE kind <> 'target'", kept()
)
campaign.PARTS = [part for part in campaign.PARTS if part[0] is campaign.check_bonuses]
campaign.main(env)
"""


def run(run_in_odoo, database, script, **variables):
    """Run a campaign; return its summary and what it printed before."""
    *before, last = run_in_odoo(database, script, **variables).splitlines()
    return json.loads(last), before


def run_planted(*arguments, **variables):
    """Run a campaign that must find something."""
    return run(*arguments, **variables, SEED="1", PLANTED="1")


def test_engine_equals_reference_in_random_worlds(fresh_database, run_in_odoo):
    answer, before = run(run_in_odoo, fresh_database(), SCRIPT, WORLDS="100", SEED="1")
    assert answer["disagreements"] == [], "\n".join(before)
    assert answer["worlds"] >= 100
    assert answer["entries"] >= 500, "the worlds earn too little to prove anything"


def test_campaign_finds_an_engine_that_forgets_rebates(fresh_database, run_in_odoo):
    answer, before = run_planted(run_in_odoo, fresh_database(), PLANTED, WORLDS="60")
    assert "check_one_by_one" in answer["disagreements"]
    assert any(line.startswith("reference only: ") for line in before)


def test_campaign_finds_an_engine_that_forgets_targets(fresh_database, run_in_odoo):
    answer, before = run_planted(run_in_odoo, fresh_database(), PLANTED_IN_BONUSES, WORLDS="150")
    assert "check_bonuses" in answer["disagreements"]
    assert any(line.startswith("reference only: ") for line in before)
