from . import append_only, upline_chain

__all__ = ["append_only", "upline_chain"]
