"""Who may replay plans, and who may estimate; how to read it: access_table.py."""

CASES = {
    # A run is written by its own steps: a plain write is refused.
    "distribution.commission.simulation": {"finance admin": "rwd rwd rwd rwd -"},
    "distribution.commission.simulation.line": {"finance admin": "r r r r -"},
    "distribution.commission.simulation.entry": {"finance admin": "r r r r -"},
    "distribution.commission.simulation.progress": {"admin": "r"},
    "distribution.commission.what.if": {"finance admin": "rwcd"},
}

WITHOUT_RULE = {
    "distribution.commission.simulation.progress": "a number of orders, nothing about them",
}

PUBLIC_METHODS = {
    "distribution.commission.estimate.mixin": {"action_estimate_commission"},
    "distribution.commission.simulation": {
        "action_cancel",
        "action_open_entries",
        "action_open_ledger",
        "action_open_lines",
        "action_run_again",
    },
    "distribution.commission.simulation.line": {"action_open_entries", "action_open_ledger"},
    "distribution.commission.what.if": {"action_simulate"},
}


def make_simulation(world, member):
    """A run that waits, of a plan of the member's company."""
    from .access_cases import make_plan

    return make_plan(world, member).simulate("2026-01-01", "2026-01-31")


def make_simulation_line(world, member):
    """What the member would have."""
    return world.env["distribution.commission.simulation.line"].create(
        {
            "simulation_id": make_simulation(world, member).id,
            "dimension": "member",
            "member_id": member.id,
            "amount_then": 10.0,
            "difference": 10.0,
            "outcome": "gain",
        }
    )


def make_simulation_entry(world, member):
    """A row that the member would have in the ledger."""
    run = make_simulation(world, member)
    return world.env["distribution.commission.simulation.entry"].create(
        {
            "simulation_id": run.id,
            "company_id": run.company_id.id,
            "plan_id": run.plan_id.id,
            "rule_id": run.plan_id.rule_ids[:1].id,
            "kind": "rebate",
            "member_id": member.id,
            "amount": 10.0,
            "currency_id": run.currency_id.id,
            "date": "2026-01-05",
        }
    )


FACTORIES = {
    "distribution.commission.simulation": make_simulation,
    "distribution.commission.simulation.line": make_simulation_line,
    "distribution.commission.simulation.entry": make_simulation_entry,
    "distribution.commission.simulation.progress": lambda world, member: world.env[
        "distribution.commission.simulation.progress"
    ].create({"simulation_id": make_simulation(world, member).id, "done": 1, "total": 2}),
    "distribution.commission.what.if": lambda world, member: world.env[
        "distribution.commission.what.if"
    ].create({"plan_id": make_simulation(world, member).plan_id.id}),
}
