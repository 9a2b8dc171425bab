"""What a company lawfully does after it has published: none of it may be accused."""

from odoo.fields import Datetime
from odoo.tools import SQL

from tests.bench import trade


def look_again(_env, _chance, _settlements) -> None:
    """Nothing at all."""


def sell_more(env, chance, _settlements) -> None:
    """New orders on old days, and what they earn."""
    buyer = chance.choice(env["distribution.member"].search([]))
    order = env["sale.order"].create(
        {
            "partner_id": buyer.partner_id.id,
            "order_line": [
                (0, 0, {"product_id": product.id, "price_unit": chance.uniform(1, 999)})
                for product in env["product.product"].search([("name", "like", "Bench")], limit=3)
            ],
        }
    )
    order.action_confirm()
    order.date_order = "2025-03-03"
    env["distribution.commission.entry"].accrue(order.ids)


def take_back(env, chance, settlements) -> None:
    """An order that was settled long ago is cancelled."""
    orders = chance.choice(settlements.statement_ids.entry_ids.order_id)
    env.cr.execute(SQL("UPDATE sale_order SET state = 'cancel' WHERE id = ANY(%s)", orders.ids))
    env.invalidate_all()
    assert env["distribution.commission.entry"].accrue(orders.ids), "nothing was taken back"


def settle_next(env, chance, settlements) -> None:
    """The next month is computed, computed again, and published."""
    take_back(env, chance, settlements)
    plan = env["distribution.commission.plan"].search([("name", "=", "Bench")])
    settlement = trade.make_settlement(env, plan, "2025-07-01", "2025-07-31")
    settlement.action_compute()
    settlement.action_compute()
    if chance.random() < 0.7:
        settlement.action_publish()


def confirm(env, chance, settlements) -> None:
    """Members confirm statements."""
    statements = settlements.statement_ids
    chosen = statements.browse(chance.sample(statements.ids, 5))
    chosen.write({"confirmed_on": Datetime.now(), "confirmed_by_id": env.uid})


def rename(env, chance, _settlements) -> None:
    """Members, products, plans, cycles and the company get other names."""
    member = chance.choice(env["distribution.member"].search([]))
    member.partner_id.name = f"Another {chance.random()}"
    member.code = f"ANOTHER-{chance.randrange(10**6)}"
    env["product.product"].search([("name", "like", "Bench")], limit=1).name = "Another"
    env["distribution.settlement.cycle"].search([("code", "=", "BENCH")]).name = "Another"
    env.company.name = "Another"


def change_terms(env, chance, _settlements) -> None:
    """The plan ends, the cycle keeps and pays at other terms."""
    plan = env["distribution.commission.plan"].search([("name", "=", "Bench")])
    plan.cycle_id.write(
        {
            "holdback_rate": chance.randrange(1, 9),
            "recovery_cap": chance.randrange(1, 99),
            "confirm_days": chance.randrange(1, 30),
        }
    )
    plan.action_close()


def move_member(env, chance, settlements) -> None:
    """A member that was settled gets another region and level, and is suspended."""
    member = chance.choice(settlements.statement_ids).member_id
    member.region_id = chance.choice(env["distribution.region"].search([]))
    member.action_suspend("Campaign")


def speak_another_way(env, chance, _settlements) -> None:
    """The session writes numbers and hours another way."""
    env.cr.execute(SQL("SET LOCAL TimeZone = %s", chance.choice(["Asia/Shanghai", "UTC"])))
    env.cr.execute(SQL("SET LOCAL extra_float_digits = %s", chance.choice(["0", "3", "-5"])))


ACTIONS = (
    look_again,
    sell_more,
    take_back,
    settle_next,
    confirm,
    rename,
    change_terms,
    move_member,
    speak_another_way,
)
