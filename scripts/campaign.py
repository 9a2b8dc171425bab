"""make campaign [WORLDS=n] [SEED=n]: random worlds through the engine and through its reference.

The last line is JSON: worlds, entries compared, seconds, disagreements. The smallest world found
for each disagreement is printed before it; the exit code is then not 0.
"""

import json
import os
import sys

from scripts import arguments, bootstrap, databases, odoo_process
from scripts.cluster import TEST
from scripts.problem import Problem, command

DATABASE = f"campaign_{os.getpid()}"  # two may run at once
SCRIPT = """
from tests.commission import campaign
campaign.main(env)
"""


def number(name: str, default: int) -> int:
    """Return a whole number from the command line."""
    text = arguments.value(name) or str(default)
    if not text.isdigit():
        raise Problem(f"{name}={text} is not a whole number", f"say {name}={default}.")
    return int(text)


@command
def main() -> int:
    """Run the campaign in a fresh database of the test cluster."""
    variables = {"WORLDS": str(number("WORLDS", 1000)), "SEED": str(number("SEED", 0))}
    bootstrap.prepare(TEST)
    databases.create(DATABASE, cluster=TEST)
    try:
        printed = odoo_process.captured_script(DATABASE, SCRIPT, cluster=TEST, env=variables)
    finally:
        databases.drop(DATABASE, TEST)
    print(printed, end="")
    return 1 if json.loads(printed.splitlines()[-1])["disagreements"] else 0


if __name__ == "__main__":
    sys.exit(main())
