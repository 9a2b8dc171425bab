"""Who may do what with authorisations; how to read and extend it: access_table.py."""

CASES = {
    "distribution.authorisation": {
        "user reviewer": "r r - - -",
        "manager": "rwcd rwcd - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.authorisation (issued)": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rwcd rwcd - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.authorisation.revoke": {"manager admin": "rwcd"},
    "distribution.region.load": {"admin": "rwcd"},
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.authorisation.certificate.mixin": {"action_open_check_page"},
    "distribution.authorisation": {
        "action_issue",
        "action_open_check_page",
        "action_renew",
        "action_revoke",
    },
    "distribution.authorisation.revoke": {"action_confirm"},
    "distribution.region.load": {"action_load"},
    "distribution.member.authorisation.mixin": {"action_open_authorisations"},
}


def make_authorisation(world, member):
    """A draft for the member's region."""
    return world.env["distribution.authorisation"].create(
        {"member_id": member.id, "region_id": member.region_id.id}
    )


def make_issued(world, member):
    """A certificate."""
    authorisation = make_authorisation(world, member)
    authorisation.action_issue()
    return authorisation


FACTORIES = {
    "distribution.authorisation": make_authorisation,
    "distribution.authorisation (issued)": make_issued,
    "distribution.authorisation.revoke": lambda world, member: world.env[
        "distribution.authorisation.revoke"
    ].create({"authorisation_ids": make_issued(world, member).ids, "reason": "Test"}),
    "distribution.region.load": lambda world, member: world.env["distribution.region.load"].create(
        {"depth": "province"}
    ),
}
