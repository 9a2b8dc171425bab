"""make seal-campaign [PLACES=n] [RUNS=n] [SEED=n]: tampering with published statements.

Eight kinds of tampering at random places each, as the owner of the database could do it: all must
be found, and the right record named. Then lawful things: none may be accused. A table; the exit
code is 0 when all is as it must be.
"""

import sys

from scripts.campaign import number, run_in_fresh_database
from scripts.problem import command

SCRIPT = """
from tests.seals import campaign
campaign.main(env)
"""


def render(result: dict) -> str:
    """Return the table of what was tried, found and named.

    >>> print(render({"kinds": {"seal forged": {"tried": 2, "found": 2, "named": 1}},
    ...               "clean": {"runs": 3, "accused": 0}}))
    kind                      tried  found  named
    seal forged                   2      2      1
    lawful runs                   3      0 accused
    """
    lines = [f"{'kind':<24}{'tried':>7}{'found':>7}{'named':>7}"]
    lines += [
        f"{kind:<24}{counts['tried']:>7}{counts['found']:>7}{counts['named']:>7}"
        for kind, counts in result["kinds"].items()
    ]
    clean = result["clean"]
    return "\n".join(
        [*lines, f"{'lawful runs':<24}{clean['runs']:>7}{clean['accused']:>7} accused"]
    )


def is_perfect(result: dict) -> bool:
    """Tell whether all was found and named, and nobody accused."""
    return not result["clean"]["accused"] and all(
        counts["tried"] == counts["found"] == counts["named"] for counts in result["kinds"].values()
    )


@command
def main() -> int:
    """Run the campaign."""
    asked = {"PLACES": number("PLACES", 50), "RUNS": number("RUNS", 400), "SEED": number("SEED", 0)}
    before, result = run_in_fresh_database("seal_campaign", SCRIPT, **asked)
    print(f"{before}{render(result)}\n{result['seconds']} seconds")
    return 0 if is_perfect(result) else 1


if __name__ == "__main__":
    sys.exit(main())
