"""Which kind a file is by its own bytes, and whether name, bytes and what is allowed agree."""

from collections.abc import Collection
from dataclasses import dataclass

from . import images, pdfs
from .errors import UnsafeFileError

EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
}
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}

__all__ = ["EXTENSIONS", "SafeFile", "UnsafeFileError", "check_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeFile:
    """What may be kept; of an image only the picture is left."""

    content: bytes
    mimetype: str
    extension: str


def sniff(content: bytes) -> str | None:
    """Return the kind a file is by its first bytes.

    >>> sniff(b"%PDF-1.7 ..."), sniff(b"<html>"), sniff(b"  %PDF-1.7")
    ('application/pdf', None, None)
    """
    return next((kind for head, kind in SIGNATURES.items() if content.startswith(head)), None)


def check_file(content: bytes, name: str, allowed: Collection[str], max_bytes: int) -> SafeFile:
    """Return what may be kept of an uploaded file.

    :param allowed: MIME types out of `EXTENSIONS`
    :raise UnsafeFileError: with a code that says why the file is refused
    """
    if not content:
        raise UnsafeFileError("empty")
    if len(content) > max_bytes:
        raise UnsafeFileError("size")
    mimetype = sniff(content)
    if mimetype is None or mimetype not in allowed:
        raise UnsafeFileError("kind")
    stem, _dot, extension = name.lower().rpartition(".")
    if not stem or extension not in EXTENSIONS[mimetype]:
        raise UnsafeFileError("name")
    if mimetype == "application/pdf":
        pdfs.ensure_passive(content)
    else:
        content = images.redraw(content, mimetype)
    return SafeFile(content=content, mimetype=mimetype, extension=EXTENSIONS[mimetype][0])
