"""What was found out about one promise."""

from typing import NamedTuple


class Finding(NamedTuple):
    """A promise, what was seen, and whether that is it."""

    figure: str
    seen: str
    goal: str
    is_met: bool

    def row(self) -> tuple[str, str, str, str]:
        """Return it as a row of a table."""
        return self.figure, self.seen, self.goal, "met" if self.is_met else "MISSED"


def equal(figure: str, seen: object, goal: object) -> Finding:
    """Return a finding that is met when both are the same."""
    return Finding(figure, str(seen), str(goal), seen == goal)


def none_of(figure: str, wrong: list) -> Finding:
    """Return a finding that is met when nothing is wrong; the first of what is wrong is shown."""
    shown = "none" if not wrong else f"{len(wrong)}: {'; '.join(map(str, wrong[:3]))}"
    return Finding(figure, shown[:300], "none", not wrong)
