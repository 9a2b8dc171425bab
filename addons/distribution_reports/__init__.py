from . import controllers, models, reports, wizards
from .hooks import uninstall_hook

__all__ = [
    "controllers",
    "models",
    "reports",
    "uninstall_hook",
    "wizards",
]
