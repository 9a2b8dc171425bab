from . import models
from . import platform_parsers
from .hooks import uninstall_hook

__all__ = ["models", "platform_parsers", "uninstall_hook"]
