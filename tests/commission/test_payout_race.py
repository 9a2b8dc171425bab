"""Two clerks press “Pay” at the same moment: every statement gets one document."""

import json

SCRIPT = """
import json, threading
from odoo import api
from odoo.tests import new_test_user
from odoo.tools import mute_logger

company = env.company
company.distribution_tz = "Asia/Shanghai"
finance = "distribution_member.group_distribution_finance"
maker, approver = (
    new_test_user(env, login, groups=finance) for login in ("race_maker", "race_approver")
)
if not env["account.journal"].search([("type", "=", "purchase")]):
    env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
level = env["distribution.level"].create({"name": "L", "code": "RACE", "rank": 91})
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})
members = env["distribution.member"].create([
    {
        "partner_id": env["res.partner"].create({"name": code, "is_company": True}).id,
        "code": code, "level_id": level.id, "region_id": region.id,
        "date_start": "2020-01-01", "state": "active",
    }
    for code in ("RACE-A", "RACE-B", "RACE-C")
])
cycle = env["distribution.settlement.cycle"].create(
    {"name": "Race", "code": "RACE", "confirm_days": 0}
)
adjustments = env["distribution.commission.adjustment"].with_user(maker).create([
    {
        "member_id": member.id, "amount": 100.0, "date": "2026-01-10",
        "reason": "Race", "cycle_id": cycle.id,
    }
    for member in members
])
adjustments.action_submit()
adjustments.with_user(approver).action_approve()
settlement = env["distribution.settlement"]._ensure_settlement(cycle, *cycle._get_period(
    adjustments[0].date
))
settlement.action_compute()
settlement.action_publish()
settlement.date_published = "2026-02-01"
env.cr.commit()
outcome = {}

def pay(name, ready, go):
    with env.registry.cursor() as cursor, mute_logger("odoo.sql_db"):
        own = api.Environment(cursor, maker.id, {"tracking_disable": True})
        own["distribution.settlement"].browse(settlement.id).state  # the snapshot is taken here
        ready.wait()
        try:
            if LOCKLESS:
                type(own["distribution.statement"]).lock_for_update = lambda *a, **k: None
            own["distribution.settlement"].browse(settlement.id).action_pay()
            own.flush_all()
            go.wait(2)
            cursor.commit()
            outcome[name] = "done"
        except Exception as error:
            cursor.rollback()
            outcome[name] = type(error).__name__

ready, go = threading.Barrier(2), threading.Event()
threads = [threading.Thread(target=pay, args=(name, ready, go)) for name in ("one", "two")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# What the web server does with the loser: the same request again, with a fresh look.
env.invalidate_all()
settlement.with_user(maker).action_pay()
env.cr.commit()
moves = env["account.move"].search(
    [("distribution_statement_id", "in", settlement.statement_ids.ids)]
)
print(json.dumps({
    "outcome": sorted(outcome.values()),
    "amounts": moves.mapped("amount_total"),
    "statements": len(moves.distribution_statement_id),
    "named": len(settlement.statement_ids.move_id),
}))
"""


def test_two_clerks_pay_at_once(fresh_database, run_in_odoo):
    script = SCRIPT.replace("LOCKLESS", "False")
    answer = json.loads(run_in_odoo(fresh_database(), script).splitlines()[-1])
    outcome = answer.pop("outcome")
    assert answer == {"amounts": [100.0] * 3, "statements": 3, "named": 3}
    assert outcome.count("done") == 1, outcome


def test_database_refuses_what_no_lock_has_stopped(fresh_database, run_in_odoo):
    script = SCRIPT.replace("LOCKLESS", "True")
    answer = json.loads(run_in_odoo(fresh_database(), script).splitlines()[-1])
    outcome = answer.pop("outcome")
    assert answer == {"amounts": [100.0] * 3, "statements": 3, "named": 3}
    assert outcome.count("done") == 1, outcome
