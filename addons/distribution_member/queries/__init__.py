from . import (
    append_only,
    authorisation_overlap,
    downline_depth,
    key_rotation,
    personal_traces,
    upline_closure,
    upline_due,
)

__all__ = [
    "append_only",
    "authorisation_overlap",
    "downline_depth",
    "key_rotation",
    "personal_traces",
    "upline_closure",
    "upline_due",
]
