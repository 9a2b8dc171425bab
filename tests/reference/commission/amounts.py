"""From a forward movement to amounts: who claims what, parts of one whole, and the three caps."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .chains import Place, chain_of_plan
from .money import ZERO, percent, round_down, round_half_up, scale_down
from .occasions import Occasion
from .periods import Period, period_of
from .rules import Choice, choose


@dataclass(slots=True, kw_only=True)
class Claim:
    """What one rule says one member earns from one movement, on its way through the caps."""

    kind: str
    depth: int
    member: int
    choice: Choice
    rate: Decimal
    fixed: Decimal | None
    amount: Decimal = ZERO
    uncapped: Decimal = ZERO
    capped: tuple[str, ...] = ()

    def lower(self, amount: Decimal, cap: str) -> None:
        """Remember which cap lowered the amount."""
        if abs(amount) < abs(self.amount):
            self.amount = amount
            self.capped += (cap,)


@dataclass(slots=True)
class Memory:
    """What amounts depend on besides their own movement."""

    # The earlier parts of one whole by what they earn by: the Forward, its base or quantity, and
    # what was given for it before caps.
    parts: dict[tuple, list[tuple[int, Fraction, Decimal]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    undone: set[int] = field(default_factory=set)  # Forwards
    # What a rule gave a member in a period, less what was taken back of it.
    given: dict[tuple[int, int, Period], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )


def claims_of(occasion: Occasion, memory: Memory) -> list[Claim]:
    """Return what a movement earns by one plan; an amount is 0 only where a cap made it so."""
    chain = chain_of_plan(occasion.world, occasion.plan, occasion.line.buyer, occasion.day)
    claims = [*rebates(occasion, chain), *overrides(occasion, chain)]
    claims += differentials(occasion, chain)
    for claim in claims:
        claim.amount = claim.uncapped = amount_of_part(occasion, claim, memory)
    claims = [claim for claim in claims if claim.amount]
    cap_entries(claims)
    cap_movement(occasion, claims)
    cap_periods(occasion, claims, memory)
    return claims


# === WHO CLAIMS === #


def rebates(occasion: Occasion, chain: list[Place]) -> Iterator[Claim]:
    """The buyer earns; when it is inactive, nobody does."""
    yield from by_best_rule(occasion, "rebate", chain[:1])


def overrides(occasion: Occasion, chain: list[Place]) -> Iterator[Claim]:
    """The upline at each depth earns by the rules of that depth."""
    yield from by_best_rule(occasion, "override", chain[1:])


def by_best_rule(occasion: Occasion, kind: str, places: list[Place]) -> Iterator[Claim]:
    """Let each active member claim by the rule that wins for it."""
    for place in places:
        choice = choose(occasion, kind, place.member, place.depth) if place.is_active else None
        if choice:
            yield Claim(
                kind=kind,
                depth=place.depth,
                member=place.member,
                choice=choice,
                rate=ZERO if choice.rule.fixed is not None else choice.rule.rate,
                fixed=choice.rule.fixed,
            )


def differentials(occasion: Occasion, chain: list[Place]) -> Iterator[Claim]:
    """Each earns its own rate less the highest rate already reached below, if that is more.

    Who is inactive, but still in the chain, has reached its rate: the company keeps its slice.
    """
    reached = ZERO
    for place in chain:
        choice = choose(occasion, "differential", place.member, place.depth)
        if choice is None or choice.rule.rate <= reached:
            continue
        if place.is_active:
            yield Claim(
                kind="differential",
                depth=place.depth,
                member=place.member,
                choice=choice,
                rate=choice.rule.rate - reached,
                fixed=None,
            )
        reached = choice.rule.rate


# === HOW MUCH === #


def amount_of_part(occasion: Occasion, claim: Claim, memory: Memory) -> Decimal:
    """Round what all parts so far earn, less what was given for the earlier parts.

    Earlier parts count with what they earned before caps, and also when they were taken back: a
    cap is not made up for by the next part, and a return changes nothing but its own part. Parts
    that were undone as a whole do not count.
    """
    factor = percent(claim.rate) if claim.fixed is None else Fraction(claim.fixed)
    measured = occasion.base if claim.fixed is None else occasion.forward.quantity
    whole = (
        occasion.forward.trigger,
        occasion.forward.whole,
        occasion.plan.id,
        claim.choice.rule.id,
        claim.member,
        claim.rate,
        claim.fixed,
    )
    standing = [part for part in memory.parts[whole] if part[0] not in memory.undone]
    so_far = sum((measure for _, measure, _ in standing), Fraction(measured))
    given = sum((amount for _, _, amount in standing), ZERO)
    amount = round_half_up(so_far * factor, occasion.decimals) - given
    memory.parts[whole].append((occasion.forward.id, Fraction(measured), amount))
    return amount


# === CAPS, IN THIS ORDER === #


def cap_entries(claims: list[Claim]) -> None:
    """No entry is above its rule's ``max_amount``."""
    for claim in claims:
        limit = claim.choice.rule.max_amount
        if limit is not None:
            claim.lower(limit if claim.amount > 0 else -limit, "max_amount")


def cap_movement(occasion: Occasion, claims: list[Claim]) -> None:
    """All entries together are never above ``payout_cap`` percent of the base.

    The limit is rounded down, so that "never" holds. A plan on quantity takes the untaxed amount.
    """
    if occasion.plan.payout_cap is None or not claims:
        return
    base = occasion.untaxed if occasion.plan.base == "quantity" else occasion.base
    limit = round_down(Fraction(base) * percent(occasion.plan.payout_cap), occasion.decimals)
    if abs(sum(claim.amount for claim in claims)) <= abs(limit):
        return
    ties = [(claim.depth, claim.choice.rule.id) for claim in claims]
    amounts = [claim.amount for claim in claims]
    for claim, amount in zip(
        claims, scale_down(amounts, limit, occasion.decimals, ties), strict=True
    ):
        claim.lower(amount, "payout_cap")


def cap_periods(occasion: Occasion, claims: list[Claim], memory: Memory) -> None:
    """A rule gives a member no more than ``period_cap`` in a period, less what was taken back."""
    for claim in claims:
        rule = claim.choice.rule
        key = period_key(rule, claim.member, occasion.day)
        if rule.period_cap is not None and claim.amount > 0:
            claim.lower(max(ZERO, rule.period_cap - memory.given[key]), "period_cap")
        memory.given[key] += claim.amount


def period_key(rule, member: int, day) -> tuple[int, int, Period]:
    """Return what a period cap counts by."""
    return rule.id, member, period_of(rule.measure_period, day)
