"""The company of the load test, made inside an Odoo shell: distributors with a portal user each,
thousands of goods with stock and price lists, a year of orders, commission and statements.
"""

import json
import os
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo.fields import Command
from odoo.tools import SQL

from scripts.bench.figures import vacuum
from tests.bench import channel, goods, trade
from tests.load.sizes import PASSWORD, SIZES

VISITORS_TZ = "Asia/Shanghai"
DAYS = 360
PLENTY = 10_000_000  # at hand of each product: what is sold out is another test
GROUPS_OF_PRICES = 5  # price lists there are


def main(env):
    """Build the world of the size named by LOAD_SIZE and say what the visitors are told."""
    size = SIZES[os.environ["LOAD_SIZE"]]
    quiet = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})
    told = build(quiet, size)
    vacuum(env)  # as in a company that is a year old; else it happens during the visit
    print(json.dumps(told))


def build(env, size):
    """Build and commit.

    :param size: `tests.load.sizes.Size`
    :return: dict with `visitors`: login of each
    """
    # The clock of the visitors; with another, a month can be over for them and not for the company.
    env.company.distribution_tz = VISITORS_TZ
    today = env.company._get_distribution_today()
    world = channel.build(env, size.visitors)
    env["distribution.member.closure"]._rebuild_all()
    members = env["distribution.member"].browse([*world.trees[0], *world.trees[1]])
    products = goods.make_products(env, size.products, most=1)
    env["stock.quant"].search([("product_id", "in", products.ids)]).write({"quantity": PLENTY})
    _make_prices(env, members, products)
    logins = _make_visitors(env, members)
    plan = trade.make_plan(env)
    last_month = today.replace(day=1) - relativedelta(months=1)
    _let_count_from(env, plan, last_month)
    days = min(DAYS, size.orders)
    first_day = today - timedelta(days=days)
    lines = size.orders * trade.LINES
    order_ids = trade.sell(env, world, products, lines, first_day=f"{first_day}", days=days)
    _let_arrive(env, order_ids)
    env.cr.commit()
    trade.keep_facts(env)
    env["distribution.commission.entry"].accrue()
    env.cr.commit()
    _publish(env, plan, last_month)
    env.cr.commit()
    _let_jobs_catch_up(env)
    return {"visitors": logins}


def _let_jobs_catch_up(env):
    """Do at once what a year's jobs would have done with a year's sales, each on its day."""
    trade.keep_facts(env)
    env["distribution.performance"]._cron_refresh()
    env.cr.commit()


def _make_prices(env, members, products):
    """Give each member one of a few price lists."""
    for index in range(GROUPS_OF_PRICES):
        share = members[index::GROUPS_OF_PRICES]
        goods.make_prices(env, share[:1], products[index * goods.RULES :])
        price_list = share[:1].partner_id.specific_property_product_pricelist
        share.partner_id.specific_property_product_pricelist = price_list


def _make_visitors(env, members):
    """Give each member a person with a portal user; return the logins."""
    people = env["res.partner"].create(
        [
            {"name": f"店长 {member.code}", "parent_id": member.partner_id.id, "lang": "zh_CN"}
            for member in members
        ]
    )
    users = env["res.users"].create(
        [
            {
                "login": f"load{number:05}",
                "partner_id": person.id,
                "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                "lang": "zh_CN",
                "tz": VISITORS_TZ,
            }
            for number, person in enumerate(people)
        ]
    )
    # One real hash for all: making a thousand of them would take five minutes.
    users[:1].password = PASSWORD
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE res_users SET password = first.password FROM res_users first"
            " WHERE first.id = %s AND res_users.id = ANY(%s)",
            users[:1].id,
            users.ids,
        )
    )
    return users.mapped("login")


def _let_count_from(env, plan, day):
    """Leave the sales before a day without commission: a ledger of two months is large enough."""
    env.flush_all()
    env.cr.execute(
        SQL("UPDATE distribution_commission_plan SET date_from = %s WHERE id = %s", day, plan.id)
    )
    env.invalidate_all()


def _let_arrive(env, order_ids):
    """Write on the orders that their members have the goods."""
    env.execute_query(
        SQL(
            "UPDATE sale_order SET distribution_state = 'done',"
            " distribution_submitted_date = date_order, amount_untaxed = total.untaxed,"
            " amount_total = total.total"
            " FROM (SELECT order_id, SUM(price_subtotal) AS untaxed, SUM(price_total) AS total"
            "         FROM sale_order_line WHERE order_id = ANY(%(ids)s) GROUP BY order_id) total"
            " WHERE total.order_id = sale_order.id RETURNING sale_order.id",
            ids=order_ids,
        )
    )
    env.invalidate_all()


def _publish(env, plan, first_day):
    last_day = first_day + relativedelta(months=1, days=-1)
    settlement = trade.make_settlement(env, plan, first_day, last_day)
    settlement.action_compute()
    env.cr.commit()
    settlement.action_publish()
