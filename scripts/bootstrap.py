"""Prepare `.local/`: everything this project needs on a machine with only Python and apt (or
PostgreSQL).
"""

import base64
import os
import secrets
import sys

from scripts import odoo_source, postgres_server, python_env, tools
from scripts.cluster import MAIN, TEST, Cluster
from scripts.paths import KEY_RING, LOCAL
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
    ensure_key_ring()
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


def ensure_key_ring() -> None:
    """Make the key that encrypts sensitive values, once; lost keys are lost values."""
    if KEY_RING.exists():
        return
    beside = KEY_RING.with_name(f"{KEY_RING.name}.partial-{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"k1 {base64.b64encode(secrets.token_bytes(32)).decode()}\n")
    try:
        os.link(beside, KEY_RING)  # fails when another process was first: its key counts
    except FileExistsError:
        pass
    beside.unlink()


@command
def main() -> None:
    """Prepare everything for running and testing, without starting anything."""
    for cluster in (MAIN, TEST):
        prepare(cluster, with_browser="--run-only" not in sys.argv)
    say("Everything is prepared. Next: `make demo` or `make test`.")


if __name__ == "__main__":
    main()
