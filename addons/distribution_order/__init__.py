from . import controllers
from . import goods_quantities
from . import models
from . import platform_parsers
from . import quick_lines
from . import wizards
from .hooks import uninstall_hook

__all__ = [
    "controllers",
    "goods_quantities",
    "models",
    "platform_parsers",
    "quick_lines",
    "uninstall_hook",
    "wizards",
]
