"""A picture of what a tier table pays, both modes in one, for screens, portal and paper.

SVG, as plain text without a script; each element has an end tag, for Odoo's editor needs them.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape

from .tiers import best_example, pay

WIDTH, HEIGHT = 480, 270
LEFT, RIGHT, TOP, BOTTOM = 74, 34, 46, 36
COLOURS = {"marginal": "#017e84", "cliff": "#d9534f"}
MUTED, GRID = "#6c757d", "#dee2e6"
LABEL_GAP, LINE_GAP = 44, 14  # labels closer than that would overlap

Tiers = Sequence[tuple[Decimal, Decimal]]


def draw(tiers: Tiers, mode: str, *, names: dict[str, str], write: Callable[[Decimal], str]) -> str:
    """Return the picture of a table with a tier at least.

    :param str mode: the one of the rule; the other is drawn thinner and dashed
    :param names: what to call `marginal`, `cliff`, `volume`, `payout` and the picture (`title`)
    :param write: says an amount in few signs
    """
    most_volume = best_example(tiers)
    curves = {name: _list_points(tiers, name, most_volume) for name in sorted(COLOURS)}
    most_paid = max(amount for points in curves.values() for _volume, amount in points)
    plane = _Plane(most_volume, most_paid or Decimal(1))
    shapes = [
        *_draw_grid(plane, tiers, write),
        *(_draw_curve(plane, name, curves[name], is_chosen=name == mode) for name in curves),
        *_draw_legend(names, mode),
    ]
    title = escape(names["title"])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{title}" style="width:100%;max-width:{WIDTH}px;height:auto"'
        f' class="o_distribution_tier_graph" font-size="12" font-family="sans-serif">'
        f"<title>{title}</title>{''.join(shapes)}</svg>"
    )


class _Plane:
    """Where a volume and an amount lie in the picture."""

    def __init__(self, most_volume: Decimal, most_paid: Decimal):
        self.most_volume, self.most_paid = most_volume, most_paid

    def x(self, volume: Decimal) -> str:
        """Return how far to the right."""
        return f"{LEFT + float(volume / self.most_volume) * (WIDTH - LEFT - RIGHT):.1f}"

    def y(self, amount: Decimal) -> str:
        """Return how far down."""
        height = HEIGHT - TOP - BOTTOM
        return f"{HEIGHT - BOTTOM - float(amount / self.most_paid) * height:.1f}"


def _draw_grid(plane: _Plane, tiers: Tiers, write: Callable[[Decimal], str]) -> list[str]:
    """Axes, a line at each bound and at the payouts of the end."""
    base = plane.y(Decimal(0))
    shapes = [_line(plane.x(Decimal(0)), base, plane.x(plane.most_volume), base, MUTED)]
    shown = -float(LABEL_GAP)
    for volume in sorted({Decimal(0), *(bound for bound, _rate in tiers), plane.most_volume}):
        x = plane.x(volume)
        shapes.append(_line(x, str(TOP), x, base, GRID))
        if float(x) - shown >= LABEL_GAP:
            shown = float(x)
            shapes.append(_text(x, str(HEIGHT - BOTTOM + 18), write(volume), "middle"))
    shown = float(base)
    for amount in sorted({pay(tiers, plane.most_volume, mode) for mode in COLOURS}):
        y = plane.y(amount)
        shapes.append(_line(str(LEFT), y, str(WIDTH - RIGHT), y, GRID))
        if shown - float(y) >= LINE_GAP:
            shown = float(y)
            shapes.append(_text(str(LEFT - 6), f"{shown + 4:.1f}", write(amount), "end"))
    return shapes


def _list_points(tiers: Tiers, mode: str, end: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Return (volume, payout) from bound to bound; where all jumps to another rate, both sides."""
    points = [(Decimal(0), Decimal(0))]
    for bound in (bound for bound, _rate in tiers if bound > 0):
        if mode == "cliff":
            below = [rate for other, rate in tiers if other < bound]
            points.append((bound, bound * below[-1] / 100 if below else Decimal(0)))
        points.append((bound, pay(tiers, bound, mode)))
    return [*points, (end, pay(tiers, end, mode))]


def _draw_curve(
    plane: _Plane, mode: str, points: Sequence[tuple[Decimal, Decimal]], *, is_chosen: bool
) -> str:
    path = " ".join(f"{plane.x(volume)},{plane.y(amount)}" for volume, amount in points)
    width, dashes = ("3", "") if is_chosen else ("1.5", ' stroke-dasharray="5 4"')
    return (
        f'<polyline class="o_{mode}" points="{path}" fill="none" stroke="{COLOURS[mode]}"'
        f' stroke-width="{width}"{dashes}></polyline>'
    )


def _draw_legend(names: dict[str, str], mode: str) -> list[str]:
    """What the lines and the axes are."""
    shapes = [
        _text(str(LEFT), "36", names["payout"], "start"),
        _text(str(WIDTH - RIGHT), str(HEIGHT - 3), names["volume"], "end"),
    ]
    for number, name in enumerate(("marginal", "cliff")):
        x = LEFT + number * 190
        dashes = "" if name == mode else ' stroke-dasharray="5 4"'
        shapes.append(_line(str(x), "12", str(x + 22), "12", COLOURS[name], dashes))
        weight = "bold" if name == mode else "normal"
        shapes.append(_text(str(x + 28), "16", names[name], "start", weight=weight))
    return shapes


def _line(x1: str, y1: str, x2: str, y2: str, colour: str, more: str = "") -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"{more}></line>'


def _text(x: str, y: str, text: str, anchor: str, weight: str = "normal") -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="{MUTED}">'
        f"{escape(text)}</text>"
    )
