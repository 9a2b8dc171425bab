"""Two people authorise two members for the same exclusive territory at the same moment."""

import json

SCRIPT = """
import json, threading
from odoo import api
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

env = env(context={**env.context, "lang": "en_US"})
level = env["distribution.level"].create({"name": "1", "code": "RACE1", "rank": 1})
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})

def create_member(code):
    partner = env["res.partner"].create({"name": code, "is_company": True})
    return env["distribution.member"].create({
        "partner_id": partner.id, "code": code, "level_id": level.id, "region_id": region.id,
        "date_start": "2020-01-01", "state": "active",
    })

members = [create_member(code) for code in ("RACE-A", "RACE-B")]
env.cr.commit()
outcome = {}

def prepare(own, member_id):
    return own["distribution.authorisation"].create({
        "member_id": member_id, "region_id": region.id, "exclusive": True,
        "date_from": "2026-01-01", "date_to": "2026-12-31",
    })

def authorise(member_id, barrier, both_done):
    with env.registry.cursor() as cursor, mute_logger("odoo.sql_db"):
        own = api.Environment(cursor, env.uid, {"tracking_disable": True})
        draft = prepare(own, member_id)
        own.flush_all()
        barrier.wait()  # each has its snapshot and its draft, and knows nothing of the other
        try:
            draft.action_issue()
            own.flush_all()
            both_done.wait()  # the winner commits only after the loser has tried
            cursor.commit()
            outcome[member_id] = "issued"
        except Exception as error:
            cursor.rollback()
            outcome[member_id] = type(error).__name__
            if not both_done.broken:
                both_done.wait()

barrier, both_done = threading.Barrier(2, timeout=60), threading.Barrier(2, timeout=60)
threads = [
    threading.Thread(target=authorise, args=(member.id, barrier, both_done))
    for member in members
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# What the web server does with the loser: the same request again, with a fresh look.
losers = [member for member in members if outcome[member.id] != "issued"]
again = []
env.invalidate_all()
for loser in losers:
    try:
        with env.cr.savepoint():
            prepare(env, loser.id).action_issue()
        again.append("issued")
    except ValidationError as error:
        again.append(str(error))
issued = env["distribution.authorisation"].search([("region_id", "=", region.id)])
print(json.dumps({
    "outcomes": sorted(outcome.values()), "again": again,
    "numbers": issued.mapped("number"), "states": issued.mapped("state"),
}))
"""

LATE_LOOK = """
import json
from odoo import api

level = env["distribution.level"].create({"name": "1", "code": "RACE1", "rank": 1})
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})

def authorise(own, code):
    partner = own["res.partner"].create({"name": code, "is_company": True})
    member = own["distribution.member"].create({
        "partner_id": partner.id, "code": code, "level_id": level.id, "region_id": region.id,
        "date_start": "2020-01-01", "state": "active",
    })
    own["distribution.authorisation"].create(
        {"member_id": member.id, "region_id": region.id, "exclusive": True}
    ).action_issue()
    own.flush_all()

env.cr.commit()
with env.registry.cursor() as cursor:
    own = api.Environment(cursor, env.uid, {"tracking_disable": True})
    own["distribution.authorisation"].search_count([])  # the snapshot, before the other's issue
    authorise(env, "FIRST")
    env.cr.commit()
    try:
        authorise(own, "SECOND")
        cursor.commit()
        outcome = "issued"
    except Exception as error:
        cursor.rollback()
        outcome = type(error).__name__
issued = env["distribution.authorisation"].search([("region_id", "=", region.id)])
print(json.dumps({"outcome": outcome, "issued": len(issued)}))
"""


def test_one_of_two_exclusive_authorisations_is_issued(fresh_database, run_in_odoo):
    answer = json.loads(run_in_odoo(fresh_database(), SCRIPT).splitlines()[-1])
    loser, winner = answer["outcomes"]
    assert winner == "issued"
    assert loser in ("LockNotAvailable", "SerializationFailure")  # Odoo asks again by itself
    assert answer["states"] == ["issued"]
    assert len(answer["again"]) == 1
    assert "Change region, categories or dates, or revoke the other one" in answer["again"][0]
    assert answer["numbers"][0] in answer["again"][0]


def test_issue_on_an_old_look_at_the_territory_fails(fresh_database, run_in_odoo):
    answer = json.loads(run_in_odoo(fresh_database(), LATE_LOOK).splitlines()[-1])
    assert answer == {"outcome": "SerializationFailure", "issued": 1}
