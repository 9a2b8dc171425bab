"""Who may do what with plans, ledger and statements; how to read and extend it: access_table.py."""

import itertools

from odoo.fields import Command

from . import access_cases_adoption as adoption
from . import access_cases_payouts as payouts
from . import access_cases_plans as plans
from . import access_cases_what_if as what_if

_numbers = itertools.count(1)

CASES = {
    "distribution.commission.plan": {
        "manager finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.commission.rule": {
        "manager finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.commission.tier": {
        "manager finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.integrity.check": {"finance admin": "r r r r -"},
    "distribution.commission.movement": {"finance admin": "r r r r -"},
    "distribution.commission.entry": {"manager": "r r - - -", "finance admin": "r r r r -"},
    "distribution.settlement.cycle": {
        "user reviewer manager finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.settlement": {
        "manager": "r r r r -",
        "finance admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.settlement.check": {"manager finance admin": "r r r r -"},
    "distribution.settlement.approval": {"manager finance admin": "r r r r -"},
    "distribution.settlement.tier": {
        "manager finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.commission.adjustment": {"finance admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.withholding.table": {"finance": "r r r r r", "admin": "rwcd"},
    "distribution.withholding.bracket": {"finance": "r r r r r", "admin": "rwcd"},
    "distribution.statement": {
        # They answer it, and finance pays it, by its methods: a plain write is refused.
        "distributor distributor_finance": "rw - - - -",
        "manager": "r r - - -",
        "finance admin": "rw rw rw rw -",
    },
    **adoption.CASES,
    **payouts.CASES,
    **plans.CASES,
    **what_if.CASES,
}

WITHOUT_RULE = {
    "distribution.withholding.table": "the law is the same for all companies",
    "distribution.withholding.bracket": "the law is the same for all companies",
    **plans.WITHOUT_RULE,
    **what_if.WITHOUT_RULE,
}

PUBLIC_METHODS = {
    "distribution.member.terminate": {"action_open_statements", "action_open_unsettled"},
    "distribution.member.transfer": {"action_open_accruals"},
    "account.move": {"action_open_statement", "button_draft"},
    "distribution.commission.engine.mixin": {"accrue"},
    "distribution.integrity.check": {"action_check_now", "find_findings"},
    "distribution.statement.seal.mixin": {"action_verify_seal", "verify_seal"},
    "distribution.settlement.seal.mixin": {"action_verify_seals"},
    "distribution.commission.entry": {"accrue"},
    "distribution.commission.adjustment": {
        "action_approve",
        "action_open_entries",
        "action_refuse",
        "action_submit",
        "action_withdraw",
    },
    "distribution.control.totals.mixin": {"action_check_totals", "check_totals"},
    "distribution.settlement.approval.mixin": {"action_approve"},
    "distribution.settlement.figures.mixin": {"action_open_figure", "action_open_statements"},
    "distribution.statement.figures.mixin": {"action_open_entries", "action_open_figure"},
    "distribution.member": {"action_open_entries", "action_open_statements"},
    "distribution.settlement": {
        "action_check_totals",
        "action_compute",
        "action_open_figure",
        "action_open_statements",
        "action_approve",
        "action_close",
        "action_pay",
        "action_publish",
        "action_verify_seals",
        "check_totals",
    },
    "distribution.statement": {
        "action_confirm",
        "action_dispute",
        "action_open_disputes",
        "action_open_documents",
        "action_pay",
        "action_send_mail",
        "action_download_xlsx",
        "action_verify_seal",
        "verify_seal",
        "action_open_entries",
        "action_open_figure",
    },
    "sale.order": {"action_estimate_commission", "action_open_commission_entries"},
    **adoption.PUBLIC_METHODS,
    **payouts.PUBLIC_METHODS,
    **plans.PUBLIC_METHODS,
    **what_if.PUBLIC_METHODS,
}


def make_cycle(world, member):
    """A new cycle of the member's company."""
    return world.env["distribution.settlement.cycle"].create(
        {"name": f"Cycle of {member.code}", "code": f"X{next(_numbers)}"}
    )


def make_plan(world, member):
    """An active plan of the member's company, in a cycle of its own."""
    return world._create_plan(
        {"kind": "rebate", "rate": 2.0}, cycle_id=make_cycle(world, member).id
    )


def make_tier(world, member):
    """A tier of an active plan of the member's company."""
    rule = {"kind": "volume", "tier_ids": [Command.create({"threshold": 0, "rate": 2.0})]}
    plan = world._create_plan(rule, cycle_id=make_cycle(world, member).id)
    return plan.rule_ids.tier_ids


def make_entry(world, member):
    """What the member earned by an own purchase."""
    make_plan(world, member)
    order = world._sell(member, (world.product, 10, 100.0))
    entries = world.env["distribution.commission.entry"].search([("order_id", "=", order.id)])
    return entries.filtered(lambda entry: entry.member_id == member)[:1]


def make_statement(world, member):
    """The member's published statement of the month of that purchase."""
    settlement = world.env["distribution.settlement"].create(
        {
            "cycle_id": make_entry(world, member).plan_id.cycle_id.id,
            "date_from": "2026-01-01",
            "date_to": "2026-01-31",
        }
    )
    settlement.action_compute()
    settlement.action_publish()
    return settlement.statement_ids.filtered(lambda statement: statement.member_id == member)


def make_settlement_tier(world, member):
    """An approval that no settlement is large enough for."""
    return world.env["distribution.settlement.tier"].create(
        {"company_id": member.company_id.id, "minimum": 1e9, "role": "admin"}
    )


def make_approval(world, member):
    """The approval of the settlement of the member's month."""
    return world.env["distribution.settlement.approval"].create(
        {
            "settlement_id": make_statement(world, member).settlement_id.id,
            "tier_id": make_settlement_tier(world, member).id,
            "user_id": world.env.uid,
        }
    )


def make_adjustment(world, member):
    """A draft in a cycle of the member's company."""
    return world.env["distribution.commission.adjustment"].create(
        {
            "member_id": member.id,
            "company_id": member.company_id.id,
            "cycle_id": make_cycle(world, member).id,
            "amount": 10.0,
            "reason": "Goodwill",
        }
    )


def make_table(world, member):
    """Brackets that no tax was withheld by yet."""
    return world.env["distribution.withholding.table"].create(
        {
            "name": "Next law",
            "date_from": f"{2100 + next(_numbers)}-01-01",
            "currency_id": world.env.ref("base.CNY").id,
            "deduction_threshold": 0,
            "deduction_amount": 0,
            "deduction_rate": 0,
            "bracket_ids": [Command.create({"threshold": 0, "rate": 10})],
        }
    )


FACTORIES = {
    "distribution.commission.adjustment": make_adjustment,
    "distribution.withholding.table": make_table,
    "distribution.withholding.bracket": lambda world, member: make_table(world, member).bracket_ids[
        :1
    ],
    "distribution.settlement.approval": make_approval,
    "distribution.settlement.tier": make_settlement_tier,
    "distribution.settlement.check": lambda world, member: make_statement(
        world, member
    ).settlement_id.check_ids[:1],
    "distribution.commission.plan": make_plan,
    "distribution.commission.rule": lambda world, member: make_plan(world, member).rule_ids[:1],
    "distribution.commission.tier": make_tier,
    "distribution.integrity.check": lambda world, member: world.env[
        "distribution.integrity.check"
    ].create({"company_id": member.company_id.id, "is_good": True}),
    "distribution.commission.movement": lambda world, member: make_entry(world, member).movement_id,
    "distribution.commission.entry": make_entry,
    "distribution.settlement.cycle": make_cycle,
    "distribution.settlement": lambda world, member: make_statement(world, member).settlement_id,
    "distribution.statement": make_statement,
    "distribution.statement.dispute": lambda world, member: payouts.make_dispute(
        world, make_statement(world, member)
    ),
    "distribution.payout.batch": lambda world, member: payouts.make_batch(
        world, make_statement(world, member)
    ),
    "distribution.payout.batch.line": lambda world, member: (
        payouts.make_batch(world, make_statement(world, member)).line_ids
    ),
    **adoption.FACTORIES,
    **plans.FACTORIES,
    **what_if.FACTORIES,
}
