"""make rotate-keys DB=…: a new key for the key ring, and every value encrypted with it.

Broken off, the next call goes on with the same key. Servers may stay up: they read the key ring
again when it changes.
"""

import base64
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from scripts import arguments, bootstrap, databases, odoo_process
from scripts.cluster import MAIN
from scripts.lock import locked
from scripts.paths import KEY_RING
from scripts.problem import Problem, command, say

UNFINISHED = """
key = env["distribution.sensitive.key"]._find_running()
print("unfinished" if key else "finished")
"""
ROTATE = """
env["distribution.sensitive.key"]._rotate_all(print)
"""


def key_ring() -> Path:
    """Return the file that Odoo's processes are given."""
    return Path(os.environ.get("DISTRIBUTION_KEYRING", KEY_RING))


def add_key(path: Path, *, today: str) -> str:
    """Append a random key to the ring, whole or not at all, and return its name."""
    lines = path.read_text(encoding="ascii").rstrip("\n").splitlines()
    names = {line.split()[0] for line in lines if line.split()}
    key_id = f"k{today}"
    number = 1
    while key_id in names:
        number += 1
        key_id = f"k{today}-{number}"
    lines.append(f"{key_id} {base64.b64encode(secrets.token_bytes(32)).decode()}")
    beside = path.with_name(f"{path.name}.partial-{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return key_id


@command
def main() -> int:
    """Add a key unless a re-encryption is unfinished, then re-encrypt."""
    bootstrap.prepare()
    name = arguments.database(example="rotate-keys DB=mine")
    if name not in databases.names(MAIN):
        raise Problem(f"there is no database {name}", f"make it first: make db DB={name}")
    if "unfinished" in odoo_process.captured_script(name, UNFINISHED).split():
        say("An earlier re-encryption was broken off; it goes on with the same key.")
    else:
        with locked():
            key_id = add_key(key_ring(), today=f"{datetime.now(UTC):%Y%m%d}")
        say(
            f"Added key {key_id} to {key_ring()}; keep a copy of that file outside of this machine."
        )
    return odoo_process.run_script(name, ROTATE, check=False)


if __name__ == "__main__":
    sys.exit(main())
