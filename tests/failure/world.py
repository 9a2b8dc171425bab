"""A small company in the middle of its month, inside an Odoo shell: what each group begins with.

Ten members with people who order, thirty products of a Kingdee beside it, six weeks of past sales
that are not settled yet.
"""

import json
from datetime import UTC, datetime, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from tests.bench import erp_world, trade
from tests.portal_people import make_buyer

MEMBERS = 10
WEEKS = 6
PASSWORD = "failure-campaign"
# What runs by itself in a campaign; whatever else there is rests, so that the clock is ours.
JOBS = (
    "distribution_erp_sync.ir_cron_erp_orders",
    "distribution_erp_sync.ir_cron_erp_movements",
    "distribution_erp_sync.ir_cron_erp_stock",
    "distribution_commission.ir_cron_accrue",
    "distribution_commission.ir_cron_compute_settlements",
    "distribution_order.ir_cron_order_import",
    "distribution_reports.ir_cron_keep_facts",
)


def build(env, cloud: str) -> None:
    """Make the company, and print what people of it need to know as JSON.

    :param cloud: address of the simulator
    """
    env = env(context={**env.context, "tracking_disable": True})
    company = env.company
    company.write({"country_id": env.ref("base.cn").id, "distribution_tz": "Asia/Shanghai"})
    if not env["account.journal"].search([("type", "=", "purchase")]):
        env["account.chart.template"].try_loading("generic_coa", company, install_demo=False)
    _make_staff(env)
    members = _make_members(env)
    goods = _make_past_goods(env)
    _sell_in_past_weeks(env, members, goods)
    settlements = _make_settlements(env, members)
    backend = erp_world.connect(env, cloud, 2)
    for kind in ("products", "members", "stock"):
        run = backend._run_stream(kind)
        assert run.state == "done", run.log
    products = env["product.product"].search([("default_code", "=like", "M0%")])
    for place, product in enumerate(products, 1):
        product.write({"list_price": 7.5 + place * 3.25, "taxes_id": False, "sale_ok": True})
    goods.sale_ok = False
    profile = env["distribution.order.import.profile"].create(
        {"name": "Campaign", "tz": "UTC", "apply_taxes": False, "fulfilment": "done"}
    )
    _let_others_rest(env)
    env.cr.commit()
    told = _describe(env, members, goods, products)
    told |= {"backend": backend.id, "profile": profile.id, "settlements": settlements.ids}
    print(json.dumps(told))


def _describe(env, members, goods, products):
    """Return what people need to know, for JSON; a key is made by the way."""
    return {
        "password": PASSWORD,
        "jobs": [env.ref(name).id for name in JOBS],
        "logins": [f"buyer{place}" for place in range(MEMBERS)],
        "products": {str(one.id): one.list_price for one in products},
        "goods": goods.mapped("default_code"),
        "codes": [member.code for member in members],
        "keys": {login: _make_key(env, login) for login in ("maker", "approver")},
        "reason": env["distribution.return.reason"].search([], limit=1).id,
    }


def _make_staff(env):
    finance = "distribution_member.group_distribution_finance"
    for login, groups in (
        ("maker", finance),
        ("approver", finance),
        ("keeper", "distribution_member.group_distribution_admin,stock.group_stock_user"),
        ("clerk", "account.group_account_manager,sales_team.group_sale_manager"),
    ):
        new_test_user(env, login, groups=groups, password=PASSWORD)


def _make_key(env, login):
    user = env["res.users"].search([("login", "=", login)])
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    keys_sudo = env["res.users.apikeys"].with_user(user).sudo()  # as the dialog does
    key = keys_sudo._generate("rpc", "campaign", tomorrow)
    env.cr.commit()
    return key


def _make_members(env):
    levels = env["distribution.level"].create(
        [{"name": f"Campaign {rank}", "code": f"FC{rank}", "rank": rank} for rank in range(1, 6)]
    )
    region = env["distribution.region"].create({"name": "Campaign", "code": "FC"})
    members = env["distribution.member"]
    for place in range(MEMBERS):
        partner = env["res.partner"].create({"name": f"Dealer {place}", "is_company": True})
        member = members.create(
            {
                "partner_id": partner.id,
                "code": f"CUST{place + 1:04d}",
                "level_id": levels[(place + 1).bit_length() - 1].id,
                "region_id": region.id,
                "upline_id": members[(place - 1) // 2].id if place else False,
                "date_start": "2020-01-01",
                "state": "active",
                "bank_account": f"62220212345678{place:05d}",
            }
        )
        members += member
        make_buyer(env, member, f"buyer{place}", PASSWORD)
    return members


def _make_past_goods(env):
    return env["product.product"].create(
        [
            {"name": f"Past {n}", "default_code": f"OLD{n}", "type": "consu", "taxes_id": False}
            for n in range(4)
        ]
    )


def _sell_in_past_weeks(env, members, goods):
    """Sell before there is a plan and an ERP: confirming dates an order to now."""
    monday = _this_monday(env)
    for week in range(1, WEEKS + 1):
        for place, member in enumerate(members):
            order = env["sale.order"].create(
                {
                    "partner_id": member.partner_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": goods[(place + week) % len(goods)].id,
                                "product_uom_qty": 3 + place,
                                "price_unit": 100 + 7.35 * week,
                            }
                        )
                    ],
                }
            )
            order.with_context(skip_procurement=True).action_confirm()
            order.date_order = f"{monday - timedelta(days=7 * week - place % 5)} 04:00:00"


def _make_settlements(env, members):
    """Put a plan in force, accrue what was sold, and plan a settlement for each past week."""
    env["distribution.settlement.tier"].create({"role": "finance", "minimum": 0})
    cycle = trade.make_plan(env, "weekly").cycle_id
    env["distribution.commission.entry"].accrue()
    monday = _this_monday(env)
    settlements = env["distribution.settlement"]
    for week in range(WEEKS, 0, -1):
        period = cycle._get_period(monday - timedelta(days=7 * week))
        settlements += settlements._ensure_settlement(cycle, *period)
    assert env["distribution.commission.entry"].search_count([]) > WEEKS * MEMBERS
    return settlements


def _this_monday(env):
    today = env.company._get_distribution_today()
    return today - timedelta(days=today.weekday())


def _let_others_rest(env):
    jobs = env["ir.cron"].with_context(active_test=False).search([])
    names = jobs.get_external_id()
    for job in jobs:
        job.active = names[job.id] in JOBS
