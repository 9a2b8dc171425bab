"""make clean / make distclean: remove databases and logs, or all of `.local/`."""

import sys

from scripts import server
from scripts.cluster import all_clusters
from scripts.lock import locked
from scripts.paths import LOCAL
from scripts.problem import command, say
from scripts.steps import remove_tree

# What can be made again without downloading anything is kept by `make clean`.
KEPT = {"cache", "odoo", "venv", "tools", "bin", "apt", "lock"}


@command
def main() -> None:
    """Stop everything, then delete."""
    if not LOCAL.exists():
        return
    with locked():
        for found in server.running():
            server.stop(found)
        for cluster in all_clusters():
            cluster.stop()
        keep = set() if "--all" in sys.argv else KEPT
        for path in LOCAL.iterdir():
            if path.name not in keep:
                remove_tree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    say("Removed databases, their files and logs." if keep else "Removed .local/.")
    if not keep:
        LOCAL.rmdir()


if __name__ == "__main__":
    sys.exit(main())
