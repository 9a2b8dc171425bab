"""Who may link past orders to members; see access_cases.py."""

CASES = {
    "distribution.order.adoption": {"admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.adoption.line": {"admin": "r r r r -"},
}

PUBLIC_METHODS = {"distribution.order.adoption": {"action_commit", "action_preview"}}


def make_adoption(world, member):
    """A step that nobody has started."""
    return world.env["distribution.order.adoption"].create(
        {"company_id": member.company_id.id, "date_from": "2020-01-01"}
    )


def make_line(world, member):
    """A year of it."""
    return world.env["distribution.order.adoption.line"].create(
        {
            "adoption_id": make_adoption(world, member).id,
            "year": 2020,
            "currency_id": member.company_id.currency_id.id,
        }
    )


FACTORIES = {
    "distribution.order.adoption": make_adoption,
    "distribution.order.adoption.line": make_line,
}
