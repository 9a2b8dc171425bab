"""Who may do what with invitations and their links; how to read and extend it: access_table.py."""

from odoo import fields

from .access_cases_applications import make_application

CASES = {
    "distribution.referral": {"user reviewer manager": "r r - - -", "finance admin": "r r r r -"},
    "distribution.referral.link": {
        "user reviewer": "r r - - -",
        "manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwc rwc rwc rwc -",
    },
    "distribution.referral.visit": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.referral.decision": {"reviewer manager admin": "rwcd"},
}

PUBLIC_METHODS = {
    "distribution.referral": {"action_open_application"},
    "distribution.referral.link": {"action_open_page", "action_print_poster"},
    "distribution.referral.poster.mixin": {"action_print_poster"},
    "distribution.referral.decision": {"action_confirm"},
}


def make_link(world, member):
    """A link of the member."""
    return world.env["distribution.referral.link"].create({"member_id": member.id})


def make_referral(world, member):
    """An applicant that the member has brought."""
    application = make_application(world, member)
    return world.env["distribution.referral"].create(
        {
            **world.env["distribution.referral"]._prepare_subject(application),
            "inviter_id": member.id,
            "mode": "first",
            "via": "code",
            "state": "bound",
        }
    )


def make_visit(world, member):
    """A day on which a link of the member was opened."""
    return world.env["distribution.referral.visit"].create(
        {
            "link_id": make_link(world, member).id,
            "date": fields.Date.context_today(member),
            "quantity": 1,
        }
    )


FACTORIES = {
    "distribution.referral": make_referral,
    "distribution.referral.link": make_link,
    "distribution.referral.visit": make_visit,
}
