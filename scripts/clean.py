"""make clean / make distclean: remove databases and logs, or all of `.local/`."""

import os
import sys

from scripts import erp, server
from scripts.cluster import all_clusters
from scripts.lock import locked
from scripts.paths import KEY_RING, LOCAL
from scripts.problem import command, say
from scripts.steps import remove_tree

# What can be made again without downloading anything is kept by `make clean`.
KEPT = {"cache", "odoo", "venv", "tools", "bin", "apt", "lock", KEY_RING.name}


@command
def main() -> None:
    """Stop everything, then delete."""
    if not LOCAL.exists():
        return
    with locked():
        for found in server.running():
            server.stop(found)
        if simulator := erp.running():
            erp.stop(simulator)
        for cluster in all_clusters():
            cluster.stop()
        # Databases of a foreign PostgreSQL stay; without their keys their numbers would be lost.
        foreign = {KEY_RING.name} if os.environ.get("PGHOST") else set()
        keep = foreign if "--all" in sys.argv else KEPT
        for path in LOCAL.iterdir():
            if path.name not in keep:
                remove_tree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    if keep == KEPT:
        say("Removed databases, their files and logs; kept what was downloaded and the key ring.")
    else:
        say(f"Removed all in .local/ but {KEY_RING.name}." if keep else "Removed .local/.")
    if not keep:
        LOCAL.rmdir()


if __name__ == "__main__":
    sys.exit(main())
