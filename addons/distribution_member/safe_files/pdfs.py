"""PDF files are kept as they are, if nothing in them acts: no script, form, attachment, launch."""

import io
import logging
import re
import zlib

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from .errors import UnsafeFileError

# Whoever uploads a damaged file is told so; our log is not filled with it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

ACTIVE_KEYS = {
    "/AA",
    "/EF",
    "/EmbeddedFiles",
    "/JS",
    "/JavaScript",
    "/RichMediaContent",
    "/XFA",
}
ACTIVE_ACTIONS = {
    "/GoToE",
    "/GoToR",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Movie",
    "/Rendition",
    "/RichMediaExecute",
    "/SubmitForm",
}
ACTIVE_TYPES = {"/EmbeddedFile", "/Filespec"}
ACTIVE_ANNOTATIONS = {"/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound", "/3D"}
MAX_NODES = 200_000
MAX_STREAM = 64 * 1024 * 1024  # an A4 page at 300 dpi without compression is 26 MB
CHUNK = 1024 * 1024
PIECE = 64 * 1024
STREAM = re.compile(rb"stream\r?\n")


def ensure_passive(content: bytes) -> None:
    """Raise when a PDF is damaged, locked, or does anything but show pages.

    :raise UnsafeFileError: `damaged`, `large`, `locked` or `active`
    """
    _ensure_no_bomb(content)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise UnsafeFileError("locked")
        if not reader.pages:
            raise UnsafeFileError("damaged")
        _walk(reader)
    except UnsafeFileError:
        raise
    except Exception:  # pypdf raises whatever its parsers do
        raise UnsafeFileError("damaged") from None


def _ensure_no_bomb(content: bytes) -> None:
    """Inflate every stream piece by piece, so that none can fill the memory afterwards."""
    for match in STREAM.finditer(content):
        if _inflated_size(content, match.end()) > MAX_STREAM:
            raise UnsafeFileError("large")


def _inflated_size(content: bytes, start: int) -> int:
    """Return how large the stream is when inflated, or a size beyond `MAX_STREAM`."""
    inflater, size, piece = zlib.decompressobj(), 0, b""
    try:
        while not inflater.eof and size <= MAX_STREAM:
            if not piece:
                piece, start = content[start : start + PIECE], start + PIECE
            if not piece:
                break
            size += len(inflater.decompress(piece, CHUNK))
            piece = inflater.unconsumed_tail
    except zlib.error:  # not this kind of compression
        return size
    return size


def _walk(reader: PdfReader) -> None:
    """Look at every object that the trailer leads to."""
    seen, waiting = set(), [reader.trailer]
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
            node = node.get_object()
        if len(seen) + len(waiting) > MAX_NODES:
            raise UnsafeFileError("large")
        if isinstance(node, DictionaryObject):
            _ensure_node_passive(node)
            waiting.extend(node.raw_get(key) for key in node)
        elif isinstance(node, ArrayObject):
            waiting.extend(list.__iter__(node))


def _ensure_node_passive(node: DictionaryObject) -> None:
    if (
        ACTIVE_KEYS & node.keys()
        or _name(node, "/S") in ACTIVE_ACTIONS
        or _name(node, "/Type") in ACTIVE_TYPES
        or _name(node, "/Subtype") in ACTIVE_ANNOTATIONS
    ):
        raise UnsafeFileError("active")


def _name(node: DictionaryObject, key: str) -> str | None:
    value = node.get(key)
    return str(value) if isinstance(value, str) else None
