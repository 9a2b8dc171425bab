"""Our accrual and settlement beside OCA's commission (commission_oca 19.0), in one run.

The same size of trade, one after the other on the same machine: order lines with three
beneficiaries each, all of one month; every amount is posted, then settled. BENCH_LINES says how
many lines (30,000: 90,000 rows).

- **OCA**, in a database of its own without our addons. It computes agent rows while documents are
  made, so what commission costs is the time of making, confirming, invoicing and posting orders of
  customers with three agents, less the time of the same for customers without (medians of batches
  of 100 lines that take turns; CPU seconds of Odoo's process, so what its database does is left
  out, to its advantage), and then the time of its wizard, run for all agents at once. Its rows are
  those it settles; that it keeps as many on the orders too is counted to its time only. Of a few
  thousand lines the difference is not much more than noise.
- **Ours**: `accrue()` over the confirmed orders and `action_compute()` of the month, each with its
  commit. The orders are copies made by SQL, whose making is not measured. What our engine adds when
  orders are confirmed one by one is a figure of the bench `commission_accrual`.

All other seconds are of the wall clock, flushed and committed.
"""

import os

from scripts.bench import peer
from tests.bench import channel, trade

LINES = 30_000
MEMBERS = 1_000  # more that earn than OCA's 30 agents: the harder side is ours
PINS = {
    "odoo-addon-commission_oca": "19.0.2.0.0.10",
    "odoo-addon-account_commission_oca": "19.0.1.0.1.4",
    "odoo-addon-sale_commission_oca": "19.0.1.0.1.2",
}
SCRIPT = """
from tests.bench import peer_commission_oca
peer_commission_oca.main(env)
"""
TIMES_FASTER = 40


def run(bench):
    """Measure OCA, then ourselves, and compare."""
    lines = int(os.environ.get("BENCH_LINES") or bench.size(LINES, 100))
    theirs = _measure_theirs(bench, lines)
    ours = _measure_ours(bench, lines)
    whole = theirs["added_to_orders"] + theirs["added_to_invoices"] + theirs["settlement"]
    rate = {"OCA": theirs["rows"] / whole, "ours": ours["rows"] / ours["seconds"]}
    for name, value in rate.items():
        bench.report(f"rows accrued and settled a second, {name}", value, "rows/s")
    bench.report(
        "accrual and settlement, ours to OCA",
        rate["ours"] / rate["OCA"],
        "x",
        at_least=TIMES_FASTER,
    )
    bench.report(
        "settlement alone, ours to OCA",
        (ours["rows"] / ours["settlement"]) / (theirs["rows"] / theirs["settlement"]),
        "x",
    )


def _measure_theirs(bench, lines):
    with peer.installed("commission_oca", PINS, "sale_commission_oca") as database:
        measured = database.run(SCRIPT, PEER_LINES=str(lines))
    assert measured["rows"] == 3 * measured["lines"], "OCA has not settled every agent row"
    batch = measured["lines_of_batch"]
    for name, key in (
        (f"OCA: {batch} lines without agents", "plain_batch"),
        (f"OCA: {batch} lines with three agents", "agents_batch"),
        ("OCA: added to all orders", "added_to_orders"),
        ("OCA: added to all invoices", "added_to_invoices"),
        ("OCA: settlement", "settlement"),
    ):
        bench.report(name, measured[key], "s" if key == "settlement" else "s of CPU")
    bench.report("OCA: rows settled", measured["rows"], "rows")
    return measured


def _measure_ours(bench, lines):
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 60))
    env["distribution.member.closure"]._rebuild_all()
    plan = trade.make_plan(env)
    trade.sell(env, world, trade.make_products(env), lines, first_day="2025-01-01", days=28)
    settlement = trade.make_settlement(env, plan, "2025-01-01", "2025-01-31")
    bench.analyze()
    start = len(bench.figures)
    with bench.seconds("ours: accrual"):
        rows = env["distribution.commission.entry"].accrue()
        env.cr.commit()
    with bench.seconds("ours: settlement"):
        settlement.action_compute()
        env.cr.commit()
    spent = [figure.value for figure in bench.figures[start:]]
    settled = sum(settlement.statement_ids.mapped("entry_count"))
    assert settled == rows, "we have not settled every row"
    bench.report("ours: rows settled", rows, "rows")
    return {"rows": rows, "seconds": sum(spent), "settlement": spent[1]}
