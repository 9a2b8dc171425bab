"""People who read the bench world, and what the member list asks the server for them."""

from odoo.tests import new_test_user
from odoo.tools import SQL

PAGE = 80
COUNT_LIMIT = 10_001  # as in the web client
COLUMNS = ("code", "name", "subject_type", "date_start", "date_end", "state")
LINKS = ("level_id", "region_id", "upline_id")


def create_managers(env, channel) -> dict:
    """Return regional managers: of a district, of the first and of the last province."""
    first, last = channel.provinces
    managers = {}
    for name, region in (
        ("a district", first.child_ids[0]),
        ("half of all members", first),
        ("the other half", last),
    ):
        login = f"bench_{region.code}".lower()
        managers[name] = new_test_user(
            env, login, groups="base.group_user,distribution_member.group_distribution_manager"
        )
        region.manager_ids = managers[name]
    return managers


def open_list(env, user, domain=()):
    """Do what the member list does when it is opened: search, count, read its columns."""
    specification = {name: {} for name in COLUMNS}
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
