"""make kingdee-campaign [DOCUMENTS=n] [SEED=n]: so many orders through a Kingdee that fails.

Every kind of fault on 30 % of the calls, workers killed at any moment, people on both sides who
change their minds. Then both sides are compared: a table; the exit code is 0 when nothing is wrong.
"""

import sys

from scripts.campaign import number, run_in_fresh_database
from scripts.problem import command

SCRIPT = """
from tests.kingdee import campaign
campaign.main(env)
"""
FIGURES = (
    "orders",
    "documents there",
    "journal",
    "calls",
    "acts of people",
    "runs",
    "kills",
    "stopped and tested again",
    "healed",
    "in front of a person",
    "longest idle in transaction",
    "seconds",
    "orders per second",
)


def render(result: dict) -> str:
    """Return the table of what happened, and of what was wrong at the end."""
    lines = [f"{name:<32}{result[name]:>10}" for name in FIGURES]
    lines += [f"  {phase:<30}{seconds:>10}" for phase, seconds in result["phases"].items()]
    lines.append("seconds of a processor, by stream")
    lines += [f"  {name:<30}{seconds:>10}" for name, seconds in result["processor"].items()]
    share = sum(result["faults"].values()) / max(1, result["calls"])
    lines.append(f"{'faults':<32}{sum(result['faults'].values()):>10}  {share:.0%} of the calls")
    lines += [f"  {kind:<30}{count:>10}" for kind, count in sorted(result["faults"].items())]
    lines.append("wrong at the end")
    lines += [f"  {kind:<30}{count:>10}" for kind, count in result["wrong"].items()]
    for kind, examples in result["examples"].items():
        lines += [f"    {kind}: {example}" for example in examples]
    return "\n".join(lines)


@command
def main() -> int:
    """Run the campaign."""
    asked = {"DOCUMENTS": number("DOCUMENTS", 10_000), "SEED": number("SEED", 1)}
    before, result = run_in_fresh_database("kingdee_campaign", SCRIPT, **asked)
    print(before + render(result))
    return 1 if any(result["wrong"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
