"""Which rule applies: all that match, the most specific one, and the best that lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .chains import level_on
from .occasions import Occasion, contains
from .world import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The rule that won and the best one that lost, if any did."""

    rule: Rule
    lost: Rule | None


def choose(occasion: Occasion, kind: str, member: int, depth: int) -> Choice | None:
    """Return the most specific rule by which a member at a depth earns from a movement."""
    candidates = [
        rule
        for rule in occasion.plan.rules
        if rule.kind == kind and matches(occasion, rule, member, depth)
    ]
    ranked = sorted(candidates, key=lambda rule: specificity(occasion, rule))
    if not ranked:
        return None
    return Choice(rule=ranked[0], lost=ranked[1] if len(ranked) > 1 else None)


# === MATCHING === #


def matches(occasion: Occasion, rule: Rule, member: int, depth: int) -> bool:
    """A rule matches when its sales, its parties and its measures of size all do."""
    return (
        matches_sale(occasion, rule)
        and matches_buyer(occasion, rule)
        and matches_beneficiary(occasion, rule, member)
        and reaches(rule, depth)
    )


def matches_sale(occasion: Occasion, rule: Rule) -> bool:
    """The product scope, the date window, and the minimum quantity and amount of the whole."""
    return (
        product_distance(occasion, rule) is not None
        and contains(rule, occasion.day)
        and is_reached(rule.min_quantity, occasion.forward.whole_quantity)
        and is_reached(rule.min_amount, occasion.whole_untaxed)
    )


def is_reached(minimum: Decimal | None, whole: Decimal) -> bool:
    """Is the minimum reached? A negative line is as large as the sale it mirrors."""
    return minimum is None or abs(whole) >= minimum


def matches_buyer(occasion: Occasion, rule: Rule) -> bool:
    """The buyer's level of the day, and the region on the order."""
    if region_distance(occasion, rule) is None:
        return False
    if rule.buyer_level is None:
        return True
    level = level_on(occasion.world, occasion.line.buyer, occasion.day)
    return level is not None and level.id == rule.buyer_level


def matches_beneficiary(occasion: Occasion, rule: Rule, member: int) -> bool:
    """The member itself or its level of the day, which must be one that earns by this kind."""
    level = level_on(occasion.world, member, occasion.day)
    return (
        level is not None
        and level.earns(rule.kind)
        and rule.member in (None, member)
        and rule.level in (None, level.id)
    )


def reaches(rule: Rule, depth: int) -> bool:
    """Does a rule reach a beneficiary at this depth?

    A rebate is the buyer's, an override has its own depth, a differential reaches all; what a
    rule measures says whose sales count for its beneficiary.
    """
    if rule.kind == "differential":
        return True
    if rule.kind == "override":
        return depth >= 1 and depth == rule.depth
    if rule.kind == "rebate":
        return depth == 0
    return {"own": depth == 0, "direct": depth <= 1, "team": True}[rule.measure]


# === SPECIFICITY === #


def specificity(occasion: Occasion, rule: Rule) -> tuple:
    """Order rules: product, nearest category, all; member, level, nearest region, all;
    then lower sequence, then lower id.
    """
    product = 0 if rule.product is not None else 1 if rule.categ is not None else 2
    return (
        product,
        product_distance(occasion, rule),
        *party_specificity(occasion, rule),
        rule.sequence,
        rule.id,
    )


def party_specificity(occasion: Occasion, rule: Rule) -> tuple[int, int]:
    """The beneficiary itself, a level of either party, the nearest region, all."""
    if rule.member is not None:
        return 0, 0
    if rule.level is not None or rule.buyer_level is not None:
        return 1, 0
    if rule.region is not None:
        return 2, region_distance(occasion, rule)
    return 3, 0


def product_distance(occasion: Occasion, rule: Rule) -> int | None:
    """Steps from the line's product category up to the rule's; None when it does not match.

    A rule with a product ignores its category.
    """
    if rule.product is not None:
        return 0 if rule.product == occasion.line.product else None
    categ = occasion.world.products[occasion.line.product].categ
    return distance(rule.categ, ancestors(occasion.world.categories, categ))


def region_distance(occasion: Occasion, rule: Rule) -> int | None:
    """Steps from the order's region up to the rule's; None when it does not match."""
    return distance(rule.region, ancestors(occasion.world.regions, occasion.line.region))


def distance(wanted: int | None, path: Iterator[int]) -> int | None:
    """Steps along a path to what is wanted; no wish is met at once, None when it is not met."""
    if wanted is None:
        return 0
    return next((steps for steps, at in enumerate(path) if at == wanted), None)


def ancestors(nodes: dict, at: int | None) -> Iterator[int]:
    """Go from a region or category up to its root, itself first."""
    while at is not None:
        yield at
        at = nodes[at].parent
