from . import (
    append_only,
    authorisation_overlap,
    downline_depth,
    expiry,
    freeze_due,
    key_rotation,
    level_due,
    personal_traces,
    upline_closure,
    upline_due,
)

__all__ = [
    "append_only",
    "authorisation_overlap",
    "downline_depth",
    "expiry",
    "freeze_due",
    "key_rotation",
    "level_due",
    "personal_traces",
    "upline_closure",
    "upline_due",
]
