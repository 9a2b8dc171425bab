"""Who has bought enough for another level, who pays too late for its own, whose membership ends."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time

SIX_MONTHS = 6
# rank -> what a member of that level does in six months: buys, without tax, and pays in time (in
# percent); the lowest asks for nothing
DEMANDS = {2: (("own_purchases", 45_000), ("punctuality", 70))}
# Pays late, and says why in its portal.
OBJECTOR = "D401"
OBJECTION = (
    "两笔付款延迟，是因为贵司开票系统切换，发票晚到了二十多天，我方财务按制度收到发票后才能付款。"
    "\n\n请核对发票签收记录，并按实际收票日期重新考核，保留我公司分销商级别。"
)
# member -> its upline from today on: the agent, whose direct buyer may become a distributor
GROWN = {"S222": "A02", "S411": "A04"}
# member -> days until the last day of its membership
ENDS_IN = {"D101": 5, "D102": 25, "A02": 80}
# Whose membership has ended without a renewal, days ago: new orders are stopped.
ENDED = {"S131": 3}
SCHEDULER = time(20, 0)  # early in the morning in China


def suggest_levels(env, today):
    """Say what a level asks for, and look who should have another one."""
    members = {member.code: member for member in env["distribution.member"].search([])}
    for code, upline in GROWN.items():
        members[code].change_upline(members[upline].id, today, "业务增长，改由区域总代直接供货")
    rules = env["distribution.level.rule"]
    for level in env["distribution.level"].search([("rank", ">", 1)], order="rank"):
        rules.create(
            {
                "name": level.name,
                "level_id": level.id,
                "period_months": SIX_MONTHS,
                "line_ids": [
                    (0, 0, {"measure": measure, "threshold": threshold})
                    for measure, threshold in DEMANDS.get(level.rank, ())
                ],
            }
        )
    env["distribution.level.run"].sudo()._start(env.company)._process_batch()  # as the scheduler


def object_in_portal(env):
    """Let the one who is to fall say in its portal why it should not."""
    member = env["distribution.member"].search([("code", "=", OBJECTOR)])
    speaker = member.colleague_ids.filtered(lambda row: row.role == "admin").user_id[:1]
    # sudo: as the page does it, after it has found the visitor's member
    own_sudo = member.with_user(speaker).sudo()
    own_sudo._find_portal_suggestions()[:1]._object(OBJECTION)


def stop_expired(env, today):
    """Let the end of a membership pass, and the scheduler stop the orders the day after."""
    # sudo: the company belongs to the system's administrator
    env.company.sudo().distribution_stop_expired = True
    for code, days in ENDED.items():
        member = env["distribution.member"].search([("code", "=", code)])
        end = today - timedelta(days=days)
        member.date_end = end
        with freeze_time(datetime.combine(end, SCHEDULER)):
            env["distribution.member"].sudo()._cron_stop_expired()


def remind_of_ends(env, today):
    """Let memberships end soon, and the scheduler tell those concerned."""
    for code, days in ENDS_IN.items():
        member = env["distribution.member"].search([("code", "=", code)])
        member.date_end = today + timedelta(days=days)
    env["distribution.expiry.reminder"].sudo()._cron_remind()  # as the scheduler
