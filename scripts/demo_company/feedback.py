"""What distributors' people wrote about portal, goods and money, and what came of it."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time

BROWSER = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0"
# member, days ago, kind, topic, page, text, what is done (None: nothing yet), answer
SAID = [
    (
        *("D101", 34, "problem", "money", "statements"),
        *("对账单里看不到每个订单的到账日期，财务对账要逐单查。",),
        *("action_done", "已在对账单明细中增加到账日期，下次结算起可见。"),
    ),
    (
        *("D101", 12, "wish", "ordering", "orders"),
        *("希望常订的商品能一键加到购物车。",),
        *("action_plan", "已列入下个版本：常订清单可以直接加购。"),
    ),
    (
        *("A01", 26, "problem", "delivery", "orders"),
        *("PPR 管件到货有三根压裂，外包装没有护角。",),
        *("action_answer", "已补发三根，并通知仓库对 4 米管材加装护角。"),
    ),
    (
        *("S121", 9, "wish", "portal", "team"),
        *("字太小，能不能放大一点？门店老师傅看不清。",),
        *(None, ""),
    ),
    (
        *("D202", 20, "wish", "money", "statements"),
        *("建议佣金按周结算。",),
        *("action_decline", "周结需双方补签协议，目前仅对试点成员开放，请联系大区经理。"),
    ),
    ("D101", 2, "problem", "ordering", "orders", "搜索“填缝剂”找不到水泥基的那款。", None, ""),
]


def tell(env, manager, today):
    """Send it as the members' people do in the portal, and answer as the manager does."""
    feedback_sudo = env["distribution.feedback"].sudo()  # as the page does
    members = {member.code: member for member in env["distribution.member"].search([])}
    for code, days, kind, topic, page, text, act, answer in SAID:
        member = members[code]
        person = member.colleague_ids[:1].user_id
        moment = datetime.combine(today, time(3, 15)) - timedelta(days=days)
        values = {
            "kind": kind,
            "topic_id": env.ref(f"distribution_order.feedback_topic_{topic}").id,
            "text": text,
            "page": f"/my/distribution/{page}",
            "browser": BROWSER,
        }
        with freeze_time(moment):
            said_sudo = feedback_sudo._send(member, person, values, [])
        if act:
            said_sudo.responsible_id = manager
            with freeze_time(moment + timedelta(days=1)):
                said = said_sudo.with_user(env.user)
                said.reply = answer
                getattr(said, act)()
    env["mail.mail"].sudo().search([("model", "=", "distribution.feedback")]).unlink()
