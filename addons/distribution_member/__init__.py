from . import models
from . import wizards
from .hooks import uninstall_hook

__all__ = ["models", "uninstall_hook", "wizards"]
