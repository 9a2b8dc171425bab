"""Two people change uplines at the same moment: one wins, no cycle comes of it."""

import json

SCRIPT = """
import json, threading
from odoo import api
from odoo.exceptions import ValidationError
from odoo.service.model import retrying
from odoo.tools import mute_logger

levels = env["distribution.level"].create(
    [{"name": str(n), "code": f"RACE{n}", "rank": n} for n in (1, 2)]
)
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})

def create(code):
    partner = env["res.partner"].create({"name": code, "is_company": True})
    return env["distribution.member"].create({
        "partner_id": partner.id, "code": code, "level_id": levels[1].id,
        "region_id": region.id, "date_start": "2020-01-01", "state": "active",
    })

first, second = create("RACE-A"), create("RACE-B")
# Only the ranks forbid a cycle here: a look at them is not what must stop the second.
type(env["distribution.member"])._ensure_rank_below = lambda self, upline: None
type(env["distribution.member"])._check_ranks_under = lambda self, upline, date: None
env.cr.commit()
registry = env.registry
outcome = {}

def change(name, member_id, upline_id, ready, go):
    with registry.cursor() as cursor, mute_logger("odoo.sql_db"):
        own = api.Environment(cursor, env.uid, {"tracking_disable": True})
        own["distribution.member"].browse(member_id).code  # the snapshot is taken here
        ready.wait()
        try:
            own["distribution.member"].browse(member_id).change_upline(
                upline_id, "2026-01-01", "Race"
            )
            own.flush_all()
            go.wait(2)
            cursor.commit()
            outcome[name] = "done"
        except Exception as error:
            cursor.rollback()
            outcome[name] = type(error).__name__

ready, go = threading.Barrier(2), threading.Event()
threads = [
    threading.Thread(target=change, args=("ab", first.id, second.id, ready, go)),
    threading.Thread(target=change, args=("ba", second.id, first.id, ready, go)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# What the web server does with the loser: the same request again, with a fresh look.
loser = second if outcome["ab"] == "done" else first
winner = first if loser == second else second
env.invalidate_all()
try:
    loser.change_upline(winner.id, "2026-01-01", "Again")
    again = "done"
except ValidationError as error:
    again = str(error)
env.cr.rollback()
differences = env["distribution.member.closure"]._find_differences()
env.cr.execute("SELECT COUNT(*) FROM distribution_member_closure WHERE ancestor_id = member_id")
print(json.dumps({
    "outcome": outcome, "again": again, "differences": len(differences),
    "cycles": env.cr.fetchone()[0],
    "uplines": [first.upline_id.id, second.upline_id.id].count(False),
}))
"""

NEW_MEMBER = """
import json
from odoo import api

levels = env["distribution.level"].create(
    [{"name": str(n), "code": f"RACE{n}", "rank": n} for n in (1, 2, 3)]
)
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})

def create(env, code, level, upline=None):
    partner = env["res.partner"].create({"name": code, "is_company": True})
    return env["distribution.member"].create({
        "partner_id": partner.id, "code": code, "level_id": level.id, "region_id": region.id,
        "date_start": "2020-01-01", "state": "active", "upline_id": upline and upline.id,
    })

top = create(env, "TOP", levels[0])
head = create(env, "HEAD", levels[1])
env.cr.commit()
with env.registry.cursor() as cursor:
    own = api.Environment(cursor, env.uid, {"tracking_disable": True})
    own["distribution.member"].browse(head.id).code  # the snapshot, before the move
    head.change_upline(top.id, "2099-01-01", "Planned: no present upline changes")
    env.cr.commit()
    try:
        create(own, "NEW", levels[2].with_env(own), head.with_env(own))
        own.flush_all()
        cursor.commit()
        outcome = "done"
    except Exception as error:
        cursor.rollback()
        outcome = type(error).__name__
env.invalidate_all()
create(env, "NEW", levels[2], head)
print(json.dumps({
    "outcome": outcome,
    "differences": len(env["distribution.member.closure"]._find_differences()),
}))
"""


def test_two_members_cannot_be_put_under_each_other_at_once(fresh_database, run_in_odoo):
    answer = json.loads(run_in_odoo(fresh_database(), SCRIPT).splitlines()[-1])
    outcomes = sorted(answer["outcome"].values())
    assert outcomes[-1] == "done"
    assert outcomes[0] in ("DeadlockDetected", "SerializationFailure")  # Odoo asks again by itself
    # the refusal names the two, in whichever language the database speaks
    assert "[RACE-A]" in answer["again"]
    assert "[RACE-B]" in answer["again"]
    assert (answer["differences"], answer["cycles"], answer["uplines"]) == (0, 0, 1)


def test_new_member_under_a_branch_that_moves_at_once_is_not_forgotten(fresh_database, run_in_odoo):
    answer = json.loads(run_in_odoo(fresh_database(), NEW_MEMBER).splitlines()[-1])
    assert answer == {"outcome": "SerializationFailure", "differences": 0}
