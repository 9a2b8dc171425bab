from . import controllers
from . import goods_quantities
from . import models
from . import platform_parsers
from . import quick_lines
from . import wizards
from .hooks import pre_init_hook, uninstall_hook

__all__ = [
    "controllers",
    "goods_quantities",
    "models",
    "platform_parsers",
    "pre_init_hook",
    "quick_lines",
    "uninstall_hook",
    "wizards",
]
