"""Goods that members gave back, or want to give back: one return in each stage."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time
from odoo import fields

from scripts.demo_company import approvals

WINDOW_DAYS, QUOTA_PERCENT = 30, 5.0
BOUGHT = 40  # of each product
# days since the delivery, days since the request, quantity, reason, wish, note, what became of it
ASKED = [
    (*(24, 20, 6, "wrong", "refund"), "色号发错，应为 N-12。", "refunded"),
    (*(18, 12, 4, "overstock", "replace"), "项目停工，换同款小包装。", "received"),
    (*(16, 8, 3, "overstock", "refund"), "工地改用白色。", "approved"),
    (*(15, 6, 20, "overstock", "refund"), "旺季备货过多。", "rejected"),
    (*(9, 2, 5, "wrong", "replace"), "规格不符，需要 20 kg 装。", "waiting"),
    (*(47, 1, 8, "overstock", "refund"), "库存清理。", "waiting"),
]
ANSWER = "超出退货额度，且已部分开袋，请先消化库存。"
FOUND = "两袋外包装破损，其余完好。"


def tell(env, manager, today):
    """Deliver to members of the manager's regions, let them ask, and decide as the manager does."""
    for level in env["distribution.level"].search([]):
        level.write({"return_days": WINDOW_DAYS, "return_quota_percent": QUOTA_PERCENT})
    members = env["distribution.member"].search(
        [
            ("state", "=", "active"),
            ("region_id", "in", manager.distribution_inner_region_ids.ids),
            ("colleague_ids.active", "=", True),
        ],
        order="code",
        limit=3,
    )
    products = env["product.product"].search(
        [("default_code", "!=", False), ("is_storable", "=", True)], order="default_code", limit=6
    )
    for number, (asked, product) in enumerate(zip(ASKED, products, strict=True)):
        delivered, requested, *request, outcome = asked
        member = members[number % len(members)]
        with freeze_time(_morning(today, delivered)):
            move = _deliver(env, member, product)
        with freeze_time(_morning(today, requested)):
            rma = _ask(env, member, move, request)
        with freeze_time(_morning(today, requested) + timedelta(hours=5)):
            _go_on(rma, manager, outcome)


def _morning(today, days):
    return datetime.combine(today, time(2, 40)) - timedelta(days=days)


def _deliver(env, member, product):
    """Return the delivery of an order of the member."""
    order = (
        env["sale.order"]
        .sudo()  # the warehouse delivers, not the channel's administrator
        .create(
            {
                "partner_id": member.partner_id.id,
                "pricelist_id": member.level_id.pricelist_id.id,
                "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": BOUGHT})],
            }
        )
    )
    with freeze_time(fields.Datetime.now() - timedelta(days=1)):
        approvals.submit_and_approve(order)
    move = order.order_line.move_ids
    move.write({"quantity": BOUGHT, "picked": True})
    move.picking_id._action_done()
    return move


def _ask(env, member, move, request):
    """Ask as the member's people do in the portal."""
    quantity, reason, wish, note = request
    values = {
        "quantities": {move.id: quantity},
        "lots": {},
        "reason_id": env.ref(f"distribution_order.return_reason_{reason}").id,
        "wish": wish,
        "note": note,
    }
    person = member.colleague_ids[:1].user_id
    return env["rma"].sudo()._ask_for_return(member, person, values, [])  # as the page does


def _go_on(rma, manager, outcome):
    """Decide, receive, inspect and refund, as far as it goes."""
    mine = rma.with_user(manager)
    if outcome == "waiting":
        return
    if outcome == "rejected":
        mine.action_distribution_reject(ANSWER)
        return
    mine.action_distribution_approve()
    if outcome == "approved":
        return
    move = rma.reception_move_id
    move.write({"quantity": rma.product_uom_qty, "picked": True})
    move.picking_id._action_done()
    if outcome == "refunded":
        mine._inspect(good=rma.product_uom_qty - 2, damaged=2, missing=0, note=FOUND)
        mine.action_distribution_settle()
