"""All subjects of a company: what is forecast by itself, what is pooled, and how parts add up.

There are two trees below the total: regions with their members, categories with their products.
A subject without a number of its own is pooled with its like into the rest of the level above.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .reconcile import Node, reconcile
from .series import Outcome, Reason, Series, Step

TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A place in a tree: `total`, or something below it.

    :ivar parent: key of the subject it is a part of, None for the total
    :ivar tree: which way of taking the total apart it belongs to
    """

    key: str
    series: Series
    parent: str | None = None
    tree: str = ""


def rest_key(parent: str, tree: str) -> str:
    """Return the key of what is pooled below a subject.

    >>> rest_key("region:5", "member"), rest_key(TOTAL, "member")
    ('rest:region:5', 'rest:member')
    """
    return f"rest:{tree if parent == TOTAL else parent}"


def forecast_channel(
    subjects: Sequence[Subject],
    forecast: Callable[[Sequence[Series]], Iterable[Outcome]],
    *,
    digits: int,
) -> dict[str, Outcome]:
    """Return the outcome of each subject and of each rest; values of each step add up.

    :param forecast: how series become outcomes
    :param digits: decimals of the currency
    """
    known = {subject.key: subject for subject in subjects}
    found = {outcome.key: outcome for outcome in forecast([one.series for one in subjects])}
    outcomes = {key: found[key] for key in known}  # they may come in any order
    _forget_orphans(known, outcomes)
    rests = _pool(known, outcomes)
    found = {outcome.key: outcome for outcome in forecast([rest.series for rest in rests])}
    outcomes |= {rest.key: found[rest.key] for rest in rests}
    if outcomes[TOTAL].reason:
        return outcomes
    shown = [subject for subject in subjects if not outcomes[subject.key].reason] + rests
    return {**outcomes, **_add_up(shown, outcomes, digits)}


def _forget_orphans(known: Mapping[str, Subject], outcomes: dict[str, Outcome]) -> None:
    """Take the number from each subject that is part of one without a number."""

    def has_number(key: str) -> bool:
        subject = known[key]
        if outcomes[key].reason is None and subject.parent and not has_number(subject.parent):
            outcomes[key] = Outcome(key=key, reason=Reason.PARENT)
        return outcomes[key].reason is None

    for key in known:
        has_number(key)


def _pool(known: Mapping[str, Subject], outcomes: Mapping[str, Outcome]) -> list[Subject]:
    """Return a rest for each subject some of whose direct parts have no number."""
    pooled = defaultdict(list)
    for subject in known.values():
        reason = outcomes[subject.key].reason
        is_pooled = reason not in (None, Reason.EMPTY)
        if is_pooled and subject.parent and not outcomes[subject.parent].reason:
            pooled[subject.parent, subject.tree].append(subject.series)
    return [
        Subject(
            key=rest_key(parent, tree),
            series=_sum_series(rest_key(parent, tree), parts),
            parent=parent,
            tree=tree,
        )
        for (parent, tree), parts in pooled.items()
    ]


def _sum_series(key: str, parts: Sequence[Series]) -> Series:
    longest = max(parts, key=lambda series: len(series.values))
    values = [0.0] * len(longest.values)
    for series in parts:
        for back in range(1, len(series.values) + 1):
            values[-back] += series.values[-back]
    return replace(longest, key=key, values=tuple(values), is_rest=True)


def _add_up(
    shown: Sequence[Subject], outcomes: Mapping[str, Outcome], digits: int
) -> dict[str, Outcome]:
    """Return the outcomes with the reconciled values; their intervals move along."""
    parts = defaultdict(list)
    for subject in shown:
        if subject.parent:
            parts[subject.parent, subject.tree].append(subject)
    series = {subject.key: subject.series for subject in shown}
    trees = sorted({subject.tree for subject in shown if subject.tree})
    steps = defaultdict(list)
    for number in range(len(outcomes[TOTAL].steps)):

        def make(subject: Subject, number: int = number) -> Node:
            step = outcomes[subject.key].steps[number]
            return Node(
                key=subject.key,
                value=step.value,
                variance=step.variance,
                parts=tuple(make(part) for part in parts[subject.key, subject.tree]),
                is_bounded=min(series[subject.key].values) >= 0,
            )

        total = outcomes[TOTAL].steps[number]
        root = Node(
            key=TOTAL,
            value=total.value,
            variance=total.variance,
            is_bounded=min(series[TOTAL].values) >= 0,
        )
        branches = [[make(part) for part in parts[TOTAL, tree]] for tree in trees]
        for key, value in reconcile(root, branches, digits=digits).items():
            steps[key].append(_move(outcomes[key].steps[number], value, digits))
    return {key: replace(outcomes[key], steps=tuple(found)) for key, found in steps.items()}


def _move(step: Step, value: float, digits: int) -> Step:
    """Give a step another value, with the same distance to both ends of its interval."""
    low = min(max(step.low + value - step.value, min(0.0, step.low)), value)
    high = max(step.high + value - step.value, value)
    return replace(step, value=value, low=round(low, digits), high=round(high, digits))
