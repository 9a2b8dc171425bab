from . import controllers
from . import models
from . import wizards
from .hooks import uninstall_hook

__all__ = ["controllers", "models", "uninstall_hook", "wizards"]
