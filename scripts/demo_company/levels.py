"""Who has bought enough for another level, and whose membership ends soon."""

from datetime import timedelta

SIX_MONTHS = 6
# rank -> what a member of that level buys in six months, without tax; the lowest asks for nothing
PURCHASES = {2: 45_000}
# member -> its upline from today on: the agent, whose direct buyer may become a distributor
GROWN = {"S222": "A02", "S411": "A04"}
# member -> days until the last day of its membership
ENDS_IN = {"D101": 5, "D102": 25, "A02": 80}


def suggest_levels(env, today):
    """Say what a level asks for, and look who should have another one."""
    members = {member.code: member for member in env["distribution.member"].search([])}
    for code, upline in GROWN.items():
        members[code].change_upline(members[upline].id, today, "业务增长，改由区域总代直接供货")
    rules = env["distribution.level.rule"]
    for level in env["distribution.level"].search([("rank", ">", 1)], order="rank"):
        threshold = PURCHASES.get(level.rank)
        rules.create(
            {
                "name": level.name,
                "level_id": level.id,
                "period_months": SIX_MONTHS,
                "line_ids": [(0, 0, {"measure": "own_purchases", "threshold": threshold})]
                if threshold
                else [],
            }
        )
    env["distribution.level.run"].sudo()._start(env.company)._process_batch()  # as the scheduler


def remind_of_ends(env, today):
    """Let memberships end soon, and the scheduler tell those concerned."""
    for code, days in ENDS_IN.items():
        member = env["distribution.member"].search([("code", "=", code)])
        member.date_end = today + timedelta(days=days)
    env["distribution.expiry.reminder"].sudo()._cron_remind()  # as the scheduler
