"""Part of the tables of `access_cases.py`: colleagues, messages, notices."""

import itertools

from odoo.fields import Command
from odoo.tests import new_test_user

_numbers = itertools.count(1)

CASES = {
    "distribution.member.user": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rw rw - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    # Nobody writes them; portal users read their own on their pages.
    "distribution.message": {"user reviewer manager": "r r - - -", "finance admin": "r r r r -"},
    "distribution.notice": {
        "staff": "r r r r -",
        "manager": "rwc rwc r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.notice.receipt": {"staff": "r r r r -"},
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.notice": {"action_open_receipts", "action_publish", "action_withdraw"},
}


def make_colleague(world, member):
    """The place of a portal user at the member's company."""
    login = f"x_colleague_{next(_numbers)}"
    contact = world.env["res.partner"].create({"name": login, "parent_id": member.partner_id.id})
    user = new_test_user(world.env, login, groups="base.group_portal", partner_id=contact.id)
    return world.env["distribution.member.user"].search([("user_id", "=", user.id)])


def make_message(world, member):
    """Something that was told to a person who is none of the visitors."""
    return world.env["distribution.message"].create(
        {
            "name": f"{member.code}-message-secret",
            "member_id": member.id,
            "user_id": world.env.uid,
            "url": "/my/distribution/orders",
        }
    )


def make_notice(world, member):
    """A notice to the members of the member's region."""
    return world.env["distribution.notice"].create(
        {
            "name": "News",
            "body": "<p>News</p>",
            "region_ids": [Command.set(member.region_id.ids)],
            "company_id": member.company_id.id,
        }
    )


def make_receipt(world, member):
    """Somebody has read such a notice."""
    notice = make_notice(world, member)
    notice._mark_read()
    return notice.receipt_ids


FACTORIES = {
    "distribution.message": make_message,
    "distribution.member.user": make_colleague,
    "distribution.notice": make_notice,
    "distribution.notice.receipt": make_receipt,
}
