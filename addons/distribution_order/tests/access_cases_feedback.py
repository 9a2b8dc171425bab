"""Who may do what with feedback; how to read and extend it: access_table.py."""

import itertools

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture

_numbers = itertools.count(1)

CASES = {
    # As visible as the member; portal users read it on their pages, which look after that.
    "distribution.feedback": {
        "user reviewer": "r r - - -",
        "manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.feedback.file": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.feedback.topic": {"staff": "r", "admin": "rwcd"},
}

WITHOUT_RULE = {
    "distribution.feedback.topic": "names of topics, the same for all companies",
}

PUBLIC_METHODS = {
    "distribution.feedback": {
        "action_answer",
        "action_decline",
        "action_done",
        "action_plan",
        "action_triage",
    },
    "distribution.feedback.file": {"action_open"},
    "distribution.photo.mixin": {"action_open"},
}


def make_feedback(world, member):
    """What somebody of the member wrote."""
    return world.env["distribution.feedback"].create(
        {"member_id": member.id, "user_id": False, "text": f"{member.code}-feedback-secret"}
    )


def make_feedback_file(world, member):
    """A picture with it."""
    file = world.env["distribution.feedback.file"].create(
        {"feedback_id": make_feedback(world, member).id}
    )
    file._store_file(picture(), f"{member.code}-picture-secret.jpg")
    return file


def make_topic(world, member):
    """A topic, which is of all companies."""
    return world.env["distribution.feedback.topic"].create({"name": f"Topic {next(_numbers)}"})


FACTORIES = {
    "distribution.feedback": make_feedback,
    "distribution.feedback.file": make_feedback_file,
    "distribution.feedback.topic": make_topic,
}
