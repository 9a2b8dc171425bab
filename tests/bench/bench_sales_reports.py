"""Reports on 1,000,000 order lines of three years: opened, fresh after a change, and kept so."""

from tests.bench import channel, dashboards, trade

MEMBERS = 1_000
LINES = 1_000_000
CHANGED = 1_000
DAYS = 1_080
FIRST_DAY = "2024-01-01"
THIS_YEAR = [("date", ">=", "2026-01-01"), ("date", "<", "2027-01-01")]
LAST_YEAR = [("date", ">=", "2025-01-01"), ("date", "<", "2026-01-01")]
DASHBOARDS = ("management", "region", "distributor")
# What a person opens: model, domain, grouping, figures.
REPORTS = {
    "analysis by region and member, everything": (
        *("distribution.sales.report", [], ["region_id", "member_id"]),
        ["amount_untaxed:sum", "amount_returned:sum", "amount_net:sum", "commission:sum"],
    ),
    "analysis by product, everything": (
        *("distribution.sales.report", [], ["categ_id", "product_id"]),
        ["quantity:sum", "amount_net:sum", "margin:sum"],
    ),
    "analysis by month and region, everything": (
        *("distribution.sales.report", [], ["date:month", "region_top_id"]),
        ["amount_net:sum"],
    ),
    "growth of regions, this year": (
        *("distribution.sales.growth", THIS_YEAR, ["region_id"]),
        ["amount:sum", "amount_year_before:sum", "growth_year:avg", "growth_month:avg"],
    ),
    "growth of products, this year": (
        *("distribution.sales.growth", THIS_YEAR, ["product_id"]),
        ["amount:sum", "amount_year_before:sum", "growth_year:avg"],
    ),
    "branches, this year": (
        *("distribution.sales.branch", THIS_YEAR, ["head_id"]),
        ["amount_own:sum", "amount_net:sum"],
    ),
    "branches, everything": (
        *("distribution.sales.branch", [], ["head_id"]),
        ["amount_own:sum", "amount_net:sum"],
    ),
    "months of members, this year": (
        *("distribution.sales.month", THIS_YEAR, ["member_id", "date:month"]),
        ["amount_net:sum"],
    ),
}


def run(bench):
    """Sell, keep the facts, ask for each report, change orders, ask again."""
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 60))
    env["distribution.member.closure"]._rebuild_all()
    products = trade.make_products(env)
    lines = bench.size(LINES, 600)
    # A few orders lie close together: in the year that the reports look at.
    first_day = THIS_YEAR[0][2] if bench.is_short else FIRST_DAY
    orders = trade.sell(env, world, products, lines, first_day=first_day, days=DAYS)
    env.cr.commit()
    report = env["distribution.sales.report"]
    bench.analyze()
    with bench.seconds(f"facts of {lines} lines made for the first time"):
        trade.keep_facts(env)
    bench.analyze()
    _open_reports(bench, "", at_most=5)
    _change(bench, report, orders)
    with bench.seconds(f"{lines} facts compared with the documents"):
        assert not report._find_different_orders()


def _open_reports(bench, when, **goal):
    env = bench.env
    for name, (model, domain, groups, figures) in REPORTS.items():
        with bench.seconds(f"{name}{when}", **goal):
            rows = env[model].formatted_read_grouping_sets(domain, [[], groups], figures)
        assert rows[1], name
    for name in DASHBOARDS:
        with bench.seconds(f"dashboard of {name}, all it asks{when}", **goal and {"at_most": 2}):
            assert dashboards.open_dashboard(env, name, THIS_YEAR, LAST_YEAR)


def _change(bench, report, orders):
    """A price of many orders changes: reports tell at once, the facts follow."""
    env = bench.env
    count = bench.size(CHANGED, 5)
    before = report._read_group([], [], ["quantity:sum"])[0][0]
    env.cr.execute(
        "UPDATE sale_order_line SET product_uom_qty = product_uom_qty + 1 WHERE order_id = ANY(%s)",
        [orders[:count]],
    )
    env.cr.commit()
    after = report._read_group([], [], ["quantity:sum"])[0][0]
    assert after == before + count * trade.LINES
    _open_reports(bench, f", {count} orders just changed", at_most=5)
    with bench.seconds(f"facts of {count} changed orders made anew", at_most=60):
        trade.keep_facts(env)
    assert report._read_group([], [], ["quantity:sum"])[0][0] == after
