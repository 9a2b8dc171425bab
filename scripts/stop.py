"""make stop: end every server of this project, PostgreSQL included."""

import sys

from scripts import erp, server
from scripts.cluster import all_clusters
from scripts.lock import locked
from scripts.paths import LOCAL
from scripts.problem import command, say


@command
def main() -> None:
    """Stop Odoo first, then the clusters."""
    if not LOCAL.exists():
        return
    for found in server.running():
        say(f"Stopping {found.database} at {found.url}")
        server.stop(found)
    if simulator := erp.running():
        say(f"Stopping the Kingdee simulator at {simulator.url}")
        erp.stop(simulator)
    with locked():
        for cluster in all_clusters():
            cluster.stop()
    say("Stopped.")


if __name__ == "__main__":
    sys.exit(main())
