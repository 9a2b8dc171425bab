"""Who may do what with members and what is theirs; how to read and extend it: access_table.py.

Tables of a topic may stand in a file of their own, which is added here.
"""

import itertools

from . import access_cases_applications as applications
from . import access_cases_authorisation as authorisation
from . import access_cases_expiry as expiry
from . import access_cases_import as member_import
from . import access_cases_levels as levels
from . import access_cases_portal as portal
from . import access_cases_privacy as privacy
from . import access_cases_referral as referral

_numbers = itertools.count(1)

CASES = {
    "distribution.level": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.region": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.member": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.member (applicant)": {
        "user": "r r - - -",
        "reviewer manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.member.upline": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.member.closure": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.member.level": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.member.freeze": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.member.status": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.audit": {"admin": "r r r r -"},
    "distribution.todo": {"staff": "r"},
    "distribution.todo (of finance)": {"finance admin": "r"},
    "distribution.member.reason": {"reviewer manager admin": "rwcd"},
    "distribution.member.level.change": {"manager admin": "rwcd"},
    "distribution.member.terminate": {"manager admin": "rwcd"},
    "distribution.member.freeze.change": {"manager finance admin": "rwcd"},
    "distribution.member.transfer": {"manager admin": "rwcd"},
    **applications.CASES,
    **portal.CASES,
    **authorisation.CASES,
    **expiry.CASES,
    **privacy.CASES,
    **member_import.CASES,
    **levels.CASES,
    **referral.CASES,
}

WITHOUT_RULE = {
    **applications.WITHOUT_RULE,
    **portal.WITHOUT_RULE,
    **privacy.WITHOUT_RULE,
    **member_import.WITHOUT_RULE,
    **levels.WITHOUT_RULE,
}

PUBLIC_METHODS = {
    "distribution.level": {"action_open_members"},
    "distribution.region": {"action_open_authorisations", "action_open_members"},
    "distribution.member": {
        "action_activate",
        "action_suspend",
        "action_terminate",
        "action_open_authorisations",
        "action_open_downline",
        "action_open_level_suggestions",
        "action_open_sightings",
        "action_freeze",
        "action_renew",
        "action_unfreeze",
        "change_level",
        "change_upline",
        "find_in_tree",
        "get_tree_page",
        "get_upline_chain",
        "reveal",
    },
    "distribution.member.reason": {"action_confirm"},
    "distribution.member.level.change": {"action_confirm"},
    "distribution.member.terminate": {
        "action_confirm",
        "action_open_authorisations",
        "action_open_downline",
        "action_open_users",
    },
    "distribution.member.lifecycle.mixin": {
        "action_activate",
        "action_suspend",
        "action_terminate",
    },
    "distribution.member.freeze.change": {"action_confirm"},
    "distribution.dated.level.mixin": {"change_level"},
    "distribution.member.freeze.mixin": {"action_freeze", "action_unfreeze"},
    "distribution.member.transfer": {"action_confirm", "action_open_branch"},
    "distribution.todo": {"action_open"},
    "distribution.member.branch.mixin": {"action_open_downline"},
    "distribution.member.tree.mixin": {"find_in_tree", "get_tree_page"},
    "distribution.dated.upline.mixin": {"change_upline", "get_upline_chain"},
    "distribution.sensitive.mixin": {"reveal"},
    **applications.PUBLIC_METHODS,
    **portal.PUBLIC_METHODS,
    **authorisation.PUBLIC_METHODS,
    **expiry.PUBLIC_METHODS,
    **privacy.PUBLIC_METHODS,
    **member_import.PUBLIC_METHODS,
    **levels.PUBLIC_METHODS,
    **referral.PUBLIC_METHODS,
}


def make_level(world, member):
    """A level of the member's company."""
    return world.env["distribution.level"].create(
        {"name": f"Level of {member.code}", "code": f"X-{member.code}"}
    )


def make_region(world, member):
    """A region of the member's company."""
    return world.env["distribution.region"].create(
        {
            "name": f"Region of {member.code}",
            "code": f"X-{member.code}",
            "company_id": member.company_id.id,
        }
    )


def make_applicant(world, member):
    """An applicant of the same company, in the same region."""
    return world._create_member(
        f"APPLY-{next(_numbers)}",
        rank=3,
        region=member.region_id,
        state="applicant",
        company_id=member.company_id.id,
    )


def make_todo(world, member):
    """A pile of work for everybody."""
    return world.env["distribution.todo"].create(
        {
            "name": "Pile",
            "model": "distribution.member",
            "action_id": world.env.ref("distribution_member.distribution_member_action").id,
        }
    )


def make_todo_of_finance(world, member):
    """A pile of work for finance."""
    todo = make_todo(world, member)
    todo.group_ids = world.env.ref("distribution_member.group_distribution_finance")
    return todo


def make_closure(world, member):
    """A row that says under whom the member stands; the first distance has one for everybody."""
    world.env["distribution.member"].flush_model()
    closure = world.env["distribution.member.closure"]
    found = closure.search([("member_id", "=", member.id)], limit=1)
    if found:
        return found
    below = world._create_member(
        f"BELOW-{member.code}",
        rank=3,
        region=member.region_id,
        upline=member,
        company_id=member.company_id.id,
    )
    world.env.flush_all()
    return closure.search([("member_id", "=", below.id)], limit=1)


def make_freeze(world, member):
    """A freeze of the member, planned for a day far off."""
    member.action_freeze("order", "2999-01-01", "Overdue")
    return member.freeze_ids[:1]


def make_consent_of_applicant(world, member):
    """What an applicant agreed to."""
    return privacy.make_consent(world, make_applicant(world, member))


def make_consent_of_application(world, member):
    """What somebody agreed to who applies in the member's region."""
    return privacy.make_consent(world, applications.make_application(world, member))


FACTORIES = {
    "distribution.level": make_level,
    "distribution.region": make_region,
    "distribution.member": lambda world, member: member,
    "distribution.member (applicant)": make_applicant,
    "distribution.member.closure": make_closure,
    "distribution.consent (of an applicant)": make_consent_of_applicant,
    "distribution.consent (of an application)": make_consent_of_application,
    "distribution.member.level": lambda world, member: member.level_history_ids[:1],
    "distribution.member.freeze": make_freeze,
    "distribution.member.upline": lambda world, member: member.upline_history_ids[:1],
    "distribution.member.status": lambda world, member: member.status_history_ids[:1],
    "distribution.audit": lambda world, member: world.env["distribution.audit"]._record(
        "freeze", member
    ),
    "distribution.todo": make_todo,
    "distribution.todo (of finance)": make_todo_of_finance,
    **applications.FACTORIES,
    **portal.FACTORIES,
    **authorisation.FACTORIES,
    **expiry.FACTORIES,
    **privacy.FACTORIES,
    **member_import.FACTORIES,
    **levels.FACTORIES,
    **referral.FACTORIES,
}
