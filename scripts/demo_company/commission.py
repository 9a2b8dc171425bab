"""A plan and its next version, the monthly cycle, and a settlement for every month that is over."""

from datetime import timedelta

from scripts.demo_company import catalogue, payouts
from scripts.demo_company.timeline import MONTHS_OF_ORDERS, first_day_of_orders, first_of_month
from scripts.demo_company.translations import create_bilingual

CYCLE = {
    "name": "Monthly",
    "code": "YJ",
    "minimum_payout": 300.0,
    "recovery_cap": 50.0,
    "holdback_rate": 2.0,
    "holdback_days": 90,
}
PUBLISHED_AFTER_DAYS = 2
MONTHS_REPLAYED = 3
# Whose people have read the plan, but not accepted it yet.
NOT_ACCEPTED = ("D104", "D203", "S122", "S222", "S312", "S411")
ADJUSTMENTS = (
    ("S312", 1800.0, "协助展会推广的报酬"),
    ("D104", -120.0, "窜货核实后扣减"),
)
APPROVED_FROM = 500_000  # more than a month of the demo pays
VOLUME_TIERS = [(0, 1.0), (100_000, 1.5), (150_000, 2.0)]


def make_plans(env, today):
    """Put this year's plan in force and draft the one of next year."""
    cycle = create_bilingual(
        env["distribution.settlement.cycle"],
        [CYCLE],
        ["月结"],
    )
    env.company.distribution_withholding = "labour_monthly"
    env["distribution.settlement.tier"].create({"role": "admin", "minimum": APPROVED_FROM})
    plans = env["distribution.commission.plan"]
    start = first_day_of_orders(today)
    plan = plans.create(
        {
            "name": f"{start.year} 版渠道返利方案",
            "cycle_id": cycle.id,
            "date_from": start,
            "max_depth": 2,
            "rule_ids": [(0, 0, values) for values in _prepare_rules(env)],
        }
    )
    plan.action_activate()
    _draft_next_year(env, plan, today)


def accept_plan(env):
    """Let the people in charge accept the plan in the portal; some have not come round to it."""
    plan = env["distribution.commission.plan"].search([("state", "=", "active")])
    colleagues = env["distribution.member.user"].search([("role", "=", "admin")], order="id")
    for colleague in colleagues.filtered(lambda row: row.member_id.code not in NOT_ACCEPTED):
        acceptances = env["distribution.commission.acceptance"].with_user(colleague.user_id)
        acceptances._accept(plan, colleague.member_id)


def settle(env, today):
    """Compute and publish every month that is over; the last one is left to be published."""
    written = env["distribution.commission.entry"].accrue()
    assert not written, f"{written} entries were not written when their orders were confirmed"
    cycle = env["distribution.settlement.cycle"].search([("code", "=", CYCLE["code"])])
    for months_ago in range(MONTHS_OF_ORDERS, 0, -1):
        date_from, date_to = cycle._get_period(first_of_month(today, months_ago))
        settlement = env["distribution.settlement"]._ensure_settlement(cycle, date_from, date_to)
        settlement.action_compute()
        if months_ago > 1:
            settlement.action_publish()
            if months_ago == payouts.MONTHS_AGO:
                payouts.answer_and_pay(env, settlement)
            # sudo: a button alone writes it; the company of the story publishes in time, only its
            # database is as young as today.
            settlement.sudo().date_published = date_to + timedelta(days=PUBLISHED_AFTER_DAYS)
    settlement._ensure_settlement(cycle, *cycle._get_period(today))  # as the scheduler plans it


def adjust(finance_env, admin_env, today):
    """Make two adjustments: one is approved, for a natural person who is taxed, one waits."""
    day = first_of_month(today, 0) - timedelta(days=1)
    adjustments = finance_env["distribution.commission.adjustment"]
    members = finance_env["distribution.member"]
    approved, waiting = adjustments.create(
        [
            {
                "member_id": members.search([("code", "=", code)]).id,
                "date": day,
                "amount": amount,
                "reason": reason,
            }
            for code, amount, reason in ADJUSTMENTS
        ]
    )
    (approved | waiting).action_submit()
    approved.with_env(admin_env).action_approve()


def compute_anew(finance_env):
    """Take up what was sold and adjusted since; on a first that belongs to the month before."""
    finance_env["distribution.settlement"].search([("state", "=", "computed")]).action_compute()


def replay_next_year(finance_env, today):
    """Let finance ask what the draft of next year would have paid in the last three months."""
    draft = finance_env["distribution.commission.plan"].search([("state", "=", "draft")])
    run = draft.simulate(
        first_of_month(today, MONTHS_REPLAYED), first_of_month(today, 0) - timedelta(days=1)
    )
    run.sudo()._run()  # sudo: as the scheduler does
    assert run.state == "done", run.failure


def _prepare_rules(env):
    """Return the general rules and, for the explanations, more specific ones that beat them."""
    product = env["product.product"].search([("default_code", "=", catalogue.STAR_PRODUCT)])
    categories = {
        category.prefix: env["product.category"].search([("name", "=", category.name_zh)]).id
        for category in catalogue.CATEGORIES
    }
    return [
        {"kind": "rebate", "rate": 2.0},
        {"kind": "rebate", "rate": 2.5, "categ_id": categories[catalogue.REBATED_CATEGORY]},
        {"kind": "rebate", "fixed_amount": 5.0, "product_id": product.id},
        {"kind": "override", "depth": 1, "rate": 3.0},
        {
            "kind": "override",
            "depth": 1,
            "rate": 2.0,
            "categ_id": categories[catalogue.LOW_MARGIN_CATEGORY],
        },
        {"kind": "override", "depth": 2, "rate": 1.0},
    ]


def _draft_next_year(env, plan, today):
    """Draft the version of next year: other rates, and a bonus for the volume of distributors."""
    action = plan.action_new_version(today.replace(year=today.year + 1, month=1, day=1))
    draft = plan.browse(action["res_id"])
    draft.write({"name": f"{today.year + 1} 版渠道返利方案（讨论稿）", "hold_days": 7})
    general = draft.rule_ids.filtered(lambda rule: not rule.product_id and not rule.categ_id)
    general.filtered(lambda rule: rule.kind == "rebate").rate = 2.2
    general.filtered(lambda rule: rule.depth == 1).rate = 2.5
    draft.rule_ids.filtered("product_id").unlink()
    level = env["distribution.level"].search([("code", "=", "DIST")])
    tiers = [(0, 0, {"threshold": bound, "rate": rate}) for bound, rate in VOLUME_TIERS]
    bonus = {"kind": "volume", "measure_period": "quarter", "level_id": level.id}
    draft.write({"rule_ids": [(0, 0, {**bonus, "tier_ids": tiers})]})
