"""What one forward movement is worth to one plan: its base, in the plan's currency."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .facts import Forward
from .money import ZERO, convert, round_half_up
from .world import Line, Plan, World

QUANTITY_DECIMALS = 6  # of what is taken back; sold quantities are exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One forward movement as one plan sees it."""

    world: World
    plan: Plan
    forward: Forward
    line: Line
    decimals: int
    base: Decimal
    untaxed: Decimal  # in the plan's currency
    whole_untaxed: Decimal  # of the order line or invoice line, in the plan's currency

    @property
    def day(self) -> date:
        """The date of the movement."""
        return self.forward.date


def occasions(world: World, forward: Forward) -> list[Occasion]:
    """Return the occasions of a forward movement, one for each plan it counts for."""
    return [occasion(world, plan, forward) for plan in world.plans if counts(plan, forward)]


def counts(plan: Plan, forward: Forward) -> bool:
    """A movement counts for the plans of its trigger that contain its date."""
    return plan.trigger == forward.trigger and contains(plan, forward.date)


def contains(window, day: date) -> bool:
    """Is the day within ``date_from`` and ``date_to`` of a plan or rule, both included?"""
    return (window.date_from is None or window.date_from <= day) and (
        window.date_to is None or day <= window.date_to
    )


def occasion(world: World, plan: Plan, forward: Forward) -> Occasion:
    """Look at a forward movement with the eyes of a plan."""
    decimals = world.currencies[plan.currency].decimals

    def in_plan_currency(amount: Decimal, source: str = forward.currency) -> Decimal:
        """Convert at the movement's date and round half up, once for each part."""
        converted = convert(world, amount, source, plan.currency, forward.date)
        return round_half_up(converted, decimals)

    untaxed = in_plan_currency(forward.untaxed)
    bases = {
        "quantity": forward.quantity,
        "untaxed": untaxed,
        "taxed": in_plan_currency(forward.taxed),
        "margin": margin(forward, untaxed, in_plan_currency(forward.cost, world.own_currency)),
    }
    return Occasion(
        world=world,
        plan=plan,
        forward=forward,
        line=world.lines[forward.line],
        decimals=decimals,
        base=bases[plan.base],
        untaxed=untaxed,
        whole_untaxed=in_plan_currency(forward.whole_untaxed),
    )


def margin(forward: Forward, untaxed: Decimal, cost: Decimal) -> Decimal:
    """A sale below its cost has a margin of 0; the mirror of it holds for a negative line."""
    return min(ZERO, untaxed - cost) if forward.untaxed < 0 else max(ZERO, untaxed - cost)


def quantity_left(forward: Forward, share: Fraction) -> Decimal:
    """Return what is left of the quantity when this share counts."""
    return round_half_up(Fraction(forward.quantity) * share, QUANTITY_DECIMALS)


def base_left(occasion: Occasion, share: Fraction) -> Decimal:
    """Return what is left of the base when this share counts."""
    if occasion.plan.base == "quantity":
        return quantity_left(occasion.forward, share)
    return round_half_up(Fraction(occasion.base) * share, occasion.decimals)
