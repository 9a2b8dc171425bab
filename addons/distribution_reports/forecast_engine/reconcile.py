"""Parts that add up to the whole: weighted least squares over trees, then exact rounding.

Each number is changed the more, the less its backtest trusts it: the sum of the squared changes,
each divided by its variance, is the least of all that make parts and wholes agree. In a tree this
has a closed form: what the parts say is carried up, the difference is shared out on the way down.
(Hyndman, Lee and Wang 2016, "Fast computation of reconciled forecasts for hierarchical and grouped
time series"; the weights are those of "WLS, variance scaling".)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A number of a tree. Its parts, if it has any, are all there is of it.

    :ivar is_bounded: neither it nor its parts may come out below zero
    """

    key: str
    value: float
    variance: float
    parts: tuple["Node", ...] = ()
    is_bounded: bool = True


@dataclass(slots=True)
class _Belief:
    """What a node and all below it say of the node."""

    value: float
    variance: float
    parts: list["_Belief"] = field(default_factory=list)


def reconcile(total: Node, trees: Sequence[Sequence[Node]], *, digits: int = 2) -> dict[str, float]:
    """Return values for all nodes, rounded, whose parts add up exactly.

    :param total: the whole, without parts
    :param trees: for each way of taking it apart, its parts

    >>> north = Node(key="north", value=60.0, variance=1.0)
    >>> south = Node(key="south", value=30.0, variance=1.0)
    >>> total = Node(key="total", value=96.0, variance=1.0)
    >>> reconcile(total, [[north, south]])
    {'total': 94.0, 'north': 62.0, 'south': 32.0}
    """
    beliefs = [[_believe(node) for node in parts] for parts in trees]
    whole = _Belief(total.value, _positive(total.variance))
    for parts in beliefs:
        whole = _join(whole, parts)
    unit = 10**digits
    units = round(max(whole.value, 0.0) * unit if total.is_bounded else whole.value * unit)
    result = {total.key: units}
    for parts, found in zip(trees, beliefs, strict=True):
        _share_out(units, parts, found, unit, result)
    return {key: count / unit for key, count in result.items()}


def _believe(node: Node) -> _Belief:
    own = _Belief(node.value, _positive(node.variance))
    if not node.parts:
        return own
    parts = [_believe(part) for part in node.parts]
    joined = _join(own, parts)
    return _Belief(joined.value, joined.variance, parts)


def _join(own: _Belief, parts: Sequence[_Belief]) -> _Belief:
    """Return the mean of what is said of a node and what its parts add up to."""
    if not parts:
        return own
    value = sum(part.value for part in parts)
    variance = sum(part.variance for part in parts)
    share = variance / (variance + own.variance)
    return _Belief(value + share * (own.value - value), share * own.variance)


def _positive(variance: float) -> float:
    return max(variance, 1e-6)


def _share_out(
    units: int, parts: Sequence[Node], beliefs: Sequence[_Belief], unit: int, result: dict[str, int]
) -> None:
    """Give each part its number of the smallest units, and go on below it."""
    if not parts:
        return
    wanted = _split(units / unit, parts, beliefs)
    counts = round_to_sum([value * unit for value in wanted], units)
    for node, belief, count in zip(parts, beliefs, counts, strict=True):
        result[node.key] = count
        _share_out(count, node.parts, belief.parts, unit, result)


def _split(whole: float, parts: Sequence[Node], beliefs: Sequence[_Belief]) -> list[float]:
    """Share the difference out by variance; a part that would fall below zero stays there, and
    the others bear the more.
    """
    values = [belief.value for belief in beliefs]
    free = set(range(len(parts)))
    while free:
        difference = whole - sum(values)
        spread = sum(beliefs[number].variance for number in free)
        for number in free:
            values[number] += difference * beliefs[number].variance / spread
        fallen = {number for number in free if parts[number].is_bounded and values[number] < 0}
        if not fallen or whole < 0:
            break
        for number in fallen:
            values[number] = 0.0
        free -= fallen
    return values


def round_to_sum(values: Sequence[float], total: int) -> list[int]:
    """Return whole numbers near the values that add up to a total (largest remainders first).

    >>> round_to_sum([33.4, 33.4, 33.2], 100)
    [34, 33, 33]
    """
    floors = [int(value // 1) for value in values]
    left = total - sum(floors)
    remainders = [Fraction(value) - floor for value, floor in zip(values, floors, strict=True)]
    order = sorted(range(len(values)), key=lambda number: (-remainders[number], number))
    every, more = divmod(left, len(values))
    for place, number in enumerate(order):
        floors[number] += every + (place < more)
    return floors
