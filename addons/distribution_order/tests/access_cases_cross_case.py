"""Who may do what with cases of cross-region selling; how to read it: access_table.py."""

import itertools

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture

_numbers = itertools.count(1)

READ = {"reviewer": "r r - - -"}
CASES = {
    # Seen by who looks after the place or the member; finance and plain users have no part in it.
    "distribution.cross.case": {
        **READ,
        "manager": "rwc rwc - - -",
        "admin": "rwc rwc rwc rwc -",
    },
    "distribution.cross.case.line": {
        **READ,
        "manager": "rwcd rwcd - - -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.cross.case.file": {
        **READ,
        "manager": "rwc rwc - - -",
        "admin": "rwc rwc rwc rwc -",
    },
    "distribution.cross.case.log": {"reviewer manager": "r r - - -", "admin": "r r r r -"},
    "distribution.cross.measure": {"reviewer manager": "r", "admin": "rwcd"},
}

WITHOUT_RULE = {
    "distribution.cross.measure": "names of measures, the same for all companies",
}

PUBLIC_METHODS = {
    "distribution.cross.case": {
        "action_ask_hearing",
        "action_check",
        "action_close",
        "action_confirm",
        "action_find_unfounded",
        "action_open_order",
        "action_take_measure",
    },
    "distribution.cross.case.hearing.mixin": {"action_ask_hearing"},
    "distribution.cross.case.decision.mixin": {
        "action_close",
        "action_confirm",
        "action_find_unfounded",
        "action_take_measure",
    },
    "distribution.cross.case.file": {"action_open", "action_release"},
    "distribution.order.cross.case.mixin": {"action_distribution_open_cross_case"},
}


def make_case(world, member):
    """A report about the member, made by nobody of the roles."""
    return world.env["distribution.cross.case"].create(
        {
            "company_id": member.company_id.id,
            "member_id": member.id,
            "region_id": member.region_id.id,
            "user_id": world.env.ref("base.user_root").id,
            "description": f"{member.code}-cross-secret",
        }
    )


def make_line(world, member):
    """Goods of it."""
    return world.env["distribution.cross.case.line"].create(
        {"case_id": make_case(world, member).id, "lot_name": f"{member.code}-lot-secret"}
    )


def make_file(world, member):
    """A photo with the report, which the member was not shown."""
    file = world.env["distribution.cross.case.file"].create(
        {"case_id": make_case(world, member).id, "side": "report"}
    )
    file._store_file(picture(), f"{member.code}-evidence-secret.jpg")
    return file


def make_measure(world, member):
    """A measure, which is of all companies."""
    return world.env["distribution.cross.measure"].create({"name": f"Measure {next(_numbers)}"})


FACTORIES = {
    "distribution.cross.case": make_case,
    "distribution.cross.case.line": make_line,
    "distribution.cross.case.file": make_file,
    "distribution.cross.case.log": lambda world, member: make_case(world, member).log_ids[:1],
    "distribution.cross.measure": make_measure,
}
