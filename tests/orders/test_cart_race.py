"""Somebody presses twice: the second request waits for the first, and sees what it has done.

Without turns it would fail at the cart, and Odoo would let its worker sleep for up to two seconds.
"""

import json

SCRIPT = """
import json, threading
from odoo import api

level = env["distribution.level"].create({"name": "L", "code": "CART", "rank": 92})
region = env["distribution.region"].create({"name": "Cart", "code": "CART"})
partner = env["res.partner"].create({"name": "Cart", "is_company": True})
member = env["distribution.member"].create({
    "partner_id": partner.id, "code": "CART", "level_id": level.id, "region_id": region.id,
    "date_start": "2020-01-01", "state": "active",
})
env.cr.commit()
waits, seen = threading.Event(), []

def press(name):
    with env.registry.cursor() as cursor:
        mine = api.Environment(cursor, env.uid, {})
        carts = mine["distribution.cart"]
        carts._read_own(mine["distribution.member"].browse(member.id))  # the snapshot is taken
        waits.set()
        carts._take_turn()
        cart = carts._open(mine["distribution.member"].browse(member.id))
        seen.append(cart.version)
        cart._change({1: 2.0})

with env.registry.cursor() as cursor:
    first = api.Environment(cursor, env.uid, {})["distribution.cart"]
    first._take_turn()
    first._open(first.env["distribution.member"].browse(member.id))._change({1: 1.0})
    second = threading.Thread(target=press, args=("second",))
    second.start()
    waits.wait()
    second.join(0.5)
    has_waited = second.is_alive()
    cursor.commit()
second.join(30)
env.cr.rollback()
env.invalidate_all()
version = env["distribution.cart"].search([("member_id", "=", member.id)]).version
print(json.dumps([has_waited, seen, version]))
"""


def test_second_request_waits_and_sees_the_first(fresh_database, run_in_odoo):
    answer = run_in_odoo(fresh_database(), SCRIPT).splitlines()[-1]
    assert json.loads(answer) == [True, [1], 2]
