"""The people who log in: staff, and the distributors' portal users."""

from scripts.demo_company import channel, names
from scripts.demo_company.logins import PASSWORDS


def make_staff(env):
    """Name the administrator and create the employees."""
    env.ref("base.user_root").tz = names.TIME_ZONE  # the scheduler's "today" is the company's
    admin = env.ref("base.user_admin")
    person = _prepare_person(names.ADMIN.login, names.ADMIN.name)
    del person["login"]  # it is admin, like the password; writing either sends a warning by mail
    admin.write({**person, "odoobot_state": "disabled"})
    admin.partner_id.function = names.ADMIN.job
    users = env["res.users"].with_context(no_reset_password=True)
    for colleague in names.STAFF:
        group = env.ref(f"distribution_member.{colleague.group}")
        user = users.create(
            {
                **_prepare_person(colleague.login, colleague.name),
                "group_ids": [(6, 0, [env.ref("base.group_user").id, group.id])],
                "odoobot_state": "disabled",
                **_prepare_password(colleague.login),
            }
        )
        user.partner_id.function = colleague.job


def make_portal_users(env):
    """Give the person in charge of every active member a portal user.

    Those without a password have to be invited first.
    """
    logins = {code: login for login, code in channel.PORTAL_LOGINS.items()}
    users = env["res.users"].with_context(no_reset_password=True)
    for member in env["distribution.member"].search([("state", "=", "active")]):
        login = logins.get(member.code, member.code.lower())
        person = member.partner_id.child_ids[:1] or member.partner_id
        users.create(
            {
                **_prepare_person(login, person.name),
                "partner_id": person.id,
                "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
                **_prepare_password(login),
            }
        )


def find_users(env):
    """Return the users by login."""
    return {user.login: user for user in env["res.users"].search([])}


def _prepare_person(login, name):
    return {
        "name": name,
        "login": login,
        "email": f"{login}@{names.EMAIL_DOMAIN}",
        "lang": names.LANGUAGE,
        "tz": names.TIME_ZONE,
    }


def _prepare_password(login):
    return {"password": PASSWORDS[login]} if login in PASSWORDS else {}
