"""People of members who use the portal; made inside an Odoo shell."""

from odoo.fields import Command


def make_buyer(env, member, login, password):
    """Return a portal user who does everything for a member."""
    person = env["res.partner"].create({"name": login, "parent_id": member.partner_id.id})
    user = env["res.users"].create(
        {
            "login": login,
            "password": password,
            "partner_id": person.id,
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    env["distribution.member.user"].search([("user_id", "=", user.id)]).write(
        {"role": "admin", "active": True}
    )
    return user
