"""make db DB=… [DEMO=1] [ADDON=…]: a fresh database with all addons (or some), copied from a
template.
"""

import sys
import time

from scripts import arguments, bootstrap, databases, server
from scripts.problem import Problem, command


@command
def main() -> None:
    """Copy the template under the given name, replacing what had that name."""
    name = arguments.database()
    bootstrap.prepare()
    for found in server.running():
        if found.database == name:
            raise Problem(f"{name} is being served at {found.url}", "stop it first: make stop")
    addons = [word for word in arguments.value("ADDON").split(",") if word]
    template = "tpl_demo" if arguments.value("DEMO") not in ("", "0") else databases.only(addons)
    databases.ensure(template)
    started = time.monotonic()
    databases.create(name, template)
    print(f"Database {name} is ready ({template}, copied in {time.monotonic() - started:.1f} s).")


if __name__ == "__main__":
    sys.exit(main())
