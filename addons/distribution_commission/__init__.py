from . import controllers
from . import models
from . import reports

__all__ = ["controllers", "models", "reports"]
