"""Who may do what with applications and documents; how to read and extend it: access_table.py."""

import itertools

from .. import identity_numbers

_numbers = itertools.count(1)

STAFF_READ = {
    "user": "r r - - -",
    "finance": "r r r r -",
}

CASES = {
    "distribution.document.type": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.application": {
        **STAFF_READ,
        "reviewer manager": "rwc rwc - - -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.document": {
        **STAFF_READ,
        "reviewer manager": "rwc rwc - - -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.application.event": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.application.reason": {"reviewer manager admin": "rwcd"},
    "distribution.attempt": {"admin": "r"},
    "distribution.link.request": {"admin": "r"},
}

WITHOUT_RULE = {
    "distribution.attempt": "hashes that belong to nobody, for administrators",
    "distribution.link.request": "typed addresses, for administrators, gone within the hour",
}

PUBLIC_METHODS = {
    "distribution.document": {"action_accept", "action_open", "action_refuse"},
    "distribution.document.file.mixin": {"action_open"},
    "distribution.application": {
        "action_apply_again",
        "action_approve",
        "action_open_duplicates",
        "action_open_member",
        "action_reject",
        "action_request_info",
        "action_send_link",
        "action_submit",
        "action_take",
        "action_withdraw",
        "reject_tier",
        "request_validation",
        "restart_validation",
        "reveal",
        "validate_tier",
    },
    "distribution.application.review.mixin": {
        "action_approve",
        "action_reject",
        "action_request_info",
        "action_take",
    },
    "distribution.application.tier.mixin": {
        "reject_tier",
        "request_validation",
        "restart_validation",
        "validate_tier",
    },
    "distribution.application.duplicates.mixin": {"action_open_duplicates"},
    "distribution.application.link.mixin": {"action_send_link"},
    "distribution.application.reason": {"action_confirm"},
}


def make_document_type(world, member):
    """A document type of the member's company."""
    return world.env["distribution.document.type"].create(
        {
            "name": "Type",
            "code": f"X-{next(_numbers)}",
            "company_id": member.company_id.id,
        }
    )


def make_application(world, member):
    """An application for the member's region, a draft."""
    number = next(_numbers)
    body = f"91500112MA5X{number:05d}"
    return world.env["distribution.application"].create(
        {
            "applicant_name": f"Applicant {number}",
            "credit_code": body + identity_numbers.credit_code_check_sign(body),
            "contact_name": "Li Lei",
            "phone": f"139{number:08d}",
            "email": f"access{number}@example.com",
            "level_id": member.level_id.id,
            "region_id": member.region_id.id,
            "company_id": member.company_id.id,
            "lang": "en_US",
        }
    )


def make_document(world, member):
    """A document of such an application."""
    return world.env["distribution.document"].create(
        {
            "application_id": make_application(world, member).id,
            "type_id": make_document_type(world, member).id,
        }
    )


def make_event(world, member):
    """A row in the timeline of such an application."""
    application = make_application(world, member)
    application._record_event("submitted")
    return application.event_ids


FACTORIES = {
    "distribution.document.type": make_document_type,
    "distribution.application": make_application,
    "distribution.document": make_document,
    "distribution.application.event": make_event,
    "distribution.attempt": lambda world, member: world.env["distribution.attempt"].create(
        {"kind": "join", "address_hash": "x"}
    ),
    "distribution.link.request": lambda world, member: world.env[
        "distribution.link.request"
    ].create({"email": "x@example.com"}),
}
