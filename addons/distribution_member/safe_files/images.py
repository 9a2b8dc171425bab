"""Pictures are drawn anew: what rides along (location, comments, appended files) stays behind."""

import io

from PIL import Image, ImageOps

from .errors import UnsafeFileError

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
MAX_PIXELS = 60_000_000  # a phone's 50 megapixels, not a bomb
LONGEST_EDGE = 3000  # an A4 page at 250 dpi: every stamp stays readable
JPEG_QUALITY = 88


def redraw(content: bytes, mimetype: str) -> bytes:
    """Return the picture as a new file of the same kind, upright, at most `LONGEST_EDGE` long.

    :raise UnsafeFileError: `damaged` or `large`
    """
    kind = FORMATS[mimetype]
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as source:
            if source.width * source.height > MAX_PIXELS:
                raise UnsafeFileError("large")
            source.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            source.load()
            # Nothing is copied before it is small: three copies of 60 megapixels are a server's.
            ImageOps.exif_transpose(source, in_place=True)
            picture = _to_plain_mode(source, kind)
            picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    except UnsafeFileError:
        raise
    except Image.DecompressionBombError:
        raise UnsafeFileError("large") from None
    except Exception:  # Pillow raises whatever its decoders do
        raise UnsafeFileError("damaged") from None
    # A new image has none of the old one's `info`: no EXIF, no profile, no text chunks.
    clean = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    output = io.BytesIO()
    clean.save(output, kind, **({"quality": JPEG_QUALITY} if kind == "JPEG" else {}))
    return output.getvalue()


def _to_plain_mode(picture: Image.Image, kind: str) -> Image.Image:
    """Return the picture in a mode that its kind can be saved in."""
    if picture.mode in ("L", "RGB") or (kind == "PNG" and picture.mode == "RGBA"):
        return picture
    has_alpha = kind == "PNG" and ("A" in picture.mode or "transparency" in picture.info)
    return picture.convert("RGBA" if has_alpha else "RGB")
