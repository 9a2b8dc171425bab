"""One world through the engine and through its reference: what each writes, and the difference."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from tests.reference.commission.draws import LAST_DAY
from tests.reference.commission.facts import Fact, Forward, Undone, is_less
from tests.reference.commission.happenings import as_it_says
from tests.reference.commission.ledger import Entry, accrue
from tests.reference.commission.money import ZERO, round_half_up
from tests.reference.commission.world import World

from . import documents
from .rows import FIRST_ID, build, row_id

DECIMALS = 6  # of quantities; of a reversal they are for the eye

ROWS = """
    SELECT movement.id, movement.role, movement.trigger, movement.source, movement.source_id,
           movement.quantity + movement.untaxed > 0 AS gives_back,
           movement.origin_id,
           entry.plan_id, entry.rule_id, entry.lost_rule_id, entry.kind, entry.depth,
           entry.buyer_id, entry.member_id, entry.date, entry.available_date, entry.capped_by,
           -- as text: Odoo reads numbers as floats
           entry.quantity::text, entry.base_amount::text, entry.rate::text,
           entry.fixed_amount::text, entry.amount::text, entry.uncapped_amount::text
      FROM distribution_commission_entry entry
      JOIN distribution_commission_movement movement ON movement.id = entry.movement_id
     WHERE entry.id > %s
     ORDER BY entry.id
"""


class Difference(AssertionError):
    """The engine and the reference do not say the same; the text says what each says."""


class Engine:
    """The engine over the documents of one world, and the entries that it has written."""

    def __init__(self, env, world: World):
        self.env = env
        self.world = world
        self.entries: list[Entry] = []
        self._last = self._newest()
        self._forwards: dict[int, int] = {}  # facts by their movements
        build(env, world)

    def _newest(self) -> int:
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM distribution_commission_entry")
        return self.env.cr.fetchone()[0]

    def happen(self, facts: Sequence[Fact]) -> None:
        """Let facts happen together, and the engine look at all orders afterwards."""
        for fact in facts:
            documents.say(self.env, self.world, fact)
        day = max(fact.date for fact in facts)
        self.run(day, [row_id(line) for line in self.world.lines])
        self._read(facts)

    def run(self, day, order_ids=None) -> int:
        """Run the engine on a day; return the number of new entries."""
        with documents.substituted(), documents.on_day(day):
            return self.env["distribution.commission.entry"]._accrue(order_ids)

    def _read(self, facts: Sequence[Fact]) -> None:
        told = {
            (fact.trigger, documents.document_id(fact)): fact.id
            for fact in facts
            if isinstance(fact, Forward)
        }
        undoing = [fact.id for fact in facts if isinstance(fact, Undone)]
        lowering = {row_id(fact.line): fact.id for fact in facts if is_less(fact)}
        self.env.cr.execute(ROWS, [self._last])
        for row in self.env.cr.dictfetchall():
            if row["role"] == "forward":
                fact = self._forwards[row["id"]] = told[row["trigger"], row["source_id"]]
            elif row["role"] == "undo" or row["gives_back"]:
                (fact,) = undoing
            elif row["source"] == "sale_line":
                fact = lowering[row["source_id"]]
            else:
                fact = row["source_id"] - FIRST_ID
            self.entries.append(self._entry(row, fact))
        self._last = self._newest()

    def _entry(self, row: dict, fact: int) -> Entry:
        return Entry(
            movement=fact,
            origin=None if row["origin_id"] is None else self._forwards[row["origin_id"]],
            plan=row["plan_id"] - FIRST_ID,
            rule=row["rule_id"] - FIRST_ID,
            lost_rule=row["lost_rule_id"] and row["lost_rule_id"] - FIRST_ID,
            kind=row["kind"],
            depth=row["depth"],
            buyer=row["buyer_id"] - FIRST_ID,
            member=row["member_id"] - FIRST_ID,
            quantity=Decimal(row["quantity"]),
            base=Decimal(row["base_amount"]),
            rate=Decimal(row["rate"]),
            fixed=Decimal(row["fixed_amount"] or 0) or None,
            amount=Decimal(row["amount"]),
            date=row["date"],
            available_date=row["available_date"],
            uncapped=None if row["uncapped_amount"] is None else Decimal(row["uncapped_amount"]),
            capped=(row["capped_by"],) if row["capped_by"] else (),
        )


def steps(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Group facts that are one: a confirmed line that is recorded anew on its old day."""
    group: list[Fact] = []
    for fact in facts:
        is_anew = (
            group
            and isinstance(group[0], Undone)
            and isinstance(fact, Forward)
            and fact.date < group[0].date
        )
        if group and not is_anew:
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def one_by_one(env, world: World) -> Engine:
    """Let the engine run after each fact."""
    engine = Engine(env, world)
    for facts in steps(world.facts):
        engine.happen(facts)
    compare(engine.entries, accrue(world))
    return engine


def all_at_once(env, world: World) -> Engine:
    """Let the engine see the documents of a whole world for the first time at its end.

    Of a return and a credit that are one and the same, it does not matter which one took more.
    """
    engine = Engine(env, world)
    if world.facts:
        engine.happen(world.facts)
    compare(summed(engine.entries), summed(accrue(world)))
    return engine


