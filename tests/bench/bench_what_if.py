"""What-if over 100,000 order lines: recorded in the ledger already, and never recorded at all."""

from odoo.fields import Command

from tests.bench import channel, trade

MEMBERS = 10_000
LINES = 100_000
YEAR = ("2025-01-01", "2025-12-31")
SECONDS = 10


def run(bench):
    """Replay another version of a plan that has paid a year, then with sales nobody recorded."""
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 60))
    env["distribution.member.closure"]._rebuild_all()
    products = trade.make_products(env)
    plan = trade.make_plan(env)
    lines = bench.size(LINES, 200)
    trade.sell(env, world, products, lines)
    bench.analyze()
    draft = _draft(plan)
    _replay(bench, draft, f"{LINES:,} order lines nobody recorded")
    env["distribution.commission.entry"].accrue()
    env.cr.commit()
    bench.analyze()
    _replay(bench, draft, f"{LINES:,} order lines of the ledger")


def _draft(plan):
    """Return a copy that pays a little more, and a bonus for the volume of a quarter."""
    draft = plan.copy({"name": "Draft"})
    for rule in draft.rule_ids:
        rule.rate += 0.25
    bonus = {"kind": "volume", "rate": 1.0, "measure": "team", "measure_period": "quarter"}
    draft.rule_ids = [Command.create(bonus)]
    return draft


def _replay(bench, draft, name):
    run = draft.simulate(*YEAR)
    bench.env.cr.commit()
    with bench.seconds(f"what-if of {name}", at_most=SECONDS):
        run._run()
        bench.env.cr.commit()
    assert run.state == "done", run.failure
    count = bench.env["distribution.commission.simulation.entry"].search_count(
        [("simulation_id", "=", run.id)]
    )
    bench.report(f"replayed entries of {name}", count, "rows")
