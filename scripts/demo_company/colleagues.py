"""The distributors' people in the portal: who manages, orders, sees the money, looks on."""

from scripts.demo_company import names

# member -> (login, name, role)
COLLEAGUES = {
    "A01": [
        ("a01.order", "罗小芳", "buyer"),
        ("a01.money", "曾会计", "finance"),
        ("a01.store", "魏库管", "viewer"),
    ],
    "D101": [
        ("d101.order", "钟敏", "buyer"),
        ("d101.money", "何会计", "finance"),
        ("d101.store", "潘店长", "viewer"),
    ],
    "D102": [("d102.order", "苏强", "buyer")],
}
# Who has left since.
DISMISSED = "d101.store"


def make_colleagues(env):
    """Let each distributor have its people, with the role its administrator gave them."""
    members = {member.code: member for member in env["distribution.member"].search([])}
    users = env["res.users"].with_context(no_reset_password=True)
    for code, people in COLLEAGUES.items():
        for login, name, role in people:
            user = users.create(
                {
                    "name": name,
                    "login": login,
                    "email": f"{login}@{names.EMAIL_DOMAIN}",
                    "lang": names.LANGUAGE,
                    "tz": names.TIME_ZONE,
                    "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
                    "partner_id": _make_contact(env, members[code], name).id,
                }
            )
            colleague = env["distribution.member.user"].search([("user_id", "=", user.id)])
            colleague._change_role(role)
            if login == DISMISSED:
                colleague._dismiss()


def _make_contact(env, member, name):
    return env["res.partner"].create({"name": name, "parent_id": member.partner_id.id})
