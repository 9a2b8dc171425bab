"""What is secret or somebody's own never stands in a log, whoever writes the line."""

from .log_filter import MaskingFilter, install
from .masks import mask, mask_query

__all__ = ["MaskingFilter", "install", "mask", "mask_query"]
