"""Show figures as a table."""

from collections.abc import Mapping

HEADINGS = ("figure", "value", "unit", "goal", "")
VERDICTS = {True: "met", False: "MISSED", None: ""}


def render(measured: Mapping[str, list[dict] | None]) -> str:
    """Return the table of all benches, and how many goals are met."""
    rows = [HEADINGS]
    for name, figures in measured.items():
        rows.append((name if figures is not None else f"{name}: FAILED", "", "", "", ""))
        rows += [_row(figure) for figure in figures or []]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    verdicts = [figure["is_met"] for figures in measured.values() for figure in figures or []]
    goals = [verdict for verdict in verdicts if verdict is not None]
    return "\n".join([*lines, f"{sum(goals)} of {len(goals)} goals met"])


def _row(figure: dict) -> tuple[str, ...]:
    bounds = (("≤", figure["at_most"]), ("≥", figure["at_least"]))
    goal = " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)
    value = f"{figure['value']:.4g}" if figure["value"] < 10_000 else f"{figure['value']:.0f}"
    return (f"  {figure['name']}", value, figure["unit"], goal, VERDICTS[figure["is_met"]])


def _line(row, widths) -> str:
    cells = [
        text.rjust(width) if column == 1 else text.ljust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return " | ".join(cells).rstrip()
