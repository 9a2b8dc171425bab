from . import append_only, key_rotation, personal_traces, upline_closure, upline_due

__all__ = ["append_only", "key_rotation", "personal_traces", "upline_closure", "upline_due"]
