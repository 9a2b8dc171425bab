"""Prepare `.local/`: everything this project needs on a machine with only Python and apt (or
PostgreSQL).
"""

import sys

from scripts import odoo_source, postgres_server, python_env, tools
from scripts.cluster import MAIN, TEST, Cluster
from scripts.paths import LOCAL
from scripts.problem import Problem, command, say
from scripts.steps import Step, run_steps


def steps(cluster: Cluster, *, with_browser: bool) -> list[Step]:
    """Return the ordered steps for a purpose: running the product, or testing it (which needs a
    browser too).
    """
    chosen = odoo_source.steps() if odoo_source.is_ours(python_env.choose_python()) else []
    chosen += python_env.steps()
    chosen += postgres_server.steps()
    chosen += tools.steps(with_browser=with_browser)
    if not postgres_server.is_external():
        chosen.append(cluster.step())
    return chosen


def prepare(cluster: Cluster = MAIN, *, with_browser: bool = False) -> None:
    """Make sure that everything is there and that the cluster runs."""
    make_home()
    run_steps(steps(cluster, with_browser=with_browser))
    cluster.start()


def make_home() -> None:
    """Create `.local/`, or say why that is impossible."""
    try:
        LOCAL.mkdir(exist_ok=True)
        (LOCAL / "lock").touch()
    except PermissionError as error:
        raise Problem(
            f"{LOCAL} cannot be written ({error.strerror})",
            "it belongs to another user (was `make` once run as root?): give it back with chown, "
            "or delete it.",
        ) from error


@command
def main() -> None:
    """Prepare everything for running and testing, without starting anything."""
    for cluster in (MAIN, TEST):
        prepare(cluster, with_browser="--run-only" not in sys.argv)
    say("Everything is prepared. Next: `make demo` or `make test`.")


if __name__ == "__main__":
    main()
