from . import controllers
from . import models
from . import reports
from . import wizards
from .hooks import post_init_hook, post_load, uninstall_hook

__all__ = [
    "controllers",
    "models",
    "post_init_hook",
    "post_load",
    "reports",
    "uninstall_hook",
    "wizards",
]
