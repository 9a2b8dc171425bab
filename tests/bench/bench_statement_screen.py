"""The statement of one member with 50,000 lines: its form, its lists, the page in the portal."""

from odoo.tools import SQL

from tests.bench import channel, screens, trade

FORM = "distribution_commission.distribution_statement_view_form"
PAGE = 80  # of a list
PORTAL_PAGE = 50
COUNT_LIMIT = 10_001  # as in the web client
JANUARY = ("2025-01-01", "2025-01-31")


def run(bench):
    """Let one member buy everything, settle it, and open what people open."""
    env = bench.env
    world = channel.build(env, bench.size(200, 60))
    env["distribution.member.closure"]._rebuild_all()
    plan = trade.make_plan(env)
    lines = bench.size(50_000, 300)
    orders = trade.sell(env, world, trade.make_products(env), lines, first_day=JANUARY[0], days=28)
    member = env["distribution.member"].browse(world.trees[0][-1])
    _buy_all(env, member, orders)
    env["distribution.commission.entry"].accrue()
    settlement = trade.make_settlement(env, plan, *JANUARY)
    settlement.action_compute()
    settlement.action_publish()
    bench.analyze()
    statement = settlement.statement_ids.filtered(lambda one: one.member_id == member)
    assert statement.entry_count == lines, f"{statement.entry_count} lines, not {lines}"
    bench.report("lines of the statement", statement.entry_count, "lines")
    _open_screens(bench, statement)


def _buy_all(env, member, orders):
    env.cr.execute(
        SQL(
            "UPDATE sale_order SET distribution_member_id = %s, partner_id = %s WHERE id = ANY(%s)",
            member.id,
            member.partner_id.id,
            orders,
        )
    )
    env.invalidate_all()


def _open_screens(bench, statement):
    ledger = bench.env["distribution.commission.entry"]
    own = [("statement_id", "=", statement.id)]
    names = ("date", "kind", "depth", "base_amount", "rate", "amount", "state", "explanation")
    links = ("member_id", "buyer_id", "order_id", "statement_id")
    columns = {name: {} for name in names}
    columns |= {name: {"fields": {"display_name": {}}} for name in links}
    bench.milliseconds(
        "form of a statement with 50,000 lines",
        lambda: screens.read_form(statement, FORM),
        at_most=300,
    )
    bench.milliseconds(
        "list of its lines, with explanations",
        lambda: ledger.web_search_read(own, columns, limit=PAGE, count_limit=COUNT_LIMIT),
        at_most=300,
    )
    bench.milliseconds(
        "list of statements",
        lambda: statement.search([], limit=PAGE).read(["number", "payable", "state"]),
        at_most=300,
    )
    for name, offset in (("first", 0), ("last", max(0, statement.entry_count - PORTAL_PAGE))):
        bench.milliseconds(
            f"{name} page of it in the portal",
            lambda offset=offset: _read_portal(statement, ledger, own, offset),
            at_most=300,
        )


def _read_portal(statement, ledger, own, offset):
    """Read what the page shows: figures, notes, disputes, fifty lines with their reasons."""
    entries = ledger.sudo().search(own, limit=PORTAL_PAGE, offset=offset)
    statement._get_figures()
    statement._get_notes()
    assert not statement.dispute_ids.entry_ids
    assert all(entry.explanation and entry._get_subject() is not None for entry in entries)
