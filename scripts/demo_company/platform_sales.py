"""Shops on platforms, their files, goods to match, and what came of a live stream."""

import base64
from datetime import datetime, time, timedelta

from scripts.demo_company import platform_files as files


def import_platform_orders(env, today):
    """Upload yesterday's files; a later export brings a refund, and some goods are to match."""
    day = files.yesterday(today)
    _make_shops(env)
    _make_session(env, day)
    _upload(env, f"抖店订单_{day:%Y%m%d}.csv", files.build_douyin_file(day, has_refund=False))
    _upload(env, f"京东订单_{day:%Y%m%d}.csv", files.build_jd_file(day))
    _upload(env, f"抖店订单_{today:%Y%m%d}.csv", files.build_douyin_file(day, has_refund=True))


def _make_shops(env):
    for platform, name, code in (
        ("douyin", files.DOUYIN_SHOP, files.DOUYIN_MEMBER),
        ("jd", files.JD_SHOP, files.JD_MEMBER),
    ):
        member = env["distribution.member"].search([("code", "=", code)])
        env["distribution.platform.shop"].create(
            {"platform": platform, "name": name, "member_id": member.id}
        )
        profile = env["distribution.order.import.profile"]._create_platform_profile(platform)
        profile.fulfilment = "done"


def _make_session(env, day):
    start = datetime.combine(day, time(12))  # 20:00 in China
    env["distribution.live.session"].create(
        {
            "name": f"{files.ANCHOR} {day.month} 月 {day.day} 日晚场",
            "platform": "douyin",
            "anchor": files.ANCHOR,
            "date_start": start,
            "date_end": start + timedelta(hours=2),
            "slot_fee": 300.0,
            "commission_rate": 15.0,
        }
    )


def _upload(env, name, content):
    order_import = env["distribution.order.import"].create(
        {"name": name, "file": base64.b64encode(content)}
    )
    order_import.action_preview()
    assert order_import.state == "previewed", order_import.failure
    order_import.action_commit()
