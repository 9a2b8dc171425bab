from . import controllers
from . import models
from . import reports
from . import wizards
from .hooks import uninstall_hook

__all__ = ["controllers", "models", "reports", "uninstall_hook", "wizards"]
