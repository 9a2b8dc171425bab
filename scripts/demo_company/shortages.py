"""What the warehouse watches: a few shortages of the last weeks, and those of today."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time

MORNING = time(2, 20)  # 10:20 in China
# product, working days ago, minutes until somebody acted, what was done
PAST = [
    ("NZ2001", 30, 25, "向工厂加急下单 600 袋，周四到仓"),
    ("CZ3002", 24, 95, "从杭州中转仓调拨 200 袋"),
    ("FS1001", 18, 40, "工厂排产提前，已确认交期"),
    ("RJ4001", 12, 15, "向客户推荐五合一乳胶漆替代"),
    ("GC5005", 7, 50, "供应商补货在途"),
]
SUBSTITUTES = {"FS1001": "FS1002", "RJ4001": "RJ4002", "CZ3002": "CZ3003", "WJ6006": "WJ6005"}
HANDLED = "已向供应商补货 300 件"


def tell(env, manager, today):
    """Tell the past ones, then say what is watched from now on and look."""
    products = {
        product.default_code: product
        for product in env["product.product"].search([("default_code", "!=", False)])
    }
    for code, instead in SUBSTITUTES.items():
        if {code, instead} <= products.keys():
            templates = products[code].product_tmpl_id, products[instead].product_tmpl_id
            templates[0].distribution_substitute_ids = templates[1]
    env["stock.warehouse"].sudo().search([], limit=1).name = "重庆总仓"  # not the admin's to name
    env.company.sudo().distribution_shortage_user_id = manager  # a setting of the company
    for past in PAST:
        _tell_past(env, manager, products, today, past)
    _watch(env, products)
    alerts = env["distribution.shortage"].sudo()._check_stock()  # as the scheduler
    alerts[-1:].with_user(manager).write({"plan": HANDLED})


def _tell_past(env, manager, products, today, past):
    """Let a product have been short for two days."""
    code, days, minutes, plan = past
    moment = _workday(datetime.combine(today, MORNING) - timedelta(days=days * 7 // 5))
    rule = env["distribution.stock.rule"].create(
        {"product_id": products[code].id, "method": "fixed", "fixed_minimum": 100_000}
    )
    points = env["distribution.reorder.point"].sudo()
    alerts = env["distribution.shortage"].sudo()  # as the scheduler
    points._refresh_companies(env.company)
    with freeze_time(moment):
        alert = alerts._check_stock()
    with freeze_time(moment + timedelta(minutes=minutes)):
        alert.with_user(manager).write({"plan": plan})
    rule.unlink()
    points._refresh_companies(env.company)
    with freeze_time(moment + timedelta(days=2)):
        alerts._check_stock()


def _workday(moment):
    """Return the moment, or the same hour of the Friday before."""
    return moment - timedelta(days=max(0, moment.weekday() - 4))


def _watch(env, products):
    """One rule for all goods, more care for putty, a fixed minimum for hardware."""
    categories = env["product.category"]
    rules = env["distribution.stock.rule"]
    putty = products["NZ2001"].categ_id or categories
    rules.create(
        [
            {"lead_days": 2, "service_level": 90},
            {"categ_id": putty.id, "lead_days": 3, "service_level": 95},
        ]
    )
    last = products[max(products)]
    rules.create({"product_id": last.id, "method": "fixed", "fixed_minimum": 50})
    env["distribution.reorder.point"].sudo()._refresh_companies(env.company)
