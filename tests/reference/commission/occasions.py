"""What one forward movement is worth to one plan: its base, in the plan's currency."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .facts import Forward
from .money import ZERO, convert, round_half_up
from .world import Line, Plan, World


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

    def in_plan_currency(amount: Decimal) -> Decimal:
        """Convert at the movement's date and round half up, once for each part."""
        converted = convert(world, amount, forward.currency, plan.currency, forward.date)
        return round_half_up(converted, decimals)

    return Occasion(
        world=world,
        plan=plan,
        forward=forward,
        line=world.lines[forward.line],
        decimals=decimals,
        base=forward.quantity
        if plan.base == "quantity"
        else in_plan_currency(document_amount(plan, forward)),
        untaxed=in_plan_currency(forward.untaxed),
    )


def document_amount(plan: Plan, forward: Forward) -> Decimal:
    """Return the amount of the base in the document's currency.

    A sale below its cost has a margin of 0; the mirror of it holds for a negative line.
    """
    if plan.base == "taxed":
        return forward.taxed
    if plan.base == "untaxed":
        return forward.untaxed
    margin = forward.untaxed - forward.cost
    return min(ZERO, margin) if forward.untaxed < 0 else max(ZERO, margin)


def base_left(occasion: Occasion, share: Fraction) -> Fraction:
    """Return what is left of the base when this share counts; rounded when it is money."""
    left = Fraction(occasion.base) * share
    if occasion.plan.base != "quantity":
        return Fraction(round_half_up(left, occasion.decimals))
    return left
