"""Volume and target: two settlements of one world through the engine and through its reference."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.distribution_commission.queries import period_bonus

from tests.reference.commission.bonuses import Measured, TrueUp, true_ups
from tests.reference.commission.draws import FIRST_DAY, LAST_DAY
from tests.reference.commission.periods import period_of
from tests.reference.commission.world import World

from .comparison import Difference, Engine, rounded, steps
from .rows import FIRST_ID, insert

ROWS = """
    SELECT plan_id, rule_id, member_id, period_start, date,
           -- as text: Odoo reads numbers as floats
           base_amount::text, amount::text
      FROM distribution_commission_entry
     WHERE period_start IS NOT NULL AND id > %s
"""


def settled_twice(env, world: World) -> int:
    """Settle when half of everything has happened, and at the end; return the number of entries.

    What was given for a period the first time is topped up, or taken back, the second time.
    """
    engine, groups = Engine(env, world), list(steps(world.facts))
    half = len(groups) // 2
    seen, given, count = [], defaultdict(Decimal), 0
    since = FIRST_DAY - timedelta(days=1)
    for part, is_last in ((groups[:half], False), (groups[half:], True)):
        for facts in part:
            engine.happen(facts)
            seen += facts
        until = LAST_DAY if is_last else max((fact.date for fact in seen), default=FIRST_DAY)
        found = settle(env, world, since, until)
        compare(found, true_ups(replace(world, facts=tuple(seen)), until, given))
        for each in found:
            given[each.measured] += each.amount
        since = until + timedelta(days=1)
        count += len(found)
    return count


def settle(env, world: World, date_from: date, date_to: date) -> list[TrueUp]:
    """Let the engine write the bonuses of a settlement, twice; return what it wrote."""
    env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM distribution_commission_entry")
    [last] = env.cr.fetchone()
    settlement = {"cycle_id": FIRST_ID, "company_id": env.company.id, "state": "published"}
    settlement |= {"date_from": date_from, "date_to": date_to, "id": FIRST_ID + date_to.toordinal()}
    insert(env.cr, "distribution_settlement", [settlement])
    env.cr.execute("UPDATE distribution_settlement SET create_date = NOW() AT TIME ZONE 'UTC'")
    env.cr.execute(period_bonus.insert_bonuses(settlement["id"]))
    env.cr.execute(period_bonus.insert_bonuses(settlement["id"]))
    assert env.cr.fetchone() == (0,), "a second run wrote bonuses"
    env.cr.execute(ROWS, [last])
    return [read(world, row) for row in env.cr.dictfetchall()]


def read(world: World, row: dict) -> TrueUp:
    """Return a row of the ledger as the reference says it."""
    rule_id = row["rule_id"] - FIRST_ID
    (rule,) = (rule for plan in world.plans for rule in plan.rules if rule.id == rule_id)
    return TrueUp(
        measured=Measured(
            row["plan_id"] - FIRST_ID,
            rule_id,
            row["member_id"] - FIRST_ID,
            period_of(rule.measure_period, row["period_start"]),
        ),
        volume=Decimal(row["base_amount"]),
        amount=Decimal(row["amount"]),
        date=row["date"],
    )


def compare(engine: Sequence[TrueUp], reference: Sequence[TrueUp]) -> None:
    """Raise when the two do not give the same for the same volumes."""
    ours, theirs = (
        {replace(each, volume=rounded(each.volume)) for each in given}
        for given in (engine, reference)
    )
    assert len(ours) == len(engine), "the engine wrote a bonus twice"
    if ours != theirs:
        lines = [f"engine only:    {each}" for each in ours - theirs]
        lines += [f"reference only: {each}" for each in theirs - ours]
        raise Difference("\n".join(lines))