def as_seen_at_the_end(world: World) -> World:
    """The same documents, as if nothing of what was undone had ever been: sales, then returns.

    What names a document that was never recorded names none.
    """
    undone = {fact.origin for fact in world.facts if isinstance(fact, Undone)}
    standing = [
        fact
        for fact in world.facts
        if fact.id not in undone and not isinstance(fact, Undone) and not is_less(fact)
    ]
    sales = sorted(
        (said_last(world, fact) for fact in standing if isinstance(fact, Forward)),
        key=lambda fact: (fact.date, documents.document_id(fact)),
    )
    reversals = [
        replace(fact, origin=None) if fact.origin in undone else fact
        for fact in standing
        if not isinstance(fact, Forward)
    ]
    reversals.sort(key=lambda fact: (fact.date, fact.id))
    return replace(world, facts=(*sales, *reversals))


def said_last(world: World, forward: Forward) -> Forward:
    """Return a confirmed line as if it had been ordered as it says by now."""
    if forward.trigger != "confirmed":
        return forward
    now = as_it_says(world.facts, forward)
    if now == forward:
        return forward
    return replace(now, whole_quantity=now.quantity, whole_untaxed=now.untaxed)


def summed(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of sales, and all that was taken back of each as one."""
    sales = [entry for entry in entries if entry.origin is None]
    sums: dict[tuple, Entry] = {}
    for entry in entries:
        if entry.origin is not None:
            key = entry.origin, entry.plan, entry.rule, entry.member
            sums[key] = with_more(sums[key], entry) if key in sums else entry
    a_day = date.min
    return sales + [
        # A step that moves no cent leaves no entry, so quantities depend on the order of the steps.
        replace(entry, movement=0, date=a_day, available_date=a_day, quantity=ZERO, base=ZERO)
        for entry in sums.values()
    ]


def with_more(entry: Entry, more: Entry) -> Entry:
    """Add an entry to another of the same terms."""
    terms = {"quantity": ZERO, "base": ZERO, "amount": ZERO, "movement": 0}
    terms |= {"date": date.min, "available_date": date.min}
    assert replace(entry, **terms) == replace(more, **terms), "taken back at other terms"
    return replace(
        entry,
        quantity=entry.quantity + more.quantity,
        base=entry.base + more.base,
        amount=entry.amount + more.amount,
    )


def compare(engine: Sequence[Entry], reference: Sequence[Entry]) -> None:
    """Raise when the two do not hold the same entries."""
    ours, theirs = Counter(map(spoken, engine)), Counter(map(spoken, reference))
    ours.pop(None, None), theirs.pop(None, None)
    if ours != theirs:
        lines = [f"engine only:    {told(each)}" for each in (ours - theirs).elements()]
        lines += [f"reference only: {told(each)}" for each in (theirs - ours).elements()]
        raise Difference("\n".join(lines))


def spoken(entry: Entry) -> Entry | None:
    """Return an entry as it is compared: the engine names the last of several caps.

    An entry of 0 that no cap has lowered tells nothing to nobody; the engine keeps some, to count
    on from them.
    """
    if not entry.amount and not entry.capped:
        return None
    return replace(
        entry,
        capped=entry.capped[-1:],
        base=rounded(entry.base),
        quantity=rounded(entry.quantity),
        rate=rounded(entry.rate),
    )


def told(entry: Entry) -> str:
    """Return an entry for the reader."""
    return ", ".join(f"{item.name}={getattr(entry, item.name)}" for item in fields(entry))


def rounded(value: Decimal) -> Decimal:
    """Return a number to the decimals that are compared."""
    return round_half_up(value, DECIMALS)


# === LAWS === #


def runs_again_without_an_entry(engine: Engine) -> None:
    """What is recorded is recorded once."""
    assert engine.run(LAST_DAY) == 0, "a second run wrote entries"
    assert engine.run(LAST_DAY, [row_id(line) for line in engine.world.lines]) == 0


def pays_no_more_than_its_cap(engine: Engine) -> None:
    """All beneficiaries of a movement together, by what the database holds."""
    engine.env.cr.execute(
        """
        SELECT movement.id, plan.id
          FROM distribution_commission_entry entry
          JOIN distribution_commission_movement movement ON movement.id = entry.movement_id
          JOIN distribution_commission_plan plan ON plan.id = entry.plan_id
         WHERE movement.role = 'forward' AND plan.base <> 'quantity'
         GROUP BY movement.id, plan.id, plan.payout_cap
        HAVING ABS(SUM(entry.amount)) > ABS(MAX(entry.base_amount)) * plan.payout_cap / 100
        """
    )
    assert not engine.env.cr.fetchall(), "a movement pays more than its plan's cap"


def gives_all_back(engine: Engine, facts: Sequence[Fact]) -> None:
    """When everything comes back, exactly 0 is left for everybody."""
    for fact in facts:
        engine.happen([fact])
    sums: Counter = Counter()
    for entry in engine.entries:
        sums[entry.plan, entry.rule, entry.member] += entry.amount
    assert not any(sums.values()), f"something is left of what came back: {sums}"
