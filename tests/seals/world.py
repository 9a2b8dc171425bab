"""A company that has settled half a year: what the campaign tampers with."""

from odoo.tools import SQL

from tests.bench import channel, trade

MONTHS = (("01", 31), ("02", 28), ("03", 31), ("04", 30), ("05", 31), ("06", 30))
MEMBERS = 20
LINES = 60  # a month
REFERRED = (
    "distribution_commission_entry",
    "distribution_statement",
    "distribution_settlement",
)


def build(env):
    """Return the settlements: six months published, with holdbacks and tax."""
    env.company.distribution_withholding = "labour_monthly"
    env["distribution.withholding.table"].search([]).currency_id = env.company.currency_id
    members = channel.build(env, MEMBERS)
    env["distribution.member.closure"]._rebuild_all()
    plan = trade.make_plan(env)
    plan.cycle_id.write({"holdback_rate": 5, "holdback_days": 40, "recovery_cap": 50})
    products = trade.make_products(env)
    settlements = env["distribution.settlement"]
    for month, last in MONTHS:
        trade.sell(env, members, products, LINES, first_day=f"2025-{month}-02", days=20)
        env["distribution.commission.entry"].accrue()
        settlement = trade.make_settlement(env, plan, f"2025-{month}-01", f"2025-{month}-{last}")
        settlement.action_compute()
        settlement.action_publish()
        env.cr.commit()  # the end of the chain is written to the journal
        settlements += settlement
    return settlements


def become_owner(cr) -> None:
    """Take away whatever of the database stands in the way of somebody who owns it."""
    for table in REFERRED:
        cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        cr.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = %s::regclass",
            [table],
        )
        for referring, name in cr.fetchall():
            cr.execute(
                SQL(
                    "ALTER TABLE %s DROP CONSTRAINT %s",
                    SQL.identifier(referring),
                    SQL.identifier(name),
                )
            )
    cr.commit()
