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


def run_in_fresh_database(name: str, script: str, **asked: int) -> tuple[str, dict]:
    """Run a script in a database of its own in the test cluster, dropped afterwards.

    :param name: of the database, before the number of this process: two may run at once
    :param asked: variables of the script
    :return: what it printed before its last line, and that line, which is JSON
    """
    database = f"{name}_{os.getpid()}"
    bootstrap.prepare(TEST)
    databases.create(database, cluster=TEST)
    try:
        variables = {variable: str(value) for variable, value in asked.items()}
        printed = odoo_process.captured_script(database, script, cluster=TEST, env=variables)
    finally:
        databases.drop(database, TEST)
    *before, last = printed.splitlines(keepends=True)
    return "".join(before), json.loads(last)


@command
def main() -> int:
    """Run the campaign."""
    asked = {"WORLDS": number("WORLDS", 1000), "SEED": number("SEED", 0)}
    before, result = run_in_fresh_database("campaign", SCRIPT, **asked)
    print(before + json.dumps(result))
    return 1 if result["disagreements"] else 0


if __name__ == "__main__":
    sys.exit(main())
