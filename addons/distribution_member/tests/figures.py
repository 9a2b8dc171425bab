"""What security tests have counted, for `make security`; nothing is written without it."""

import json
import os

PATH = "SECURITY_FIGURES"


def note(**counts):
    """Add counts to the figures of this run: `note(cells_by_orm=220, refused_by_orm=180)`."""
    if path := os.environ.get(PATH):
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{json.dumps(counts)}\n")


def is_long_run():
    """Tell whether everything is tried; otherwise a sample is."""
    return bool(os.environ.get(PATH))
