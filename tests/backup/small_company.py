"""A company that has settled a month; somebody of it sees the statement in the portal."""

from tests.bench import channel, trade

MEMBERS = 20
LINES = 40


def build(env):
    """Make it, with a file, an encrypted number and a connection to Kingdee."""
    members = channel.build(env, MEMBERS)
    env["distribution.member.closure"]._rebuild_all()
    plan = trade.make_plan(env)
    trade.sell(env, members, trade.make_products(env), LINES, first_day="2025-01-02", days=20)
    env["distribution.commission.entry"].accrue()
    settlement = trade.make_settlement(env, plan, "2025-01-01", "2025-01-31")
    settlement.action_compute()
    settlement.action_publish()
    member = settlement.statement_ids[0].member_id
    env["res.users"].create(
        {
            "name": "Reader",
            "login": "reader",
            "partner_id": member.partner_id.id,
            "group_ids": [(6, 0, env.ref("base.group_portal").ids)],
        }
    )
    env["ir.attachment"].create({"name": "note.txt", "raw": b"kept" * 1000})
    env["distribution.erp.backend"].create({"name": "Real", "base_url": "https://erp.example.com/"})
    env["ir.mail_server"].create({"name": "Real", "smtp_host": "mail.example.com"})
    env["distribution.sensitive.key"]._find_problem()  # the key is known from now on
    env.cr.commit()
