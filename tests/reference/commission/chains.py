"""Who stood above the buyer on the day, who of them was active, and at which depth each earns."""

from dataclasses import dataclass
from datetime import date

from .world import Level, Member, Plan, World, value_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A member's place in a chain; depth 0 is the buyer."""

    depth: int
    member: int
    is_active: bool


def is_active(member: Member, day: date) -> bool:
    """Suspended and terminated members earn nothing, nor does one whose commission is frozen."""
    is_frozen = any(span.contains(day) for span in member.freezes)
    return value_on(member.states, day) == "active" and not is_frozen


def level_on(world: World, member: int, day: date) -> Level | None:
    """Return the level of a member on a day."""
    return world.levels.get(value_on(world.members[member].levels, day))


def uplines_on(world: World, member: int, day: date) -> list[int]:
    """Return everybody above a member on a day, nearest first."""
    above: list[int] = []
    upline = value_on(world.members[member].uplines, day)
    while upline is not None:
        assert upline != member and upline not in above, "An upline chain never closes a circle."
        above.append(upline)
        upline = value_on(world.members[upline].uplines, day)
    return above


def whole_chain(world: World, buyer: int, day: date) -> list[Place]:
    """Return the buyer and everybody above it, without limit of depth."""
    return [
        Place(depth=depth, member=member, is_active=is_active(world.members[member], day))
        for depth, member in enumerate([buyer, *uplines_on(world, buyer, day)])
    ]


def chain_of_plan(world: World, plan: Plan, buyer: int, day: date) -> list[Place]:
    """Return the places that count for rebates, overrides and differentials.

    Under `compress` an inactive upline does not exist, and the next active one takes its depth;
    the buyer always keeps its place. The limit of depth counts what is left.
    """
    chain = whole_chain(world, buyer, day)
    if plan.on_inactive == "compress":
        chain = compressed(chain)
    return [place for place in chain if plan.max_depth is None or place.depth <= plan.max_depth]


def compressed(chain: list[Place]) -> list[Place]:
    """Move active uplines up into the places of inactive ones."""
    buyer, *uplines = chain
    active = [place for place in uplines if place.is_active]
    moved = [
        Place(depth=depth, member=place.member, is_active=True)
        for depth, place in enumerate(active, start=1)
    ]
    return [buyer, *moved]
