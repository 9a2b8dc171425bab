"""People who read the bench world, and what the member list asks the server for them."""

from odoo.tests import new_test_user
from odoo.tools import SQL

PAGE = 80
COUNT_LIMIT = 10_001  # as in the web client
COLUMNS = ("code", "name", "subject_type", "date_start", "date_end", "state")
LINKS = ("level_id", "region_id", "upline_id")


def create_readers(env, channel) -> dict:
    """Return somebody of each role: {name of the figure: user}.

    A manager of a district, of each province (its districts lie inside) and of everything by two
    regions of which one lies inside the other; staff of a province; who sees all; a distributor.
    """
    first, last = channel.provinces
    district = first.child_ids[0]
    readers = {
        "manager of a district": _create_employee(env, "district", "manager"),
        "manager of half of all members": _create_employee(env, "first", "manager"),
        "manager of the other half": _create_employee(env, "last", "manager"),
        "manager of nested regions": _create_employee(env, "nested", "manager"),
        "user of half of all members": _create_employee(env, "user", "user"),
        "reviewer of half of all members": _create_employee(env, "reviewer", "reviewer"),
        "finance": _create_employee(env, "finance", "finance"),
        "administrator": _create_employee(env, "admin", "admin"),
        "distributor": _create_distributor(env, channel.trees[0][1]),
    }
    nested = readers["manager of nested regions"]
    first.manager_ids = readers["manager of half of all members"] | nested
    last.manager_ids = readers["manager of the other half"] | nested
    district.manager_ids = readers["manager of a district"] | nested
    first.staff_ids = (
        readers["user of half of all members"] | readers["reviewer of half of all members"]
    )
    return readers


def _create_employee(env, name, role):
    groups = f"base.group_user,distribution_member.group_distribution_{role}"
    return new_test_user(env, f"bench_{name}", groups=groups)


def _create_distributor(env, member_id):
    member = env["distribution.member"].browse(member_id)
    contact = env["res.partner"].create({"name": "Person", "parent_id": member.partner_id.id})
    return new_test_user(
        env, "bench_distributor", groups="base.group_portal", partner_id=contact.id
    )


def open_list(env, user, domain=()):
    """Do what the member list does when it is opened: search, count, read its columns.

    The portal shows a distributor no levels and regions as records.
    """
    specification = {name: {} for name in COLUMNS}
    if not user.share:
        specification |= {name: {"fields": {"display_name": {}}} for name in LINKS}
    return _members(env, user).web_search_read(
        list(domain), specification, limit=PAGE, count_limit=COUNT_LIMIT
    )


def explain_list(env, user) -> str:
    """Return PostgreSQL's plan of the query that finds the first page."""
    members = _members(env, user)
    query = members._search([], limit=PAGE, order=members._order)
    return "\n".join(row[0] for row in env.execute_query(SQL("EXPLAIN %s", query.select())))


def _members(env, user):
    return env["distribution.member"].with_user(user)
