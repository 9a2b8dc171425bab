from . import portal

__all__ = ["portal"]
