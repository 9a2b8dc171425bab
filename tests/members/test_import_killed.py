"""A member import whose process is killed: the next start goes on, nothing is lost or doubled."""

import json

import pytest

from scripts.problem import Problem

MEMBERS = 2_500  # three batches
BATCH = 1_000

START = """
import base64

env["distribution.level"].create(
    [{"name": str(n), "code": f"KILL{n}", "rank": n} for n in (1, 2)]
)
env["distribution.region"].create({"name": "Kill", "code": "KILL"})
lines = ["成员编码,名称,级别,区域,上级编码,联系人"]
lines += [
    f"KILL{n:05d},Firm {n},KILL{2 if n else 1},KILL,{'KILL00000' if n else ''},Person {n}"
    for n in range(%(members)s)
]
if %(on_error)r == "skip":
    lines.append("KILLWRONG,Firm,KILL2,NOWHERE,KILL00000,Person")
member_import = env["distribution.member.import"].create({
    "name": "killed.csv", "on_error": %(on_error)r,
    "file": base64.b64encode("\\n".join(lines).encode()),
})
member_import.action_preview()
member_import.action_commit()
assert member_import.is_running
env.cr.commit()
"""

KILLED = """
import os, signal
from odoo.addons.distribution_member.models.member_maker import MemberMaker

make, batches = MemberMaker.make, []

def make_and_die(maker, rows):
    make(maker, rows)
    batches.append(len(rows))
    if len(batches) == 2:  # its rows are in the database, and not committed
        os.kill(os.getpid(), signal.SIGKILL)

MemberMaker.make = make_and_die
env["distribution.member.import"]._cron_process()
"""

GO_ON = """
from odoo.addons.distribution_member.models.member_maker import MemberMaker

make, made = MemberMaker.make, []

def make_and_count(maker, rows):
    made.append(len(rows))
    return make(maker, rows)

MemberMaker.make = make_and_count
env["distribution.member.import"]._cron_process()
env.cr.commit()
"""

LOOK = """
import json

members = env["distribution.member"].search([("code", "=like", "KILL%")])
member_import = env["distribution.member.import"].search([("name", "=", "killed.csv")])
lines = env["distribution.member.import.line"].search([("import_id", "=", member_import.id)])

def count(model):
    return env[model].search_count([("member_id", "in", members.ids)])

print(json.dumps({
    "members": len(members),
    "codes": len(set(members.mapped("code"))),
    "under the first": len(members.filtered("upline_id")),
    "firms": env["res.partner"].search_count([("name", "=like", "Firm %")]),
    "contacts": env["res.partner"].search_count([("name", "=like", "Person %")]),
    "histories": [
        count(f"distribution.member.{name}") for name in ("upline", "status", "level")
    ],
    "lines imported": len(lines.filtered("is_imported")),
    "lines of members": len(lines.filtered("is_imported").member_id),
    "errors": lines.filtered(lambda line: line.state == "error").mapped("code"),
    "differences": len(env["distribution.member.closure"]._find_differences()),
    "imports recorded": env["distribution.audit"].search_count([("action", "=", "member_import")]),
    "state": member_import.state,
    "is_running": member_import.is_running,
    "made": globals().get("made"),
}))
"""


@pytest.mark.parametrize(("on_error", "committed"), [("refuse", 0), ("skip", BATCH)])
def test_killed_import_goes_on_without_loss_or_double(
    fresh_database, run_in_odoo, on_error, committed
):
    database = fresh_database()
    run_in_odoo(database, START % {"members": MEMBERS, "on_error": on_error})
    with pytest.raises(Problem):
        run_in_odoo(database, KILLED)

    killed = _read(run_in_odoo(database, LOOK))
    assert killed == _expect(committed, on_error, is_done=False)

    finished = _read(run_in_odoo(database, GO_ON + LOOK))
    made = finished.pop("made")
    assert sum(made) == MEMBERS - committed  # what was committed is not made again
    assert finished == _expect(MEMBERS, on_error, is_done=True)


def _read(printed):
    answer = json.loads(printed.splitlines()[-1])
    if answer["made"] is None:
        del answer["made"]
    return answer


def _expect(members, on_error, *, is_done):
    return {
        "members": members,
        "codes": members,
        "under the first": max(0, members - 1),
        "firms": members,
        "contacts": members,
        "histories": [members] * 3,
        "lines imported": members,
        "lines of members": members,
        "errors": ["KILLWRONG"] if on_error == "skip" else [],
        "differences": 0,
        "imports recorded": int(is_done),
        "state": "done" if is_done else "previewed",
        "is_running": not is_done,
    }
