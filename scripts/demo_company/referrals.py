"""The invitation links of members, and how often they were opened."""

from datetime import timedelta
from random import Random

from freezegun import freeze_time
from odoo.addons.distribution_member.queries.referral import count_visit

from scripts.demo_company.applications import moment_before
from scripts.demo_company.names import INVITATION_CODE

SEED = 17
# Working days ago, who makes it, for which product, for how many days it is valid, its code.
LINKS = [
    (40, "A01", None, 30, "BJGA2K4M7RTX"),
    (30, "D101", "CZ3002", 180, INVITATION_CODE),
    (20, "D101", None, 180, "HYJM8PWK3DUE"),
    (12, "D201", "CZ3001", 90, "CXCZ3001VNA6"),
]


def make_links(env, today):
    """Make the links as the members do in the portal."""
    links_sudo = env["distribution.referral.link"].sudo()  # as the page does
    random = Random(SEED)
    for days, member_code, product, valid, code in LINKS:
        member = env["distribution.member"].search([("code", "=", member_code)])
        template = env["product.template"].search([("default_code", "=", product)], limit=1)
        moment = moment_before(today, days)
        values = {
            "member_id": member.id,
            "product_id": product and template.id,
            "date_end": moment.date() + timedelta(days=valid),
            "code": code,
        }
        with freeze_time(moment):
            link = links_sudo.create(values)
        link.flush_recordset()
        last = min(today, link.date_end)
        day = moment.date()
        while day <= last:
            for _visit in range(random.randint(0, 3)):
                env.cr.execute(count_visit(link.id, day))
            day += timedelta(days=1)
