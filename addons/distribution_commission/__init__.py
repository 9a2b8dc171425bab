from . import controllers
from . import models
from . import reports
from . import wizards

__all__ = ["controllers", "models", "reports", "wizards"]
