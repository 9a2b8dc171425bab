"""One distributor has just moved to weekly statements: the first is published, and not answered.

So there is always a statement that its people can confirm or dispute today.
"""

from datetime import timedelta

from scripts.demo_company.channel import PORTAL_LOGINS
from scripts.demo_company.translations import create_bilingual

CODE = "ZJ"
CYCLE = {"name": "Weekly", "code": CODE, "frequency": "weekly", "confirm_days": 14}
MEMBER = PORTAL_LOGINS["distributor"]


def settle_by_week(env):
    """Put the distributor into a weekly cycle, and publish the week that is over."""
    cycle = create_bilingual(env["distribution.settlement.cycle"], [CYCLE], ["周结"])
    member = env["distribution.member"].search([("code", "=", MEMBER)])
    member.settlement_cycle_id = cycle
    settlements = env["distribution.settlement"]
    # What it earned since its last statement leaves the month that is computed, not published.
    settlements.search([("state", "=", "computed")]).action_compute()
    first, last = cycle._get_period(env.company._get_distribution_today())
    week = settlements._ensure_settlement(cycle, *cycle._get_period(first - timedelta(days=1)))
    week.action_compute()
    week.action_publish()
    assert week.statement_ids.is_answer_open, "the distributor has nothing to answer"
    settlements._ensure_settlement(cycle, first, last)  # as the scheduler plans it


def tell_members(env):
    """Write the mails that are due into the queue; nobody is at the other end of them."""
    statements = env["distribution.statement"].sudo()  # sudo: as the scheduler does it
    statements.search([("mail_state", "=", "waiting")])._queue_mails()
    mails = env["mail.mail"].sudo()  # sudo: as above
    mails.search([("state", "=", "outgoing"), ("model", "=", statements._name)]).cancel()
