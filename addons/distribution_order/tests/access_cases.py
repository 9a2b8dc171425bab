"""Who may do what with orders and order files; how to read and extend it: access_table.py."""

import itertools

from . import access_cases_adoption as adoption
from . import access_cases_cross_case as cross_case
from . import access_cases_feedback as feedback
from . import access_cases_platform as platform
from . import access_cases_receipt as receipt
from . import access_cases_return as returns
from . import access_cases_shortage as shortage

_numbers = itertools.count(1)

CASES = {
    **adoption.CASES,
    **cross_case.CASES,
    **feedback.CASES,
    **returns.CASES,
    **receipt.CASES,
    **shortage.CASES,
    **platform.CASES,
    # A file belongs to who imported it.
    "distribution.order.import": {"finance": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.import (by the manager)": {
        "manager": "rwc rwc rwc rwc -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.order.import.line": {"finance": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.import.line (by the manager)": {
        "manager": "rwcd rwcd rwcd rwcd -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.order.import.profile": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.import.column": {"staff": "r", "admin": "rwcd"},
    "distribution.assortment": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    # Why an order waits is read with the order; only its buttons write it.
    "distribution.order.reason": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    # Whoever is asked to decide sees what about, beyond the own regions.
    "distribution.order.reason (asked to decide)": {
        "user": "r r r r -",
        "reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    "sale.order (asked to decide)": {
        "distributors": "r - - - -",
        "user": "r r r r -",
        "reviewer": "r r - - -",
        "manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwc rwc rwc rwc -",
    },
    "sale.order.line (asked to decide)": {
        "distributors": "r - - - -",
        "user": "r r r r -",
        "reviewer": "r r - - -",
        "manager": "rwcd rwcd - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    # Everybody sees who is away; the days of others are an administrator's to enter.
    "distribution.absence": {
        "user reviewer manager finance": "r r r r r",
        "admin": "rwcd rwcd rwcd rwcd rwcd",
    },
    "distribution.order.rejection": {"staff": "rwc"},
    "distribution.cart": {"admin": "r r r r -"},
    # Not ours, but the rules that open it to our roles are.
    "sale.order": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwc rwc rwc rwc -",
    },
    "sale.order.line": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rwcd rwcd - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
}

WITHOUT_RULE = {
    "distribution.order.import.column": "read with its profile, which has a rule",
    "distribution.order.import.status": "read with its profile, which has a rule",
    **cross_case.WITHOUT_RULE,
    **feedback.WITHOUT_RULE,
    **returns.WITHOUT_RULE,
}

DECISION = {
    "action_distribution_approve",
    "action_distribution_reject",
    "request_validation",
}
PUBLIC_METHODS = {
    **adoption.PUBLIC_METHODS,
    **cross_case.PUBLIC_METHODS,
    **feedback.PUBLIC_METHODS,
    **returns.PUBLIC_METHODS,
    **receipt.PUBLIC_METHODS,
    **shortage.PUBLIC_METHODS,
    **platform.PUBLIC_METHODS,
    "distribution.affected.mixin": {"action_open_orders"},
    "distribution.member": {
        "action_open_credit_drafts",
        "action_open_credit_items",
        "action_open_credit_orders",
        "action_open_credit_waiting",
    },
    "distribution.member.terminate": {"action_open_orders"},
    "distribution.member.transfer": {"action_open_orders"},
    "distribution.order.import": {
        "action_commit",
        "action_open_goods",
        "action_open_lines",
        "action_open_orders",
        "action_preview",
        "action_retry_errors",
    },
    "distribution.member.credit.mixin": {
        "action_open_credit_drafts",
        "action_open_credit_items",
        "action_open_credit_orders",
        "action_open_credit_waiting",
    },
    "distribution.order.repricing.mixin": {"action_distribution_ask_prices"},
    "distribution.decision.mixin": DECISION,
    "distribution.order.approval.mixin": {
        *DECISION,
        "action_distribution_ask_reason",
        "restart_validation",
    },
    "distribution.order.rejection": {"action_reject"},
    "distribution.order.submission.mixin": {
        "action_distribution_submit",
        "action_distribution_withdraw",
    },
    "sale.order": {
        "action_distribution_approve",
        "action_distribution_ask_prices",
        "action_distribution_ask_reason",
        "action_distribution_open_cross_case",
        "action_distribution_reject",
        "action_distribution_submit",
        "action_distribution_withdraw",
        "action_open_in_sales",
        "request_validation",
        "restart_validation",
    },
}


def make_assortment(world, member):
    """An assortment of the member's company."""
    return world.env["distribution.assortment"].create(
        {"name": f"Assortment {next(_numbers)}", "company_id": member.company_id.id}
    )


def make_cart(world, member):
    """A cart of somebody at the member."""
    return world.env["distribution.cart"].create({"user_id": world.env.uid, "member_id": member.id})


def make_order(world, member):
    """A confirmed order of the member, whose salesperson is nobody of the roles."""
    order = world._sell(member, (world.product, 1, 10.0))
    order.user_id = world.env.user
    return order


def make_profile(world, member):
    """A profile of the member's company."""
    return world.env["distribution.order.import.profile"].create(
        {"name": f"Profile {next(_numbers)}", "tz": "UTC"}
    )


def make_import(world, member):
    """A file with an order of the member, previewed."""
    order_import = world._create_import(
        world._row(f"X-{next(_numbers)}", customer=member.code), profile=make_profile(world, member)
    )
    order_import.action_preview()
    return order_import


def make_own_import(world, member):
    """The same, imported by the manager."""
    world.env = world.env(user=world.users["manager"].id, su=True)
    return make_import(world, member)


def make_asked_order(world, member):
    """The same, which a plain user was asked to decide on."""
    order = make_order(world, member)
    definition = world.env["tier.definition"].create(
        {
            "name": "Asked",
            "model_id": world.env["ir.model"]._get_id("sale.order"),
            "reviewer_id": world.users["user"].id,
            "definition_domain": "[('id', '=', 0)]",  # asks for nothing else
            "company_id": order.company_id.id,
        }
    )
    world.env["tier.review"].create(
        {"model": "sale.order", "res_id": order.id, "definition_id": definition.id}
    )
    return order


def make_reason(world, member, make=make_order):
    """A reason of an order of the member."""
    return world.env["distribution.order.reason"].create(
        {
            "order_id": make(world, member).id,
            "kind": "address",
            "figures": {"place": "Road 1"},
            "currency_id": world.env.company.currency_id.id,
        }
    )


def make_absence(world, member):
    """Days of somebody who has none of the roles."""
    return world.env["distribution.absence"].create(
        {
            "user_id": world.env.ref("base.user_root").id,
            "delegate_id": world.env.ref("base.user_admin").id,
            "date_from": "2026-01-01",
            "date_to": "2026-01-02",
        }
    )


FACTORIES = {
    **adoption.FACTORIES,
    **cross_case.FACTORIES,
    **feedback.FACTORIES,
    **returns.FACTORIES,
    **receipt.FACTORIES,
    **shortage.FACTORIES,
    "distribution.cart": make_cart,
    **platform.FACTORIES,
    "distribution.assortment": make_assortment,
    "distribution.order.reason": make_reason,
    "distribution.order.reason (asked to decide)": lambda world, member: make_reason(
        world, member, make_asked_order
    ),
    "sale.order (asked to decide)": make_asked_order,
    "sale.order.line (asked to decide)": lambda world, member: make_asked_order(
        world, member
    ).order_line[:1],
    "distribution.absence": make_absence,
    "distribution.order.rejection": lambda world, member: world.env[
        "distribution.order.rejection"
    ].create({"order_ids": make_order(world, member).ids, "reason": "Probe"}),
    "distribution.order.import": make_import,
    "distribution.order.import (by the manager)": make_own_import,
    "distribution.order.import.line": lambda world, member: make_import(world, member).line_ids[:1],
    "distribution.order.import.line (by the manager)": lambda world, member: make_own_import(
        world, member
    ).line_ids[:1],
    "distribution.order.import.profile": make_profile,
    "distribution.order.import.column": lambda world, member: make_profile(
        world, member
    ).column_ids[:1],
    "sale.order": make_order,
    "sale.order.line": lambda world, member: make_order(world, member).order_line[:1],
}
