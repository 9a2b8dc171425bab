"""Who sets targets and sees performance; how to read and extend it: access_table.py."""

READ_BY_REGION = {
    "user reviewer manager": "r r - - -",
    "finance admin": "r r r r -",
}
SET_IN_COMPANY = {
    "user reviewer manager finance": "r r r r -",
    "admin": "rwcd rwcd rwcd rwcd -",
}

CASES = {
    "distribution.target": {
        "user reviewer": "r r - - -",
        "manager": "rwcd rwcd - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.target.progress": READ_BY_REGION,
    "distribution.target.split": SET_IN_COMPANY,
    "distribution.scorecard": {
        "user reviewer manager finance": "r r r r -",
        "admin": "rwc rwc rwc rwc -",
    },
    # Computed by the scheduler: nobody writes it.
    "distribution.performance": READ_BY_REGION,
    "distribution.performance.warning": {
        "user reviewer": "r r - - -",
        "manager": "rw rw - - -",
        "finance": "r r r r -",
        "admin": "rw rw rw rw -",
    },
    "distribution.target.copy": {"manager admin": "rwcd"},
}

WITHOUT_RULE = {}

DRILL = {
    "action_open_invoices",
    "action_open_months",
    "action_open_returns",
    "action_open_sales",
    "action_open_target",
    "action_open_warnings",
}
OF_MEMBER = {"action_open_performance", "action_open_performance_warnings"}

PUBLIC_METHODS = {
    "distribution.member": OF_MEMBER,
    "distribution.member.performance.mixin": OF_MEMBER,
    "distribution.performance": {"action_refresh", *DRILL},
    "distribution.performance.drill.mixin": DRILL,
    "distribution.performance.refresh.mixin": {"action_refresh"},
    "distribution.performance.warning": {
        "action_handle",
        "action_open_member",
        "action_open_performance",
        "action_open_sales",
    },
    "distribution.target": {"action_open_progress", "action_reset", "action_set"},
    "distribution.target.copy": {"action_copy"},
    "distribution.target.progress": {"action_open_sales"},
}


def make_target(world, member):
    """A target of the member in its own year, for there can be one only."""
    targets = world.env["distribution.target"]
    year = 2030 + targets.search_count([("member_id", "=", member.id)])
    return targets.create(
        {"member_id": member.id, "company_id": member.company_id.id, "year": year, "amount": 1200}
    )


def make_progress(world, member):
    """The first month of a target."""
    target = make_target(world, member)
    world.env.flush_all()
    progress = world.env["distribution.target.progress"]
    return progress.search([("target_id", "=", target.id)], limit=1)


def make_split(world, member):
    """A split of the member's company."""
    return world.env["distribution.target.split"].create(
        {"name": f"Split for {member.code}", "company_id": member.company_id.id}
    )


def make_scorecard(world, member):
    """The scorecard of the member's company."""
    return world.env["distribution.scorecard"]._ensure_for(member.company_id)


def make_performance(world, member):
    """A month of the member."""
    rows = world.env["distribution.performance"]
    month = member.company_id._get_distribution_today().replace(day=1)
    rows._refresh_month(member.company_id, month)
    return rows.search([("member_id", "=", member.id), ("date", "=", month)])


def make_warning(world, member):
    """A warning about the member."""
    return world.env["distribution.performance.warning"].create(
        {
            "company_id": member.company_id.id,
            "currency_id": member.company_id.currency_id.id,
            "member_id": member.id,
            "region_id": member.region_id.id,
            "kind": "sleeping",
            "date": "2026-01-05",
            "silent_days": 40,
        }
    )


FACTORIES = {
    "distribution.target": make_target,
    "distribution.target.progress": make_progress,
    "distribution.target.split": make_split,
    "distribution.scorecard": make_scorecard,
    "distribution.performance": make_performance,
    "distribution.performance.warning": make_warning,
}
