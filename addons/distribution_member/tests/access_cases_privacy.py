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
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.consent (of an application)": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.consent.record": {"reviewer manager finance admin": "rwcd"},
    "distribution.sensitive.key": {"admin": "rw"},
    "distribution.privacy.request": {"finance admin": "rwc rwc rwc rwc -"},
    "distribution.retention.rule": {"admin": "rwc rwc rwc rwc -"},
    "distribution.retention.run": {"admin": "r r r r -"},
    "distribution.incident": {"admin": "rwc rwc rwc rwc -"},
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
    "distribution.privacy.request": {
        "action_cancel",
        "action_check",
        "action_done",
        "action_refuse",
        "reveal",
    },
    "distribution.retention.rule": {"action_apply"},
    "distribution.incident": {
        "action_close",
        "action_find_affected",
        "action_open_affected",
        "action_tell_persons",
    },
    "distribution.member.privacy.mixin": {"action_open_sightings"},
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


def make_request(world, member):
    """A request of the member's person."""
    return world.env["distribution.privacy.request"].create(
        {"kind": "restrict", "member_id": member.id}
    )


def make_rule(world, member):
    """A retention rule of the member's company."""
    rules = world.env["distribution.retention.rule"]
    values = {"category": "privacy_request", "company_id": member.company_id.id}
    found = rules.search([(name, "=", value) for name, value in values.items()])
    return found or rules.create({**values, "name": "Requests", "years": 1})


def make_run(world, member):
    """A run of that rule."""
    return world.env["distribution.retention.run"].create(
        {
            "rule_id": make_rule(world, member).id,
            "category": "privacy_request",
            "date_before": "2020-01-01",
            "model": "distribution.privacy.request",
        }
    )


def make_incident(world, member):
    """An incident in the member's company."""
    words = ("title", "data_categories", "cause", "possible_harm", "measures", "self_help")
    values = {**dict.fromkeys(words, "X"), "contact": "X", "company_id": member.company_id.id}
    return world.env["distribution.incident"].create(values)


FACTORIES = {
    "distribution.privacy.request": make_request,
    "distribution.retention.rule": make_rule,
    "distribution.retention.run": make_run,
    "distribution.incident": make_incident,
    "distribution.purpose": make_purpose,
    "distribution.assessment": make_assessment,
    "distribution.consent.text": make_text,
    "distribution.consent": make_consent,
    "distribution.sensitive.key": make_key,
}
