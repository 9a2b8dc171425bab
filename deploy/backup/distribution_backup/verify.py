"""Prove a backup: restore it beside everything, let the product check it, open a page, drop it."""

import time

from . import odoo, restore, shelf
from .config import Config
from .record import write_verified


def verify(config: Config, name: str) -> dict:
    """Return what was proven, and in how many seconds."""
    backup = shelf.choose(config, name)
    started = time.monotonic()
    copy = restore.into_scratch(config, backup)
    restored = time.monotonic()
    try:
        odoo.neutralize(config, copy)
        opened = odoo.open_pages(config, copy)
    finally:
        restore.discard(config, copy)
    write_verified(config, backup)
    return {
        "name": backup.name,
        "pages": opened,
        "restored_seconds": round(restored - started, 1),
        "seconds": round(time.monotonic() - started, 1),
    }
