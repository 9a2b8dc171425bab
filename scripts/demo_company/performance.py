"""Targets of two years for most members, regions and a category; what has become of them.

A target is what the member bought a year before, and some percent more or less: some are met.
"""

import zlib
from collections import defaultdict

from odoo import fields

SPLIT = "distribution_reports.target_split_building"
# In percent of what is expected, by chance that is the same in every demo.
AMBITIONS = (80, 95, 105, 120, 150)
ROUND_TO = 1000


def tell(env, manager, today):
    """Set targets, compute the months, and have a regional manager call somebody."""
    made = _make_targets(env, today)
    made.action_set()
    company = env.company
    rows = env["distribution.performance"].sudo()  # sudo: as the scheduler does it
    rows._refresh(company)
    warnings = env["distribution.performance.warning"]
    warnings.sudo()._watch(company)  # sudo: as above
    own = warnings.with_user(manager).search([("state", "=", "open")], limit=1)
    if own:
        own.note = "已电话联系：门店装修，本月底恢复进货。"
        own.action_handle()


def _make_targets(env, today):
    expected = _expect(env, today)
    split = env.ref(SPLIT)
    values = []
    for year in (today.year - 1, today.year):
        by_region = defaultdict(float)
        for member, amount in expected.items():
            percent = AMBITIONS[zlib.crc32(f"{member.code}{year}".encode()) % len(AMBITIONS)]
            target = _round(amount * percent / 100)
            by_region[_province(member.region_id)] += target
            values.append({"member_id": member.id, "year": year, "amount": target})
        values += [
            {"region_id": region.id, "year": year, "amount": _round(amount)}
            for region, amount in by_region.items()
        ]
    values = [{**line, "split_id": split.id} for line in values]
    return env["distribution.target"].create(values + _of_a_category(env, today))


def _expect(env, today):
    """Return what each member may be expected to buy in a year: a year's pace so far."""
    since = fields.Date.subtract(today, years=1)
    report = env["distribution.sales.report"]
    sold = report._read_group(
        [("date", ">", since), ("date", "<=", today)],
        ["member_id"],
        ["amount_untaxed:sum", "date:min"],
    )
    return {
        member: amount * 365 / max(60, (today - first).days)
        for member, amount, first in sold
        if amount > ROUND_TO and member.state == "active"
    }


def _of_a_category(env, today):
    """Return a target of the category that sells best."""
    sold = env["distribution.sales.report"]._read_group(
        [("date", ">=", today.replace(month=1, day=1))],
        ["categ_id"],
        ["amount_untaxed:sum"],
        order="amount_untaxed:sum DESC",
        limit=1,
    )
    return [
        {"categ_id": categ.id, "year": today.year, "amount": _round(amount * 1.4)}
        for categ, amount in sold
    ]


def _province(region):
    while region.parent_id:
        region = region.parent_id
    return region


def _round(amount):
    return max(ROUND_TO, round(amount / ROUND_TO) * ROUND_TO)
