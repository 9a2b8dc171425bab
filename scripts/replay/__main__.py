"""Prepare the database and run `inside.py` in it; its last line of output is one JSON object."""

import sys
from pathlib import Path

from scripts import arguments, bootstrap, databases, odoo_process
from scripts.cluster import MAIN
from scripts.problem import Problem, command

SCRIPT = """
from scripts.replay import inside
inside.main(env)
"""


@command
def main() -> int:
    """Replay the file into a fresh database, or once more into the one that holds it."""
    name = arguments.database(example="replay DB=retail FILE=orders.csv")
    file = Path(arguments.required("FILE", "replay DB=retail FILE=orders.csv")).expanduser()
    if not file.is_file():
        raise Problem(f"there is no file {file}", "give FILE= the path of a CSV or XLSX file.")
    bootstrap.prepare()
    MAIN.start()
    if name not in databases.names(MAIN):
        databases.create(name)
    return odoo_process.run_script(
        name, SCRIPT, env={"REPLAY_FILE": str(file.resolve())}, check=False
    )


if __name__ == "__main__":
    sys.exit(main())
