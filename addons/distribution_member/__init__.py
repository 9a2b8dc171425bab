from . import babel_locales
from . import bundles_on_primary
from . import controllers
from . import models
from . import reports
from . import wizards
from .hooks import post_init_hook, post_load, uninstall_hook

babel_locales.remember()
bundles_on_primary.keep()

__all__ = [
    "controllers",
    "models",
    "post_init_hook",
    "post_load",
    "reports",
    "uninstall_hook",
    "wizards",
]
