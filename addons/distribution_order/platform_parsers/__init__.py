"""Pure parsing of platform order files: rows of text in, typed lines and findings out."""

from . import generic, registry

__all__ = ["generic", "registry"]
