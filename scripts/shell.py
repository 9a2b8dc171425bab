"""make shell DB=…: an Odoo shell; a script on standard input is run when that is no terminal."""

import os
import sys

from scripts import arguments, bootstrap, databases, odoo_process
from scripts.cluster import MAIN
from scripts.problem import Problem, command


@command
def main() -> int:
    """Run the script from standard input, or become the interactive shell."""
    bootstrap.prepare()
    name = arguments.database(example="shell DB=mine")
    if name not in databases.names(MAIN):
        raise Problem(f"there is no database {name}", f"make it first: make db DB={name}")
    if not sys.stdin.isatty():
        return odoo_process.run_script(name, sys.stdin.read(), check=False)
    words = odoo_process.interactive(name)
    os.execve(words[0], words, odoo_process.variables())
    return 0


if __name__ == "__main__":
    sys.exit(main())
