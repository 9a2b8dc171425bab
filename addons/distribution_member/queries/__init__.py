from . import append_only, upline_closure, upline_due

__all__ = ["append_only", "upline_closure", "upline_due"]
