"""What tests of laws have in common."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, settings

from .facts import Forward
from .world import Rule, World

# Derandomized: what fails on one machine fails on all.
LAWFUL = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MORE_THAN_ANYTHING = Decimal(10**9)


def rules_of(world: World) -> dict[int, Rule]:
    """Return the rules of all plans by id."""
    return {rule.id: rule for plan in world.plans for rule in plan.rules}


def forwards_of(world: World) -> dict[int, Forward]:
    """Return the forward movements by id."""
    return {fact.id: fact for fact in world.facts if isinstance(fact, Forward)}


def with_more(world: World, *facts) -> World:
    """Let more happen after all that happened."""
    return replace(world, facts=(*world.facts, *facts))
