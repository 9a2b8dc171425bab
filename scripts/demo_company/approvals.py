"""Orders that members have submitted and that wait: one for each thing to speak against it."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields

UPLINE_FROM = 10_000  # yuan: from there on the upline is asked first
# How much of each product.
USUAL, LARGE = 10, 400
WAITED = (0.5, 1.25, 4.5, 0.75, 2.5)  # hours until the approval of orders of the past


def tell(env, manager):
    """Let members of the manager's regions order, so that its list is not empty."""
    buyers = env["distribution.member"].search(
        [
            ("state", "=", "active"),
            ("region_id", "in", manager.distribution_inner_region_ids.ids),
            ("upline_id", "!=", False),
        ],
        order="code",
        limit=4,
    )
    _ask_uplines(env)
    products = env["product.product"].search(
        [("default_code", "!=", False), ("is_storable", "=", True)], order="default_code", limit=3
    )
    stories = (_over_the_limit, _elsewhere, _cheaper, _as_usual)
    for number, (member, tell_order) in enumerate(zip(buyers, stories, strict=True)):
        order = _order(env, member, products, USUAL)
        tell_order(order)
        order.action_distribution_submit()
        _let_time_pass(order, hours=number)
    _go_on_holiday(env, manager)


def submit_and_approve(order):
    """Submit an order now; it is approved in half an hour to four and a half hours."""
    order.action_distribution_submit()
    hours = WAITED[order.id % len(WAITED)]
    with freeze_time(fields.Datetime.now() + timedelta(hours=hours)):
        order._get_open_reviews().write({"status": "approved"})
        order.action_confirm()


def _go_on_holiday(env, manager):
    """Next week a colleague decides in the manager's place."""
    today = fields.Date.context_today(manager)
    env["distribution.absence"].create(
        {
            "user_id": manager.id,
            "delegate_id": env["res.users"].search([("login", "=", "manager.west")]).id,
            "date_from": today + timedelta(days=7),
            "date_to": today + timedelta(days=11),
            "note": "年假",
        }
    )


def _ask_uplines(env):
    env.ref("distribution_order.tier_upline").write(
        {
            "active": True,
            "definition_domain": (
                "[('distribution_submitted_date', '!=', False),"
                " ('distribution_member_id.upline_id', '!=', False),"
                f" ('amount_total', '>=', {UPLINE_FROM})]"
            ),
        }
    )


def _order(env, member, products, quantity):
    return env["sale.order"].create(
        {
            "partner_id": member.partner_id.id,
            "pricelist_id": member.level_id.pricelist_id.id,
            "order_line": [
                (0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                for product in products
            ],
        }
    )


def _over_the_limit(order):
    """Far more than the member may owe; large enough for its upline to be asked too."""
    order.order_line[:1].product_uom_qty = LARGE
    member = order.distribution_member_id
    owed = member._read_accounts()[member].exposure
    order.partner_id.commercial_partner_id.credit_limit = owed + order.amount_total * 0.8


def _elsewhere(order):
    """To a site in another city."""
    sichuan = order.env["res.country.state"].search(
        [("country_id.code", "=", "CN"), ("code", "=", "蜀")], limit=1
    )
    order.partner_shipping_id = order.env["res.partner"].create(
        {
            "name": "工地：锦江新城二期",
            "parent_id": order.partner_id.commercial_partner_id.id,
            "type": "delivery",
            "country_id": order.env.ref("base.cn").id,
            "state_id": sichuan.id,
            "city": "成都市",
            "street": "锦江区三色路 88 号",
        }
    )


def _cheaper(order):
    """At a price that was promised on the phone."""
    order.order_line[:1].discount = 12


def _as_usual(order):
    """Nothing speaks against it."""


def _let_time_pass(order, hours):
    # sudo: the story happened earlier today
    order.sudo().distribution_submitted_date = fields.Datetime.now() - timedelta(hours=hours)
