"""The ledger: every entry which the facts of a world lead to, in the order of its movements."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .amounts import Claim, Memory, claims_of, period_key
from .facts import Movement, movements
from .money import ZERO, round_half_up
from .occasions import Occasion, base_left, occasions, quantity_left
from .world import Rule, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger."""

    movement: int  # the id of the fact
    origin: int | None  # the id of the forward movement that is taken back; None when it is one
    plan: int
    rule: int
    lost_rule: int | None  # the best rule that matched and did not win
    kind: str
    depth: int
    buyer: int
    member: int
    quantity: Decimal
    base: Decimal  # of a reversal: what is taken off the base
    rate: Decimal  # percent; of a differential the difference
    fixed: Decimal | None
    amount: Decimal
    date: date
    available_date: date
    uncapped: Decimal | None = None  # what it would be, where a cap lowered it
    capped: tuple[str, ...] = ()  # the caps that lowered it, in their order


@dataclass(slots=True)
class Earned:
    """An entry of a forward movement, and what is left of it."""

    entry: Entry
    occasion: Occasion
    rule: Rule
    left: Decimal


@dataclass(slots=True)
class Ledger:
    """What later entries depend on."""

    memory: Memory = field(default_factory=Memory)
    earned: dict[int, list[Earned]] = field(default_factory=lambda: defaultdict(list))


def accrue(world: World) -> list[Entry]:
    """Return all entries; the first facts alone lead to the first of the same entries."""
    ledger = Ledger()
    entries: list[Entry] = []
    for movement in movements(world.facts):
        if movement.is_forward:
            entries += earn(world, movement, ledger)
        else:
            if movement.is_undoing:
                ledger.memory.undone.add(movement.forward.id)
            entries += take_back(movement, ledger)
    return entries


def earn(world: World, movement: Movement, ledger: Ledger) -> Iterator[Entry]:
    """Earn from a forward movement by every plan it counts for."""
    for occasion in occasions(world, movement.forward):
        for claim in claims_of(occasion, ledger.memory):
            entry = forward_entry(occasion, claim)
            earned = Earned(entry, occasion, claim.choice.rule, entry.amount)
            ledger.earned[movement.fact].append(earned)
            yield entry


def forward_entry(occasion: Occasion, claim: Claim) -> Entry:
    """Write down what a movement earns."""
    lost = claim.choice.lost
    return Entry(
        movement=occasion.forward.id,
        origin=None,
        plan=occasion.plan.id,
        rule=claim.choice.rule.id,
        lost_rule=lost.id if lost else None,
        kind=claim.kind,
        depth=claim.depth,
        buyer=occasion.line.buyer,
        member=claim.member,
        quantity=occasion.forward.quantity,
        base=occasion.base,
        rate=claim.rate,
        fixed=claim.fixed,
        amount=claim.amount,
        date=occasion.day,
        available_date=occasion.day + timedelta(days=occasion.plan.hold_days),
        uncapped=claim.uncapped if claim.capped else None,
        capped=claim.capped,
    )


def take_back(movement: Movement, ledger: Ledger) -> Iterator[Entry]:
    """Take back from everybody who earned, at the rates and with the chain of the origin."""
    for earned in ledger.earned[movement.forward.id]:
        left = amount_left(earned, movement.share_after)
        difference = left - earned.left
        earned.left = left
        if difference != ZERO:
            key = period_key(earned.rule, earned.entry.member, earned.entry.date)
            ledger.memory.given[key] += difference
            yield reversal_entry(earned, movement, difference)


def amount_left(earned: Earned, share: Fraction) -> Decimal:
    """What is left of an entry is its amount times the share that still counts, rounded."""
    return round_half_up(Fraction(earned.entry.amount) * share, earned.occasion.decimals)


def reversal_entry(earned: Earned, movement: Movement, amount: Decimal) -> Entry:
    """Write down what is taken back, or given back when a return is undone.

    It becomes available with its origin, or on its own date when that is later.
    """
    before = base_left(earned.occasion, movement.share_before)
    after = base_left(earned.occasion, movement.share_after)
    return replace(
        earned.entry,
        movement=movement.fact,
        origin=movement.forward.id,
        quantity=quantity_left(movement.forward, movement.share_after)
        - quantity_left(movement.forward, movement.share_before),
        base=after - before,
        amount=amount,
        date=movement.date,
        available_date=max(movement.date, earned.entry.available_date),
        uncapped=None,
        capped=(),
    )
