"""The tree that the lines of a file make among themselves, in whatever order they stand."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """How deep each code lies below the file's own roots, and the circles that lie nowhere.

    `cycle_of` has every code of a circle, and every code below one, with the codes of the circle
    in the order of buying.
    """

    depths: dict[str, int]
    cycle_of: dict[str, tuple[str, ...]]


def build_tree(upline_of: Mapping[str, str]) -> Tree:
    """Walk up from every code once; uplines that are not in the file are above its roots.

    >>> found = build_tree({"c": "b", "b": "a", "a": "", "x": "y", "y": "x", "z": "x"})
    >>> found.depths
    {'a': 0, 'b': 1, 'c': 2}
    >>> found.cycle_of
    {'x': ('x', 'y'), 'y': ('x', 'y'), 'z': ('x', 'y')}
    """
    depths: dict[str, int] = {}
    cycle_of: dict[str, tuple[str, ...]] = {}
    for start in upline_of:
        path: list[str] = []
        on_path: dict[str, int] = {}
        code = start
        while code in upline_of and code not in depths and code not in cycle_of:
            if code in on_path:
                break
            on_path[code] = len(path)
            path.append(code)
            code = upline_of[code]
        _place(path, on_path, code, depths, cycle_of)
    return Tree(depths=depths, cycle_of=cycle_of)


def _place(path, on_path, end, depths, cycle_of) -> None:
    """Give the codes of a path their places, now that what its `end` is has been found out."""
    if end in on_path:
        circle = tuple(path[on_path[end] :])
        cycle_of.update(dict.fromkeys(path, circle))
    elif end in cycle_of:
        cycle_of.update(dict.fromkeys(path, cycle_of[end]))
    else:
        depth = depths.get(end, -1)
        for code in reversed(path):
            depth += 1
            depths[code] = depth
