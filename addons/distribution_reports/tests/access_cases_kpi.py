"""Who reads the service figures, and whose reports by mail; how to read it: access_table.py."""

import itertools

_numbers = itertools.count(1)

CASES = {
    "distribution.kpi": {"manager finance": "r", "admin": "rw"},
    "distribution.kpi.value": {"manager finance admin": "r r r r -"},
    "distribution.kpi.permission": {"admin": "r"},
    # Those of the world belong to nobody of the roles: a manager sees own ones only.
    "distribution.report.schedule": {"finance admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.report.schedule (own)": {
        "manager finance admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.report.delivery": {"finance admin": "r r r r -"},
    "distribution.report.delivery (own)": {"manager finance admin": "r r r r -"},
}

WITHOUT_RULE = {
    "distribution.kpi": "definitions and goals are the same for all companies; values have a rule",
    "distribution.kpi.permission": "models of the product, which belong to nobody",
}

PUBLIC_METHODS = {
    "distribution.kpi": {
        "action_measure",
        "action_open_bad",
        "action_open_records",
        "action_open_values",
    },
    "distribution.report.delivery": {"action_retry"},
    "distribution.report.schedule": {
        "action_open_deliveries",
        "action_preview",
        "action_send_now",
    },
}


def make_kpi(world, member):
    """A figure: the same for all, with a code of its own."""
    return world.env["distribution.kpi"].create(
        {
            "name": "Figure",
            "code": f"access_{next(_numbers)}",
            "definition": "Probe",
            "unit": "days",
            "comparison": "at_most",
            "goal": 1.0,
        }
    )


def make_value(world, member):
    """A week of a figure in the member's company."""
    return world.env["distribution.kpi.value"].create(
        {
            "kpi_id": make_kpi(world, member).id,
            "company_id": member.company_id.id,
            "week": "2026-03-02",
        }
    )


def make_permission(world, member):
    """What guards one of our models."""
    return world.env["distribution.kpi.permission"].search([], limit=1)


def make_schedule(world, member, owner=None):
    """A scheduled report of the member's company."""
    user = owner or world.env.ref("base.user_admin")
    schedules = world.env["distribution.report.schedule"]
    return schedules.create(
        {
            "name": "Probe",
            "company_id": member.company_id.id,
            "user_id": user.id,
            "recipient_ids": [(6, 0, user.ids)],
        }
    )


def make_delivery(world, member, owner=None):
    """A mail of such a report."""
    schedule = make_schedule(world, member, owner)
    return world.env["distribution.report.delivery"].create(
        {
            "key": f"access:{next(_numbers)}",
            "kind": "sales",
            "company_id": member.company_id.id,
            "user_id": schedule.user_id.id,
            "schedule_id": schedule.id,
            "due": "2026-03-02 00:00:00",
        }
    )


def _find_manager(world):
    return world.users["manager"].with_env(world.env)


FACTORIES = {
    "distribution.kpi": make_kpi,
    "distribution.kpi.value": make_value,
    "distribution.kpi.permission": make_permission,
    "distribution.report.schedule": make_schedule,
    "distribution.report.schedule (own)": lambda world, member: make_schedule(
        world, member, _find_manager(world)
    ),
    "distribution.report.delivery": make_delivery,
    "distribution.report.delivery (own)": lambda world, member: make_delivery(
        world, member, _find_manager(world)
    ),
}
