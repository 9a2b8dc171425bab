"""Settlement of 90,000 and of 1,000,000 ledger rows for 10,000 members: computed, checked, computed
again, and published with a seal on every statement.
"""

from tests.bench import channel, trade

MEMBERS = 10_000
RATES = 3  # ledger rows of an order line, save at the very top of the channel


def run(bench):
    """Settle January with the smaller number of rows, then February with the larger one."""
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 60))
    env["distribution.member.closure"]._rebuild_all()
    products = trade.make_products(env)
    plan = trade.make_plan(env)
    for name, rows, days in (
        ("90,000", bench.size(90_000, 300), ("2025-01-01", "2025-01-31")),
        ("1,000,000", bench.size(1_000_000, 600), ("2025-02-01", "2025-02-28")),
    ):
        trade.sell(env, world, products, rows // RATES, first_day=days[0], days=28)
        env["distribution.commission.entry"].accrue()
        bench.analyze()
        _settle(bench, name, trade.make_settlement(env, plan, *days))


def _settle(bench, name, settlement):
    small = name == "90,000"
    memory = bench.peak_megabytes()
    with bench.seconds(f"compute of {name} rows", at_most=5 if small else 30):
        settlement.action_compute()
        bench.env.cr.commit()
    entries = bench.env["distribution.commission.entry"]
    rows = entries.search_count([("statement_id.settlement_id", "=", settlement.id)])
    bench.report(f"ledger rows settled of {name}", rows, "rows")
    bench.report(f"statements of {name} rows", settlement.statement_count, "statements")
    with bench.seconds(f"control totals of {name} rows"):
        assert all(total["ok"] for total in settlement.check_totals())
    with bench.seconds(f"compute again, {name} rows"):
        settlement.action_compute()
        bench.env.cr.commit()
    with bench.seconds(f"publish with seals, {name} rows", at_most=None if small else 60):
        settlement.action_publish()
        bench.env.cr.commit()
    bench.report(
        f"memory of Python grown by, {name} rows",
        bench.peak_megabytes() - memory,
        "MB",
        at_most=200 if small else None,
    )
