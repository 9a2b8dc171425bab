from . import controllers, models, reports

__all__ = ["controllers", "models", "reports"]
