"""Who may do what with returns; how to read and extend it: access_table.py."""

import itertools

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture

_numbers = itertools.count(1)

CASES = {
    # Not ours, but the rules that open it to our roles are.
    "rma": {
        "user reviewer": "r r - - -",
        "manager": "rw rw - - -",
        "finance admin": "rw rw rw rw -",
    },
    # Whoever is asked to decide sees what about, beyond the own regions.
    "rma (asked to decide)": {
        "user": "r r r r -",
        "reviewer": "r r - - -",
        "manager": "rw rw - - -",
        "finance admin": "rw rw rw rw -",
    },
    "rma.operation": {"staff": "r"},
    "distribution.return.photo": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.return.rate": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "distribution.return.reason": {"staff": "r", "admin": "rwcd"},
    "distribution.return.rejection": {"staff": "rwc"},
    "distribution.return.inspection": {"staff": "rwc"},
}

WITHOUT_RULE = {
    "distribution.return.reason": "names of reasons, the same for all companies",
    "rma.operation": "names of what is done, the same for all companies",
}

INSPECTION = {
    "action_distribution_inspect",
    "action_distribution_settle",
    "action_refund",
    "create_replace",
    "update_received_state_on_reception",
}
DECISION = {
    "action_distribution_approve",
    "action_distribution_ask_reason",
    "action_distribution_reject",
    "request_validation",
    "restart_validation",
}
PUBLIC_METHODS = {
    "distribution.return.approval.mixin": DECISION,
    "distribution.return.inspection.mixin": INSPECTION,
    "rma": {*INSPECTION, *DECISION, "action_draft"},
    "distribution.return.photo": {"action_open"},
    "distribution.return.rejection": {"action_reject"},
    "distribution.return.rate": {"action_open"},
    "distribution.return.inspection": {"action_inspect"},
}


def make_return(world, member):
    """What a member wants to give back; it follows the talk about it, as OCA's portal asks for."""
    rma = world.env["rma"].create(
        {
            "partner_id": member.partner_id.id,
            "company_id": member.company_id.id,
            "product_id": world.product.id,
            "operation_id": world.env.ref("rma.rma_operation_refund").id,
            "distribution_note": f"{member.code}-return-secret",
        }
    )
    rma.message_subscribe(member.partner_id.ids)
    return rma


def make_asked_return(world, member):
    """A return that the user without any other right is asked to decide on."""
    rma = make_return(world, member)
    definition = world.env["tier.definition"].create(
        {
            "name": "Asked",
            "model_id": world.env["ir.model"]._get_id("rma"),
            "reviewer_id": world.users["user"].id,
            "definition_domain": "[('id', '=', 0)]",  # asks for nothing else
            "company_id": rma.company_id.id,
        }
    )
    world.env["tier.review"].create(
        {"model": "rma", "res_id": rma.id, "definition_id": definition.id}
    )
    return rma


def make_rate(world, member):
    """A row of the return rate: an approved return."""
    rma = make_return(world, member)
    rma.review_ids.status = "approved"
    rma.state = "confirmed"
    world.env.flush_all()
    return world.env["distribution.return.rate"].browse(rma.id * 2 + 1)


def make_operation(world, member):
    """What is done with returns, of all companies."""
    return world.env["rma.operation"].create({"name": f"Operation {next(_numbers)}"})


def make_photo(world, member):
    """A picture of it."""
    photo = world.env["distribution.return.photo"].create({"rma_id": make_return(world, member).id})
    photo._store_file(picture(), f"{member.code}-return-secret.jpg")
    return photo


def make_reason(world, member):
    """A reason, which is of all companies."""
    return world.env["distribution.return.reason"].create({"name": f"Reason {next(_numbers)}"})


def make_rejection(world, member):
    """The dialog that rejects."""
    return world.env["distribution.return.rejection"].create(
        {"rma_ids": make_return(world, member).ids, "reason": "Probe"}
    )


def make_inspection(world, member):
    """The dialog that inspects."""
    return world.env["distribution.return.inspection"].create(
        {"rma_id": make_return(world, member).id}
    )


FACTORIES = {
    "rma": make_return,
    "rma (asked to decide)": make_asked_return,
    "rma.operation": make_operation,
    "distribution.return.rate": make_rate,
    "distribution.return.photo": make_photo,
    "distribution.return.reason": make_reason,
    "distribution.return.rejection": make_rejection,
    "distribution.return.inspection": make_inspection,
}
