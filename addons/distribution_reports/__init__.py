from . import models, wizards

__all__ = ["models", "wizards"]
