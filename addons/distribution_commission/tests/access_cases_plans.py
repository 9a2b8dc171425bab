"""Part of the tables of `access_cases.py`: acceptances, legal limits, what is paid of sales."""

CASES = {
    "distribution.commission.acceptance": {"manager": "r r - - -", "finance admin": "r r r r -"},
    "distribution.commission.limit": {"manager finance": "r", "admin": "rc"},
    "distribution.commission.monitor": {"finance admin": "r r r r -"},
}

WITHOUT_RULE = {"distribution.commission.limit": "the law is the same for all companies"}

# What the mixins of a plan bring is public on the plan as well.
MIXINS = {
    "distribution.commission.plan.acceptance.mixin": {
        "action_open_acceptances",
        "action_open_unaccepted",
        "action_remind",
    },
    "distribution.commission.plan.difference.mixin": {"action_show_difference"},
    "distribution.commission.plan.guard.mixin": {"action_approve"},
    "distribution.commission.plan.simulation.mixin": {"action_open_simulations", "simulate"},
    "distribution.commission.plan.version.mixin": {"action_new_version", "action_open_plan"},
}
PUBLIC_METHODS = {
    **MIXINS,
    "distribution.commission.monitor": {"action_open_entries"},
    "distribution.commission.plan": {
        "action_activate",
        "action_close",
        "action_open_entries",
        "action_open_monitor",
    }.union(*MIXINS.values()),
}


def make_acceptance(world, member):
    """The member has accepted a plan."""
    from .access_cases import make_plan

    plan = make_plan(world, member)
    return world.env["distribution.commission.acceptance"]._accept(plan, member)


def make_monitor_row(world, member):
    """What a plan pays of an order of the member."""
    from .access_cases import make_entry

    entry = make_entry(world, member)
    return world.env["distribution.commission.monitor"].search(
        [("plan_id", "=", entry.plan_id.id), ("order_id", "=", entry.order_id.id)]
    )


FACTORIES = {
    "distribution.commission.acceptance": make_acceptance,
    "distribution.commission.limit": lambda world, member: world.env.ref(
        "distribution_commission.limit_levels_2005"
    ),
    "distribution.commission.monitor": make_monitor_row,
}
