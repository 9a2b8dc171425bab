"""Things of applicants that happen at the same moment, over connections of their own."""

import json

APPROVE = """
import base64, json, threading
from odoo import api
from odoo.tools import mute_logger

Users = env["res.users"].with_context(no_reset_password=True)
group = env.ref("distribution_member.group_distribution_reviewer")
reviewers = Users.create([
    {"name": name, "login": name, "email": f"{name}@example.com", "group_ids": [(4, group.id)]}
    for name in ("race.one", "race.two")
])
env["distribution.document.type"].search([]).active = False
level = env["distribution.level"].create({"name": "Race", "code": "RACE", "rank": 2})
region = env["distribution.region"].create({
    "name": "Race", "code": "RACE", "staff_ids": [(6, 0, reviewers.ids)],
})
application = env["distribution.application"].create({
    "applicant_name": "Race Firm", "credit_code": "91350100M000100Y43",
    "contact_name": "Li Lei", "phone": "13800000001", "email": "race@example.com",
    "level_id": level.id, "region_id": region.id, "lang": "en_US",
})
application.action_submit()
env.cr.commit()
members = env["distribution.member"].search_count([])
registry, barrier, outcome = env.registry, threading.Barrier(2, timeout=60), {}

def approve(login, uid):
    with registry.cursor() as cursor, mute_logger("odoo.sql_db"):
        own = api.Environment(cursor, uid, {"tracking_disable": True})
        mine = own["distribution.application"].browse(application.id)
        mine.state  # the snapshot is taken here, before the other one decides
        barrier.wait()
        try:
            mine.action_approve()
            own.flush_all()
            cursor.commit()
            outcome[login] = "done"
        except Exception as error:
            cursor.rollback()
            outcome[login] = type(error).__name__

threads = [
    threading.Thread(target=approve, args=(user.login, user.id)) for user in reviewers
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()  # the others have committed since its snapshot
print(json.dumps({
    "outcome": sorted(outcome.values()),
    "state": application.state,
    "members": env["distribution.member"].search_count([]) - members,
    "users": env["res.users"].search_count([("login", "=", "race@example.com")]),
    "events": application.event_ids.mapped("kind").count("approved"),
}))
"""

ATTEMPTS = """
import json, threading
from odoo import api

registry, barrier, answers = env.registry, threading.Barrier(8, timeout=60), []

def try_it():
    with registry.cursor() as cursor:
        own = api.Environment(cursor, env.uid, {})
        own["distribution.attempt"].search_count([])  # the request's own snapshot is old
        barrier.wait()
        answers.append(own["distribution.attempt"]._may_try("join", "192.0.2.1", 3))

for _turn in range(3):
    threads = [threading.Thread(target=try_it) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(json.dumps({"allowed": answers.count(True), "asked": len(answers)}))
"""


def test_of_two_approvals_at_once_one_makes_the_member(fresh_database, run_in_odoo):
    answer = json.loads(run_in_odoo(fresh_database(), APPROVE).splitlines()[-1])
    loser, winner = sorted(answer.pop("outcome"), key=lambda name: name == "done")
    assert winner == "done"
    # Turned away while the other one works, or asked by Odoo to look again after it.
    assert loser in ("LockError", "SerializationFailure")
    assert answer == {"state": "approved", "members": 1, "users": 1, "events": 1}


def test_limit_is_not_exceeded_by_attempts_at_once(fresh_database, run_in_odoo):
    answer = json.loads(run_in_odoo(fresh_database(), ATTEMPTS).splitlines()[-1])
    assert answer["asked"] == 24
    assert answer["allowed"] <= 3
