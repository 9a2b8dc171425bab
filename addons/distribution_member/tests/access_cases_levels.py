"""Who may do what with level rules and suggestions; how to read and extend it: access_table.py."""

CASES = {
    "distribution.level.rule": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.level.rule.line": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.level.run": {"manager admin": "r r r r -"},
    "distribution.level.suggestion": {
        "user reviewer": "r r - - -",
        "manager": "rw rw - - -",
        "finance": "r r r r -",
        "admin": "rw rw rw rw -",
    },
    "distribution.level.suggestion.line": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.level.decision": {"manager admin": "rwcd"},
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.level.rule": {"action_open_suggestions"},
    "distribution.level.suggestion": {
        "action_answer_objection",
        "action_confirm",
        "action_dismiss",
        "action_find",
        "action_open_member",
    },
    "distribution.level.suggestion.line": {"action_open_records"},
    "distribution.level.decision.mixin": {"action_confirm", "action_dismiss"},
    "distribution.level.objection.mixin": {"action_answer_objection"},
    "distribution.level.decision": {"action_apply"},
    "distribution.member.level.suggestion.mixin": {"action_open_level_suggestions"},
}


def make_rule(world, member):
    """A rule of the member's company for a level of its own."""
    rules = world.env["distribution.level.rule"]
    name = f"R{rules.with_context(active_test=False).search_count([])}-{member.code}"
    level = world.env["distribution.level"].create(
        {"name": name, "code": name, "company_id": member.company_id.id}
    )
    return rules.create(
        {
            "name": name,
            "level_id": level.id,
            "company_id": member.company_id.id,
            "line_ids": [(0, 0, {"threshold": 1})],
        }
    )


def make_run(world, member):
    """A search of some month of the past."""
    runs = world.env["distribution.level.run"]
    year = 1990 + runs.search_count([])
    return runs.create({"company_id": member.company_id.id, "date_to": f"{year}-01-01"})


def make_suggestion(world, member):
    """What waits for a decision about the member; there is one at most."""
    suggestions = world.env["distribution.level.suggestion"]
    found = suggestions.search([("member_id", "=", member.id), ("state", "=", "pending")])
    rule = found.rule_id or make_rule(world, member)
    return found or suggestions.create(
        {
            "member_id": member.id,
            "level_id": member.level_id.id,
            "suggested_level_id": rule.level_id.id,
            "direction": "up",
            "rule_id": rule.id,
            "date_from": "2025-01-01",
            "date_to": "2025-07-01",
            "line_ids": [(0, 0, {"value": 2, "threshold": 1, "is_met": True})],
        }
    )


FACTORIES = {
    "distribution.level.rule": make_rule,
    "distribution.level.rule.line": lambda world, member: make_rule(world, member).line_ids,
    "distribution.level.run": make_run,
    "distribution.level.suggestion": make_suggestion,
    "distribution.level.suggestion.line": lambda world, member: (
        make_suggestion(world, member).line_ids
    ),
}
