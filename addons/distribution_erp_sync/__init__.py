from . import clients, models

__all__ = ["clients", "models"]
