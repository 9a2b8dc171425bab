"""20,000 memberships that end on one day: reminders, the stop of orders, the day after, renewal."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user
from odoo.tools import SQL

from tests.bench import channel
from tests.bench.rows import clone

MEMBERS = 20_000
DAYS_LEFT = 5  # the tightest reminder is due
LICENCE_YEARS = 3


def run(bench):
    """Measure each scheduler on its busiest day and on the quiet one after it."""
    env = bench.env
    env.company.distribution_stop_expired = True
    world = channel.build(env, bench.size(MEMBERS, 60))
    member_ids = sorted(world.trees[0] + world.trees[1])
    today = fields.Date.context_today(env["distribution.member"])
    _give_managers(env, world)
    _write_colleagues(env, world, member_ids)
    _write_licences(env, member_ids, today)
    _let_end(env, member_ids, today + timedelta(days=DAYS_LEFT))
    bench.analyze()
    reminders, members = env["distribution.expiry.reminder"], env["distribution.member"]

    with bench.seconds("claim one set of reminders"):
        claimed = reminders._claim_due("membership")
    bench.report("reminders in a set", len(claimed), "")
    env.cr.rollback()
    env.invalidate_all()
    _run(bench, "remind", reminders._cron_remind, "threshold > 0")
    with bench.seconds("remind again: nothing new", at_most=2):
        reminders._cron_remind()

    _let_end(env, member_ids, today - timedelta(days=1))
    bench.analyze()
    _run(bench, "stop orders", members._cron_stop_expired, "threshold = 0")
    _check_stopped(env, member_ids)
    with bench.seconds("stop again: nothing new", at_most=2):
        members._cron_stop_expired()


def _run(bench, name, scheduler, where):
    """Measure a scheduler to the end, and say what one thing costs."""
    with bench.seconds(f"{name}: all of them"):
        scheduler()
    [(count,)] = bench.env.execute_query(
        SQL("SELECT count(*) FROM distribution_expiry_reminder WHERE %s", SQL(where))  # noqa: S608
    )
    bench.report(f"{name}: memberships and licences", count, "")
    bench.report(f"{name}: per second", count / bench.figures[-2].value, "1/s")


def _give_managers(env, world):
    """Let somebody look after each province; the districts have none of their own."""
    for province in world.provinces:
        province.manager_ids = new_test_user(
            env,
            f"bench_{province.code}".lower(),
            groups="base.group_user,distribution_member.group_distribution_manager",
        )


def _let_end(env, member_ids, day):
    """Write the last day of all memberships, as an import of long ago would have."""
    env.flush_all()
    env.cr.execute(
        SQL("UPDATE distribution_member SET date_end = %s WHERE id = ANY(%s)", day, member_ids)
    )
    env.invalidate_all()


def _write_colleagues(env, world, member_ids):
    """Give each member a portal user with an address, who administers it."""
    contact, user, colleague = _make_colleague(env, world.spines[0][-1])
    address = SQL("'person' || member.id || '@example.com'")
    contact_ids = clone(
        env,
        contact,
        SQL(
            "(SELECT id, partner_id FROM distribution_member WHERE id = ANY(%s)) AS member",
            member_ids,
        ),
        {
            "parent_id": SQL("member.partner_id"),
            "commercial_partner_id": SQL("member.partner_id"),
            "email": address,
            "email_normalized": address,
        },
    )
    user_ids = clone(
        env,
        user,
        SQL("unnest(%s) AS contact_id", contact_ids),
        {"login": SQL("'bench' || contact_id"), "partner_id": SQL("contact_id")},
    )
    people = SQL(
        "(SELECT u.id AS user_id, m.id AS member_id FROM res_users u"
        " JOIN res_partner c ON c.id = u.partner_id"
        " JOIN distribution_member m ON m.partner_id = c.parent_id"
        " WHERE u.id = ANY(%s)) AS person",
        user_ids,
    )
    clone(
        env,
        colleague,
        people,
        {"user_id": SQL("person.user_id"), "member_id": SQL("person.member_id")},
    )


def _make_colleague(env, member):
    """Return a contact, its portal user and its place at the member, made by the ORM."""
    contact = env["res.partner"].create(
        {"name": "Person", "parent_id": member.partner_id.id, "email": "person@example.com"}
    )
    user = new_test_user(env, "bench_person", groups="base.group_portal", partner_id=contact.id)
    return contact, user, env["distribution.member.user"].search([("user_id", "=", user.id)])


def _write_licences(env, member_ids, today):
    """Give each member a licence that its level requires; they end on any day of three years."""
    licence = env["distribution.document.type"].create(
        {
            "name": "Bench Licence",
            "code": "BENCH-LICENCE",
            "required_level_ids": env["distribution.level"].search([("code", "=like", "BENCH%")]),
        }
    )
    pattern = env["distribution.document"].create(
        {"type_id": licence.id, "member_id": member_ids[0], "date_end": today}
    )
    pattern._write_state("accepted")
    clone(
        env,
        pattern,
        SQL(
            "(SELECT id, region_id FROM distribution_member WHERE id = ANY(%s)) AS member",
            member_ids[1:],
        ),
        {
            "member_id": SQL("member.id"),
            "region_id": SQL("member.region_id"),
            "date_end": SQL(
                "%s::date + (member.id * 37 %% %s)::integer", today, LICENCE_YEARS * 365
            ),
        },
    )


def _check_stopped(env, member_ids):
    """Fail unless the orders of each member are stopped once."""
    [found] = env.execute_query(
        SQL(
            "SELECT count(*), count(DISTINCT member_id) FROM distribution_member_freeze"
            " WHERE kind = 'order' AND origin = 'expiry' AND member_id = ANY(%s)",
            member_ids,
        )
    )
    assert found == (len(member_ids), len(member_ids)), found
