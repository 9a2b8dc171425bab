"""Who may let past sales earn; see access_cases.py."""

CASES = {"distribution.commission.adoption": {"admin": "rwcd rwcd rwcd rwcd -"}}

PUBLIC_METHODS = {
    "distribution.commission.adoption": {
        "action_commit",
        "action_open_amounts",
        "action_preview",
    }
}


def make_adoption(world, member):
    """A step that nobody has started."""
    return world.env["distribution.commission.adoption"].create(
        {"company_id": member.company_id.id, "date_from": "2020-01-01"}
    )


FACTORIES = {"distribution.commission.adoption": make_adoption}
