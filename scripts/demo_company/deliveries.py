"""Goods on their way to a distributor, and what it said of those that have arrived."""

import io
from datetime import datetime, time, timedelta

from freezegun import freeze_time
from PIL import Image, ImageDraw

from scripts.demo_company import approvals

MEMBER, LOGIN = "D101", "distributor"
TRACKING = "https://www.deppon.com/newwebsite/track/ordertrack?num=<shipmenttrackingnumber>"
EXPRESS = ("德邦快递", TRACKING)
OWN_TRUCK = ("厂家专车", "")
SEASON = 80_000  # yuan more than usual, for the building season
CARTON, TAPE, WET = (196, 160, 112), (222, 206, 170), (120, 96, 70)


def tell(env, today):
    """Ship five orders: one is still packed in part, one is on its way, three have arrived."""
    carriers = [_make_carrier(env, *values) for values in (EXPRESS, OWN_TRUCK)]
    products = env["product.product"].search(
        [("default_code", "!=", False), ("is_storable", "=", True)], order="default_code", limit=4
    )
    member = env["distribution.member"].search([("code", "=", MEMBER)])
    member.write({"credit_temporary": SEASON, "credit_temporary_until": today + timedelta(days=60)})
    for number, act in enumerate((_never_answered, _all_well, _wet, _on_its_way, _half_packed)):
        left = datetime.combine(today, time(2, 30)) - timedelta(days=(16, 9, 5, 1, 1)[number])
        order = _order(member, products, carriers[number % 2], left - timedelta(days=1))
        with freeze_time(left):
            act(order.picking_ids, f"DPK{left:%y%m%d}0{number + 1:03}")
    env["distribution.delivery.receipt"].sudo()._cron_receive()  # as the scheduler does
    env["mail.mail"].sudo().search([("model", "=", "stock.picking")]).unlink()


def _make_carrier(env, name, tracking_url):
    freight = env["product.product"].create({"name": f"运费：{name}", "type": "service"})
    values = {"name": name, "product_id": freight.id, "tracking_url": tracking_url}
    return env["delivery.carrier"].create(values)


def _order(member, products, carrier, moment):
    with freeze_time(moment):
        order = member.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "pricelist_id": member.level_id.pricelist_id.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": 10 * (place + 1)})
                    for place, product in enumerate(products)
                ],
            }
        )
        approvals.submit_and_approve(order)
    order.picking_ids.carrier_id = carrier
    return order


def _send(picking, tracking, share=1.0):
    picking.carrier_tracking_ref = tracking
    for move in picking.move_ids:
        move.quantity = move.product_uom_qty * share
        move.picked = True
    asked = picking.with_context(skip_backorder=True).button_validate()
    assert picking.state == "done", asked
    return picking


def _never_answered(picking, tracking):
    """Sixteen days ago, and nobody said anything."""
    _send(picking, tracking)


def _all_well(picking, tracking):
    """Everything has arrived."""
    _receive(_send(picking, tracking), {}, "")


def _wet(picking, tracking):
    """It rained on the truck."""
    _send(picking, tracking)
    first, second = picking.move_ids[:2]
    differences = {first: {"damaged": 2.0}, second: {"short": 3.0}}
    note = "卸货时发现两桶外包装淋湿，另少三件，司机已签字确认。"
    _receive(picking, differences, note, [("淋湿的纸箱.jpg", _draw_carton())])


def _on_its_way(picking, tracking):
    """Left yesterday."""
    _send(picking, tracking)


def _half_packed(picking, tracking):
    """Half of it has left, the rest is being packed."""
    _send(picking, tracking, share=0.5)


def _receive(picking, differences, note, files=()):
    user = picking.env["res.users"].search([("login", "=", LOGIN)])
    picking_sudo = picking.with_user(user).sudo()  # as the page does
    picking_sudo.env["distribution.delivery.receipt"]._receive(
        picking_sudo,
        user,
        {move.with_env(picking_sudo.env): values for move, values in differences.items()},
        note=note,
        files=files,
    )


def _draw_carton():
    """Return a picture of a carton with a wet corner."""
    image = Image.new("RGB", (640, 480), (236, 232, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((120, 110, 520, 410), fill=CARTON)
    draw.rectangle((290, 110, 350, 410), fill=TAPE)
    draw.polygon([(120, 410), (120, 270), (250, 330), (330, 410)], fill=WET)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
