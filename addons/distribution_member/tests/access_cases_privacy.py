"""Part of the tables of `access_cases.py`: consent, purposes, keys."""

import itertools

_numbers = itertools.count(1)

CASES = {
    "distribution.purpose": {"staff": "r", "admin": "rwcd"},
    "distribution.assessment": {"finance": "r", "admin": "rwcd"},
    "distribution.consent.text": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.consent": {
        "distributors": "r - - - -",
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.consent (of an applicant)": {
        "user manager": "r r - - -",
        "reviewer finance admin": "r r r r -",
    },
    "distribution.consent.record": {"reviewer manager finance admin": "rwcd"},
    "distribution.sensitive.key": {"admin": "rw"},
}

WITHOUT_RULE = {
    "distribution.purpose": "what data are used for is no secret and belongs to nobody",
    "distribution.assessment": "belongs to a purpose; finance and administrators answer for all",
    "distribution.sensitive.key": "names of keys, never the keys; administrators only",
}

PUBLIC_METHODS = {
    "distribution.consent.text": {"action_new_version", "action_publish"},
    "distribution.consent.record": {"action_confirm"},
    "distribution.purpose": {"action_activate", "action_close", "action_open_consents"},
    "distribution.assessment": {"action_finish"},
    "distribution.sensitive.key": {"action_rotate"},
}


def make_purpose(world, member):
    """A purpose for which data are used."""
    return world.env.ref("distribution_member.distribution_purpose_share_upline")


def make_assessment(world, member):
    """A draft of an impact assessment."""
    return world.env["distribution.assessment"].create(
        {
            "purpose_id": make_purpose(world, member).id,
            "necessity": "Needed",
            "risks": "Small",
            "measures": "Masked",
        }
    )


def make_text(world, member):
    """A published text of the member's company."""
    text = world.env.ref("distribution_member.distribution_consent_text_share_upline_en_us")
    copy = text.copy({"lang": "en_US", "company_id": member.company_id.id})
    copy.action_publish()
    return copy


def make_consent(world, member):
    """What the member agreed to."""
    return world.env["distribution.consent"]._give(member, make_text(world, member), "portal")


def make_key(world, member):
    """The name of a key."""
    number = next(_numbers)
    return world.env["distribution.sensitive.key"].create(
        {"key_id": f"x{number}", "token": "x", "is_retired": True}
    )


FACTORIES = {
    "distribution.purpose": make_purpose,
    "distribution.assessment": make_assessment,
    "distribution.consent.text": make_text,
    "distribution.consent": make_consent,
    "distribution.sensitive.key": make_key,
}
