"""The schedulers of expiry, killed at any moment: nobody is told or stopped twice, or forgotten.

What holds: a reminder (or the row of a stop), its mails in Odoo's queue, the manager's activity,
the freeze and its line in the audit trail are one transaction: each is there once or not at all.
Nothing is sent while a scheduler runs: mails leave the queue by Odoo's own scheduler afterwards.
"""

import json

import pytest

MEMBERS = 12
SET = 5
DAYS_LEFT = {"remind": 5, "stop": -1}

START = """
from datetime import timedelta
from odoo import fields
from odoo.tests import new_test_user

env = env(context={**env.context, "tracking_disable": True})
today = fields.Date.context_today(env["distribution.member"])
env.company.distribution_stop_expired = True
env["ir.config_parameter"].set_param("mail.batch_size", "2")
manager = new_test_user(
    env, "kill", groups="base.group_user,distribution_member.group_distribution_manager"
)
region = env["distribution.region"].create(
    {"name": "Kill", "code": "KILL", "manager_ids": manager.ids}
)
level = env["distribution.level"].create({"name": "Kill", "code": "KILL", "rank": 1})
for n in range(%(members)s):
    partner = env["res.partner"].create({"name": f"Firm {n}", "email": f"firm{n}@example.com"})
    env["distribution.member"].create({
        "partner_id": partner.id, "code": f"KILL{n}", "level_id": level.id,
        "region_id": region.id, "state": "active", "date_start": "2020-01-01",
        "date_end": today + timedelta(days=%(days)s),
    })
env.cr.commit()
"""

KILL = """
import json
from odoo.addons.distribution_member.models import distribution_expiry_reminder
from tests.kill_rounds import kill_rounds

distribution_expiry_reminder.REMINDED_PER_COMMIT = %(set)s
run = {
    "remind": lambda env: env["distribution.expiry.reminder"]._cron_remind(),
    "stop": lambda env: env["distribution.member"]._cron_stop_expired(),
}[%(scheduler)r]

def look():
    env.cr.rollback()
    env.cr.execute('''
        SELECT member.id,
               (SELECT count(*) FROM distribution_expiry_reminder r
                 WHERE r.member_id = member.id) AS reminders,
               (SELECT count(*) FROM distribution_expiry_reminder r
                  JOIN mail_message message
                    ON message.model = 'distribution.expiry.reminder' AND message.res_id = r.id
                  JOIN mail_mail mail ON mail.mail_message_id = message.id
                   AND mail.state = 'outgoing'
                 WHERE r.member_id = member.id) AS mails,
               (SELECT count(*) FROM mail_activity a
                 WHERE a.res_model = 'distribution.member' AND a.res_id = member.id) AS activities,
               (SELECT count(*) FROM distribution_member_freeze f
                 WHERE f.member_id = member.id AND f.kind = 'order') AS freezes,
               (SELECT count(*) FROM distribution_audit a
                 WHERE a.member_id = member.id AND a.action = 'freeze') AS audited,
               (member.freeze_order IS TRUE)::integer AS is_stopped
          FROM distribution_member member WHERE member.code LIKE 'KILL%%'
    ''')
    rows = [row[1:] for row in env.cr.fetchall()]
    env.cr.execute("SELECT count(*) FROM mail_mail")
    return {"rows": rows, "mails in all": env.cr.fetchone()[0]}

kills, looks = kill_rounds(env, run, look)
print(json.dumps({"kills": kills, "looks": looks}))
"""

NOTHING = [0, 0, 0, 0, 0, 0]
DONE = {"remind": [1, 1, 1, 0, 0, 0], "stop": [1, 1, 1, 1, 1, 1]}


@pytest.mark.parametrize("scheduler", ["remind", "stop"])
def test_killed_scheduler_goes_on_without_loss_or_double(fresh_database, run_in_odoo, scheduler):
    database = fresh_database()
    run_in_odoo(database, START % {"members": MEMBERS, "days": DAYS_LEFT[scheduler]})
    answer = json.loads(
        run_in_odoo(database, KILL % {"set": SET, "scheduler": scheduler}).splitlines()[-1]
    )

    sizes = []
    for look in answer["looks"]:
        assert all(row in (NOTHING, DONE[scheduler]) for row in look["rows"]), look
        sizes.append(look["rows"].count(DONE[scheduler]))
        assert look["mails in all"] == sizes[-1]
    assert answer["kills"] > 20, "it was killed at too few moments"
    assert sorted({*sizes}) == [0, SET, 2 * SET, MEMBERS], "it was not killed in each set"
    assert sizes == sorted(sizes)
