"""Who may sell what where: certificates in force, one that ends soon, one revoked, one to issue."""

import base64
from datetime import timedelta

from scripts.demo_company.logo import draw_seal

# member, region, exclusive, first day (days from today), last day (days from today)
GRANTS = [
    ("A01", "CQ-N", True, -400, 330),
    ("A02", "CQ-W", True, -400, 330),
    ("A03", "CQ-S", True, -340, 25),
    ("A04", "CQ-E", False, -260, 470),
    ("D101", "CQ-YZ", False, -300, 65),
    ("D102", "CQ-JB", False, -290, 75),
]
REVOKED = ("D201", "CQ-SP", "跨区销售，经核实后撤销")
TO_ISSUE = ("D301", "CQ-NA")


def issue_authorisations(env, today):
    """Issue the certificates as the administrator, on the company's behalf."""
    # sudo: the company belongs to the system's administrator
    env.company.sudo().distribution_seal = base64.b64encode(draw_seal())
    members = {m.code: m for m in env["distribution.member"].search([])}
    regions = {r.code: r for r in env["distribution.region"].search([])}

    def draft(code, region, **values):
        return env["distribution.authorisation"].create(
            {
                "member_id": members[code].id,
                "region_id": regions[region].id,
                "date_from": today - timedelta(days=200),
                "date_to": today + timedelta(days=365),
                **values,
            }
        )

    for code, region, exclusive, first, last in GRANTS:
        draft(
            code,
            region,
            exclusive=exclusive,
            date_from=today + timedelta(days=first),
            date_to=today + timedelta(days=last),
        ).action_issue()
    code, region, reason = REVOKED
    revoked = draft(code, region)
    revoked.action_issue()
    revoked.action_revoke(reason)
    draft(*TO_ISSUE)
