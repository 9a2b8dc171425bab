"""Two plans, the monthly cycle, and a settlement for every month that is over."""

from datetime import timedelta

from scripts.demo_company import catalogue
from scripts.demo_company.timeline import MONTHS_OF_ORDERS, first_day_of_orders, first_of_month
from scripts.demo_company.translations import create_bilingual

MINIMUM_PAYOUT = 300.0
PUBLISHED_AFTER_DAYS = 2


def make_plans(env, today):
    """Put this year's plan in force and draft the one of next year."""
    cycle = create_bilingual(
        env["distribution.settlement.cycle"],
        [{"name": "Monthly", "code": "YJ", "minimum_payout": MINIMUM_PAYOUT}],
        ["月结"],
    )
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
    plans.create(
        {
            "name": f"{today.year + 1} 版渠道返利方案（讨论稿）",
            "cycle_id": cycle.id,
            "date_from": today.replace(year=today.year + 1, month=1, day=1),
            "hold_days": 7,
            "max_depth": 2,
            "rule_ids": [
                (0, 0, {"kind": "rebate", "rate": 2.2}),
                (0, 0, {"kind": "override", "depth": 1, "rate": 2.5}),
                (0, 0, {"kind": "override", "depth": 2, "rate": 1.0}),
            ],
        }
    )


def settle(env, today):
    """Compute and publish every month that is over; the last one is left to be published."""
    written = env["distribution.commission.entry"].accrue()
    assert not written, f"{written} entries were not written when their orders were confirmed"
    cycle = env["distribution.settlement.cycle"].search([])
    for months_ago in range(MONTHS_OF_ORDERS, 0, -1):
        date_from, date_to = cycle._get_period(first_of_month(today, months_ago))
        settlement = env["distribution.settlement"]._ensure_settlement(cycle, date_from, date_to)
        settlement.action_compute()
        if months_ago > 1:
            settlement.action_publish()
            # The company of the story publishes in time; only its database is as young as today.
            settlement.date_published = date_to + timedelta(days=PUBLISHED_AFTER_DAYS)


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
