"""Settle a case inside an Odoo shell: cycles, members and amounts in, statements out as JSON."""

import json
import os
from pathlib import Path

from odoo.addons.distribution_commission.queries.adjustment_entries import insert_adjustments


def main(env) -> None:
    """Run the case in the file named by SETTLEMENT_CASE and print the statements."""
    case = json.loads(Path(os.environ["SETTLEMENT_CASE"]).read_text())
    env = env(context={**env.context, "tracking_disable": True})
    env.company.distribution_withholding = "labour_monthly"
    env["distribution.withholding.table"].search([]).currency_id = env.company.currency_id
    cycles = {
        code: env["distribution.settlement.cycle"].create({"name": code, "code": code, **terms})
        for code, terms in case["cycles"].items()
    }
    members = make_members(env, case["members"])
    post_amounts(env, cycles, members, case["amounts"])
    for code, date_from, date_to in case["periods"]:
        settlement = env["distribution.settlement"].create(
            {"cycle_id": cycles[code].id, "date_from": date_from, "date_to": date_to}
        )
        settlement.action_compute()
        settlement.action_publish()
    print(json.dumps(read_statements(env)), flush=True)


def make_members(env, subjects):
    """Return {code: member} of all members."""
    level = env["distribution.level"].create({"name": "Level", "code": "S1", "rank": 1})
    region = env["distribution.region"].create({"name": "Region", "code": "S-R"})
    partners = env["res.partner"].create([{"name": code} for code in subjects])
    members = env["distribution.member"].create(
        [
            {
                "partner_id": partner.id,
                "code": code,
                "level_id": level.id,
                "region_id": region.id,
                "subject_type": subject,
                "date_start": "2020-01-01",
                "state": "active",
            }
            for partner, (code, subject) in zip(partners, subjects.items(), strict=True)
        ]
    )
    return {member.code: member for member in members}


def post_amounts(env, cycles, members, amounts):
    """Write approved adjustments, as superuser: here only their sums matter."""
    adjustments = env["distribution.commission.adjustment"].create(
        [
            {
                "member_id": members[member].id,
                "cycle_id": cycles[cycle].id,
                "date": day,
                "amount": float(amount),
                "reason": "Case",
            }
            for member, cycle, day, amount in amounts
        ]
    )
    adjustments.write({"state": "approved"})
    env.flush_all()
    env.cr.execute(insert_adjustments(adjustments.ids))


def read_statements(env):
    """Return a row of texts per statement; every settlement's control totals meet."""
    for settlement in env["distribution.settlement"].search([]):
        failed = [total for total in settlement.check_totals() if not total["ok"]]
        assert not failed, (settlement.name, failed)
    env.cr.execute(
        """
        SELECT member.code, cycle.code, statement.date_to::text, statement.opening_balance::text,
               statement.adjustment::text, statement.holdback::text,
               statement.holdback_released::text, statement.recovered::text,
               statement.gross::text, statement.tax::text, statement.payable::text,
               statement.carried::text
          FROM distribution_statement statement
          JOIN distribution_member member ON member.id = statement.member_id
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
          JOIN distribution_settlement_cycle cycle ON cycle.id = settlement.cycle_id
         WHERE statement.state = 'published'
        """
    )
    return env.cr.fetchall()
