"""Level suggestions for 20,000 members: 240,000 orders and 120,000 invoices are looked at."""

from odoo.tools import SQL

from tests.bench import channel
from tests.bench.rows import clone

MEMBERS = 20_000
ORDERS_EACH = 12  # one a month: six in the period, six before it
INVOICES_EACH = 6
MONTHS = 6


def run(bench):
    """Measure each question for all members, then the whole search with what it writes."""
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 400))
    member_ids = sorted(world.trees[0] + world.trees[1])
    write_level_history(env, member_ids)
    write_orders(env, member_ids)
    write_invoices(env, member_ids)
    rules = create_rules(env)
    bench.analyze()
    members = env["distribution.member"].browse(member_ids)
    date_to = rules._get_end_of_period()
    date_from = rules[0]._get_start_of_period(date_to)
    lines = env["distribution.level.rule.line"]
    for measure in ("own_purchases", "growth", "punctuality"):
        bench.sql_milliseconds(
            f"{measure} of {len(members):,} members",
            lambda measure=measure: lines._measure_values(measure, members, date_from, date_to),
            times=3,
        )
    search = env["distribution.level.run"]._start(env.company)
    with bench.seconds(f"search through {search.member_count:,} members", at_most=60):
        while not search.is_done:
            search._process_batch()
            env.cr.commit()
    bench.report("suggestions found", search.found_count, "")
    search = env["distribution.level.run"]._start(env.company)
    with bench.seconds("the same search again, nothing new", at_most=60):
        while not search.is_done:
            search._process_batch()
            env.cr.commit()


def create_rules(env):
    """Give each level a rule that about half of its members meet."""
    rules = env["distribution.level.rule"]
    levels = env["distribution.level"].search([("code", "=like", "BENCH%")], order="rank")
    for level in levels:
        rules += rules.create(
            {
                "name": level.name,
                "level_id": level.id,
                "period_months": MONTHS,
                "line_ids": [
                    (0, 0, {"measure": "own_purchases", "threshold": 9000 - 200 * level.rank}),
                    (0, 0, {"measure": "growth", "threshold": -40}),
                    (0, 0, {"measure": "punctuality", "threshold": 40}),
                ],
            }
        )
    return rules


def write_level_history(env, member_ids):
    """Let every member stand at its level since the beginning."""
    pattern = env["distribution.member.level"].search([], limit=1)
    clone(
        env,
        pattern,
        SQL(
            "(SELECT id, level_id FROM distribution_member WHERE id = ANY(%s)) AS member",
            member_ids,
        ),
        {
            "member_id": SQL("member.id"),
            "level_id": SQL("member.level_id"),
            "date_from": SQL("%s::date", channel.SINCE),
            "date_to": SQL("NULL::date"),
        },
    )


def write_orders(env, member_ids):
    """Write a confirmed order of 500 to 1,500 for each member and month."""
    member = env["distribution.member"].browse(member_ids[0])
    pattern = env["sale.order"].create({"partner_id": member.partner_id.id})
    clone(
        env,
        pattern,
        SQL(
            "(SELECT id, partner_id FROM distribution_member WHERE id = ANY(%s)) AS member"
            " CROSS JOIN generate_series(1, %s) AS month",
            member_ids,
            ORDERS_EACH,
        ),
        {
            "name": SQL("'B' || member.id || '-' || month"),
            "partner_id": SQL("member.partner_id"),
            "distribution_member_id": SQL("member.id"),
            "state": SQL("'sale'"),
            "date_order": SQL(
                "date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => month)"
                " + interval '10 days'"
            ),
            "amount_untaxed": SQL("500 + (member.id * 7919 + month * 104729) %% 1000"),
            "access_token": SQL("NULL"),
        },
    )


def write_invoices(env, member_ids):
    """Write an invoice for each member and month of the period; two in three were paid in time."""
    invoice, payment = _make_pattern(env, env["distribution.member"].browse(member_ids[0]))
    source = SQL(
        "(SELECT id, partner_id FROM distribution_member WHERE id = ANY(%s)) AS member"
        " CROSS JOIN generate_series(1, %s) AS month",
        member_ids,
        INVOICES_EACH,
    )
    due = SQL("(date_trunc('month', now()) - make_interval(months => month))::date + 15")
    move_ids = clone(
        env,
        invoice,
        source,
        {
            "name": SQL("'BENCH/' || member.id || '/' || month"),
            "partner_id": SQL("member.partner_id"),
            "commercial_partner_id": SQL("member.partner_id"),
            "invoice_date_due": due,
            "sequence_number": SQL("member.id * 100 + month"),
            "access_token": SQL("NULL"),
        },
    )
    write_payments(env, move_ids, invoice, payment)


def write_payments(env, move_ids, invoice, payment):
    """Write what is due of each invoice, and that it was paid on the day or a day late."""
    term = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
    moves = SQL(
        "(SELECT id, partner_id, invoice_date_due FROM account_move WHERE id = ANY(%s)) AS move",
        move_ids,
    )
    line_ids = clone(
        env,
        term,
        moves,
        {
            "move_id": SQL("move.id"),
            "partner_id": SQL("move.partner_id"),
            "date_maturity": SQL("move.invoice_date_due"),
        },
    )
    clone(
        env,
        payment,
        SQL(
            "(SELECT id, date_maturity FROM account_move_line WHERE id = ANY(%s)) AS line", line_ids
        ),
        {
            "debit_move_id": SQL("line.id"),
            "max_date": SQL("line.date_maturity + CASE WHEN line.id %% 3 = 0 THEN 1 ELSE 0 END"),
        },
    )


def _make_pattern(env, member):
    """Return a posted invoice and the matching of its payment, made by the ORM."""
    if not env["account.journal"].search_count([("type", "=", "sale")], limit=1):
        env["account.chart.template"].try_loading("generic_coa", env.company, install_demo=False)
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": member.partner_id.id,
            "invoice_date": "2020-01-15",
            "invoice_line_ids": [
                (0, 0, {"name": "Goods", "quantity": 1, "price_unit": 100, "tax_ids": False})
            ],
        }
    )
    invoice.action_post()
    register = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoice.ids
    )
    register.create({"payment_date": "2020-01-20"})._create_payments()
    line = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
    return invoice, line.matched_credit_ids[:1]
