"""The keys: named, kept outside of the database, the last one of the file in use for writing."""

import base64
import binascii
import functools
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class KeyRingError(Exception):
    """There is no usable key: nothing can be stored or revealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """Master keys by id; the last one encrypts, all of them decrypt.

    >>> ring = KeyRing(keys=(("k1", bytes(32)), ("k2", bytes(range(32)))))
    >>> ring.current_id
    'k2'
    >>> len(ring.derive("k1", "field"))
    32
    """

    keys: tuple[tuple[str, bytes], ...]

    def __post_init__(self):
        if not self.keys:
            raise KeyRingError("the key ring is empty")
        if len({key_id for key_id, _key in self.keys}) != len(self.keys):
            raise KeyRingError("two keys of the ring have the same id")
        for key_id, key in self.keys:
            if not KEY_ID.fullmatch(key_id) or len(key) != KEY_BYTES:
                raise KeyRingError(f"key {key_id!r} is not {KEY_BYTES} bytes long or badly named")

    @property
    def current_id(self) -> str:
        """Return the id of the key that new values are encrypted with."""
        return self.keys[-1][0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all keys, oldest first."""
        return tuple(key_id for key_id, _key in self.keys)

    def derive(self, key_id: str, use: str) -> bytes:
        """Return the sub-key of a master key for one use, so that no key serves two uses."""
        master = dict(self.keys).get(key_id)
        if master is None:
            raise KeyRingError(f"the key ring has no key {key_id!r}")
        return _derive(master, use)


@functools.lru_cache(maxsize=256)
def _derive(master: bytes, use: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use.encode())
    return kdf.derive(master)


def parse_key_ring(text: str) -> KeyRing:
    """Read lines of `<key id> <32 bytes in base64>`; blank lines and `#` comments are passed over.

    >>> parse_key_ring("# ring\\nk1 " + base64.b64encode(bytes(32)).decode()).ids
    ('k1',)
    """
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        try:
            key_id, encoded = words
            keys.append((key_id, base64.b64decode(encoded, validate=True)))
        except (ValueError, binascii.Error):
            raise KeyRingError(
                f"line {number} of the key ring is not `<key id> <base64>`"
            ) from None
    return KeyRing(keys=tuple(keys))


def load_key_ring(path: str | None) -> KeyRing:
    """Read the ring from a file that only its owner may read.

    :raise KeyRingError: when there is no such file, others may read it, or it holds no key
    """
    if not path:
        raise KeyRingError("no key ring is configured")
    try:
        status = os.stat(path)
    except OSError as error:
        raise KeyRingError(f"the key ring cannot be read: {error.strerror}") from None
    if status.st_mode & 0o077:
        raise KeyRingError("the key ring may be read by others; set its mode to 0600")
    return _load(path, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=4)
def _load(path: str, _modified: int, _size: int) -> KeyRing:
    """Read the file once per version of it: a rotated ring is in use without a restart."""
    try:
        return parse_key_ring(Path(path).read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRingError(f"the key ring cannot be read: {error}") from None
