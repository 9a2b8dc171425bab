"""Pictures of the chapter on commission."""

from scripts.screenshots.pictures import Picture

COMMISSION = "distribution_commission.distribution"

PICTURES = [
    Picture(
        name="plan_list", login="finance", path=f"/odoo/action-{COMMISSION}_commission_plan_action"
    ),
    Picture(
        name="plan_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_commission_plan_action/{{id}}",
        record=("distribution.commission.plan", [("state", "=", "active")]),
    ),
    Picture(
        name="settlement_list", login="finance", path=f"/odoo/action-{COMMISSION}_settlement_action"
    ),
    Picture(
        name="settlement_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_settlement_action/{{id}}",
        record=("distribution.settlement", [("state", "=", "computed")]),
    ),
    Picture(
        name="statement_list", login="finance", path=f"/odoo/action-{COMMISSION}_statement_action"
    ),
    Picture(
        name="statement_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_statement_action/{{id}}",
        record=(
            "distribution.statement",
            [("member_id.code", "=", "D401"), ("clawback", "<", -100)],
        ),
    ),
    Picture(
        name="ledger", login="finance", path=f"/odoo/action-{COMMISSION}_commission_entry_action"
    ),
    Picture(
        name="entry_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_commission_entry_action/{{id}}",
        record=("distribution.commission.entry", [("lost_rule_id", "!=", False)]),
    ),
    Picture(
        name="adjustment_list",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_commission_adjustment_action",
    ),
    Picture(
        name="dispute_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_statement_dispute_action/{{id}}",
        record=("distribution.statement.dispute", [("state", "=", "open")]),
    ),
    Picture(
        name="payout_batch_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_payout_batch_action/{{id}}",
        record=("distribution.payout.batch", []),
    ),
    Picture(
        name="cycle_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_settlement_cycle_action/{{id}}",
        record=("distribution.settlement.cycle", [("frequency", "=", "monthly")]),
    ),
    Picture(
        name="what_if_form",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_commission_simulation_action/{{id}}",
        record=("distribution.commission.simulation", [("state", "=", "done")]),
    ),
    Picture(
        name="what_if_member",
        login="finance",
        path=f"/odoo/action-{COMMISSION}_commission_simulation_action/{{id}}",
        record=("distribution.commission.simulation", [("state", "=", "done")]),
        clicks=("button[name=action_open_lines].btn-primary",),
    ),
]
