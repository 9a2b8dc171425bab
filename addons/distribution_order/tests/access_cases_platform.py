"""Who may do what with shops, goods to match and live sessions; see access_cases.py."""

import itertools

_numbers = itertools.count(1)

CASES = {
    "distribution.order.import.status": {"staff": "r", "admin": "rwcd"},
    "distribution.platform.shop": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.platform.sku": {
        "staff": "r r r r -",
        "manager": "rwc rwc rwc rwc -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.live.session": {
        "finance": "rwc rwc rwc rwc -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
}

PUBLIC_METHODS = {
    "distribution.live.session": {"action_find_orders", "action_open_orders"},
    "distribution.order.import.profile": {"action_add_platforms"},
    "distribution.platform.shop": {"action_open_orders"},
    "distribution.platform.sku": {"action_open_lines", "action_retry"},
}


def make_taobao_profile(world, _member):
    """A profile of a platform."""
    return world.env["distribution.order.import.profile"].create(
        {"name": f"Profile {next(_numbers)}", "tz": "UTC", "platform": "taobao"}
    )


def make_shop(world, member):
    """A shop whose sales are the member's."""
    return world.env["distribution.platform.shop"].create(
        {"name": f"Shop {next(_numbers)}", "platform": "jd", "member_id": member.id}
    )


def make_sku(world, member):
    """Goods on a platform that nobody has matched yet."""
    return world.env["distribution.platform.sku"].create(
        {"platform": "jd", "title": f"Goods {next(_numbers)}"}
    )


def make_session(world, member):
    """A live session."""
    return world.env["distribution.live.session"].create(
        {
            "name": f"Session {next(_numbers)}",
            "anchor": "Anchor",
            "date_start": "2026-06-01 12:00:00",
            "date_end": "2026-06-01 16:00:00",
        }
    )


FACTORIES = {
    "distribution.order.import.status": lambda world, member: make_taobao_profile(
        world, member
    ).status_ids[:1],
    "distribution.platform.shop": make_shop,
    "distribution.platform.sku": make_sku,
    "distribution.live.session": make_session,
}
