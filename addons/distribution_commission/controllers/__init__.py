from . import plans, portal

__all__ = ["plans", "portal"]
