"""Who may do what with reminders of what expires; how to read and extend it: access_table.py."""

CASES = {
    "distribution.expiry.reminder": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.member.renew": {"manager admin": "rwcd"},
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.expiry.reminder": {"action_open_subject"},
    "distribution.member.renew": {"action_confirm"},
    "distribution.member.expiry.mixin": {"action_renew"},
}


def make_reminder(world, member):
    """A reminder of the end of the membership."""
    return world.env["distribution.expiry.reminder"].create(
        {
            "kind": "membership",
            "res_model": "distribution.member",
            "res_id": member.id,
            "member_id": member.id,
            "threshold": 90,
            "date_end": "2999-01-01",
        }
    )


FACTORIES = {
    "distribution.expiry.reminder": make_reminder,
    "distribution.member.renew": lambda world, member: world.env[
        "distribution.member.renew"
    ].create({"member_ids": member.ids, "date_end": "2999-01-01"}),
}
