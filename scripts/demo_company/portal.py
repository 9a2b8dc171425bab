"""What the distributors find in their portal: notices, and a freeze."""

from datetime import timedelta

# (title, body, days ago, is pinned)
NOTICES = [
    (
        "月末盘点期间发货安排",
        "<p>每月最后一天仓库盘点，当天停止发货，次日恢复。急单请提前两天下单。</p>"
        "<p>客服热线照常接听。</p>",
        20,
        False,
    ),
    (
        "关于规范销售区域的通知",
        "<p>请各经销商在<b>授权区域</b>内销售；售价由各经销商自行决定。</p>"
        "<p>跨区供货请先与大区经理确认。首次违规提醒整改，再次违规暂停下单。</p>",
        6,
        True,
    ),
]

# Whose new orders are stopped, and whose payout.
FROZEN = "S311"
UNPAID = "D202"


def publish_notices(env, today):
    """Let the administrator tell all distributors."""
    notices = env["distribution.notice"].create(
        [
            {
                "name": name,
                "body": body,
                "date_from": today - timedelta(days=days),
                "is_pinned": is_pinned,
            }
            for name, body, days, is_pinned in NOTICES
        ]
    )
    notices.action_publish()


def read_first_notice(env):
    """Let the distributor read the pinned one."""
    user = env["res.users"].search([("login", "=", "distributor")])
    notice = env["distribution.notice"].search([("is_pinned", "=", True)], limit=1)
    notice.with_user(user).sudo()._mark_read()  # as the page does


def freeze_a_member(env, today):
    """Stop the new orders of one member, as its manager would."""
    _freeze(env, FROZEN, "order", today, "货款逾期，结清后恢复")


def stop_a_payout(env, today):
    """Keep the money of one member back, as finance would."""
    _freeze(env, UNPAID, "payout", today, "收款账户已销户，待成员提供新账户后付款")


def _freeze(env, code, kind, today, reason):
    env["distribution.member"].search([("code", "=", code)]).action_freeze(kind, today, reason)


def tell(env, today):
    """Fill the portal as of today."""
    publish_notices(env, today)
    read_first_notice(env)
    freeze_a_member(env, today)
