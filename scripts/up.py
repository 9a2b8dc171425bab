"""make up DB=… PORT=…: serve a database in the background."""

import sys

from scripts import arguments, bootstrap, databases, server
from scripts.cluster import MAIN
from scripts.problem import Problem, command


@command
def main() -> None:
    """Start the server, print where it answers and where its log is."""
    bootstrap.prepare()
    name, port = arguments.database(example="up DB=mine PORT=8070"), arguments.port()
    for found in server.running():
        if (found.database, found.port) == (name, port):
            print(f"{name} is already served at {found.url}\nlog: {found.log}")
            return
    if name not in databases.names(MAIN):
        raise Problem(f"there is no database {name}", f"make it first: make db DB={name}")
    workers = arguments.value("WORKERS")
    options = (f"--workers={workers}",) if workers else ()
    started = server.start(
        name, port, interface=arguments.value("HOST", "127.0.0.1"), options=options
    )
    print(f"{name} is served at {started.url}\nlog: {started.log}")


if __name__ == "__main__":
    sys.exit(main())
