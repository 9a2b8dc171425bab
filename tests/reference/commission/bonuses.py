"""Volume and target: what a period is worth, and the true-up to what was given for it before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from .chains import whole_chain
from .facts import Movement, movements
from .money import ZERO, as_decimal, percent, round_half_up
from .occasions import Occasion, base_left, occasions
from .periods import Period, period_of
from .rules import choose
from .world import PERIOD_KINDS, Rule, World


@dataclass(frozen=True, slots=True, order=True)
class Measured:
    """What a volume is measured for."""

    plan: int
    rule: int
    member: int
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The volume of a period up to a day, and what the rule gives for it."""

    volume: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueUp:
    """The difference to what was given before; dated the day up to which the volume counts."""

    measured: Measured
    volume: Decimal
    amount: Decimal
    date: date


def due(world: World, until: date) -> dict[Measured, Due]:
    """Return what is due by the movements up to a day, that day included."""
    rules = {(plan.id, rule.id): rule for plan in world.plans for rule in plan.rules}
    decimals = {plan.id: world.currencies[plan.currency].decimals for plan in world.plans}
    return {
        measured: Due(
            volume=as_decimal(volume),
            amount=worth(rules[measured.plan, measured.rule], volume, decimals[measured.plan]),
        )
        for measured, volume in volumes(world, until).items()
    }


def true_ups(
    world: World, until: date, given: Mapping[Measured, Decimal] | None = None
) -> list[TrueUp]:
    """Top up to what is due; negative where returns have lowered the volume."""
    given = given or {}
    now = due(world, until)
    nothing = Due(volume=ZERO, amount=ZERO)
    differences = (
        TrueUp(
            measured=measured,
            volume=now.get(measured, nothing).volume,
            amount=now.get(measured, nothing).amount - given.get(measured, ZERO),
            date=until,
        )
        for measured in sorted({*now, *given})
    )
    return [difference for difference in differences if difference.amount]


# === VOLUMES === #


def volumes(world: World, until: date) -> dict[Measured, Fraction]:
    """Sum the bases; a reversal lowers the period, and the chain, of its origin."""
    sums: dict[Measured, Fraction] = defaultdict(Fraction)
    counted: dict[int, list[tuple[Occasion, list[Measured]]]] = {}
    for movement in movements(world.facts):
        if movement.date > until:
            continue
        if movement.is_forward:
            counted[movement.fact] = [
                (occasion, list(counts_for(occasion)))
                for occasion in occasions(world, movement.forward)
            ]
        for occasion, all_measured in counted.get(movement.forward.id, []):
            for measured in all_measured:
                sums[measured] += change_of_base(occasion, movement)
    return sums


def change_of_base(occasion: Occasion, movement: Movement) -> Fraction:
    """Return how a movement changes the base that counts."""
    before = Fraction(base_left(occasion, movement.share_before))
    after = Fraction(base_left(occasion, movement.share_after))
    return after - before


def counts_for(occasion: Occasion) -> Iterator[Measured]:
    """Return whose volumes a movement counts to: by one rule of each kind for each member.

    Members of the chain who are not active on the day are left out; nobody takes their place.
    """
    for place in whole_chain(occasion.world, occasion.line.buyer, occasion.day):
        if not place.is_active:
            continue
        for kind in PERIOD_KINDS:
            choice = choose(occasion, kind, place.member, place.depth)
            if choice:
                period = period_of(choice.rule.measure_period, occasion.day)
                yield Measured(occasion.plan.id, choice.rule.id, place.member, period)


# === WHAT A VOLUME IS WORTH === #


def worth(rule: Rule, volume: Fraction | Decimal, decimals: int) -> Decimal:
    """Return what a rule gives for a volume: nothing at or below 0, never above its cap."""
    if volume <= 0:
        return ZERO
    value = target_bonus if rule.kind == "target" else volume_rebate
    exact = value(rule, Fraction(volume))
    amount = round_half_up(exact, decimals)
    return amount if rule.period_cap is None else min(amount, rule.period_cap)


def target_bonus(rule: Rule, volume: Fraction) -> Fraction:
    """A fixed sum, or volume times rate, once the target is reached."""
    if volume < (rule.target_amount or ZERO):
        return Fraction(0)
    return Fraction(rule.fixed) if rule.fixed is not None else volume * percent(rule.rate)


def volume_rebate(rule: Rule, volume: Fraction) -> Fraction:
    """By tiers, or the rule's rate on the whole when it has none."""
    if not rule.tiers:
        return volume * percent(rule.rate)
    return cliff(rule, volume) if rule.tier_mode == "cliff" else marginal(rule, volume)


def marginal(rule: Rule, volume: Fraction) -> Fraction:
    """Each slice at its own rate; what is below the lowest bound earns nothing."""
    tiers = sorted(rule.tiers, key=lambda tier: tier.threshold)
    bounds = [Fraction(tier.threshold) for tier in tiers]
    bounds.append(max(volume, bounds[-1]))
    return sum(
        (
            max(Fraction(0), min(volume, upper) - lower) * percent(tier.rate)
            for tier, (lower, upper) in zip(tiers, pairwise(bounds), strict=True)
        ),
        Fraction(0),
    )


def cliff(rule: Rule, volume: Fraction) -> Fraction:
    """The whole volume at the rate reached; a lower bound belongs to its tier."""
    reached = [tier for tier in rule.tiers if tier.threshold <= volume]
    if not reached:
        return Fraction(0)
    return volume * percent(max(reached, key=lambda tier: tier.threshold).rate)
