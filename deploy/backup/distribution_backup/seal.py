"""Sealed files: AES-256-GCM in chunks, streamed, bound to their name.

    distribution-backup 1
    {"check": …, "key": …, "name": …, "salt": …}
    chunk, chunk, … last chunk          each 1 MiB of text and a tag of 16 bytes, the last shorter

A chunk's nonce is its number and whether it is the last one, so that none can be left out, moved,
repeated or added; the key belongs to this file alone.
"""

import io
import json
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import keys
from .refusal import Refused

MAGIC = b"distribution-backup 1\n"
CHUNK = 1 << 20
TAG = 16
LONGEST_HEADER = 1024


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if is_last else b"\0")


class SealedWriter(io.RawIOBase):
    """Seals what is written into another file; `close` writes the last chunk."""

    def __init__(self, target: BinaryIO, ring: keys.KeyRing, name: str):
        super().__init__()
        key = keys.sub_key(ring, ring.current_id, name)
        salt = os.urandom(16)
        facts = {
            "check": keys.check_value(key),
            "key": ring.current_id,
            "name": name,
            "salt": salt.hex(),
        }
        header = json.dumps(facts, sort_keys=True).encode() + b"\n"
        target.write(MAGIC + header)
        self._target = target
        self._cipher = AESGCM(keys.file_key(key, salt, header))
        self._waiting = bytearray()
        self._number = 0
        self.length = 0

    def writable(self) -> bool:
        """Tell Python's layers above that this is for writing."""
        return True

    def write(self, data) -> int:
        """Take some bytes; whole chunks go out, the last one waits for the end."""
        self._waiting += data
        self.length += len(data)
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk, marked as such; the file below stays open."""
        if not self.closed:
            self._put(bytes(self._waiting), is_last=True)
            super().close()

    def abandon(self) -> None:
        """Leave without a last chunk: what is there cannot be taken for a whole file."""
        super().close()

    def _put(self, text: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), text, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Opens a sealed file; every chunk is proven before a byte of it is given out."""

    def __init__(self, source: BinaryIO, ring: keys.KeyRing, name: str):
        super().__init__()
        self._source, self._name = source, name
        self._cipher = self._read_header(ring)
        self._number = 0
        self._next = source.read(CHUNK + TAG)
        self._text = memoryview(b"")
        self._is_over = False

    def readable(self) -> bool:
        """Tell Python's layers above that this is for reading."""
        return True

    def readinto(self, buffer) -> int:
        """Fill the buffer as far as the chunk at hand goes."""
        while not self._text and not self._is_over:
            self._text = memoryview(self._open_next())
        count = min(len(buffer), len(self._text))
        buffer[:count] = self._text[:count]
        self._text = self._text[count:]
        return count

    def _read_header(self, ring: keys.KeyRing) -> AESGCM:
        if self._source.read(len(MAGIC)) != MAGIC:
            raise Refused(f"{self._name} is no sealed file of a backup")
        header = self._source.readline(LONGEST_HEADER)
        try:
            facts = json.loads(header)
            key_id, check, name = facts["key"], facts["check"], facts["name"]
            salt = bytes.fromhex(facts["salt"])
        except (ValueError, KeyError, TypeError):
            raise Refused(f"{self._name} was changed: its header cannot be read") from None
        key = keys.sub_key(ring, key_id, self._name)
        if check != keys.check_value(key):
            raise Refused(
                f"{self._name}: the key {key_id!r} of this key ring is not the one it was sealed "
                "with (or the header was changed)"
            )
        if name != self._name:
            raise Refused(f"{self._name} holds something else: it was sealed as {name!r}")
        return AESGCM(keys.file_key(key, salt, header))

    def _open_next(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        is_last = not self._next
        try:
            text = self._cipher.decrypt(_nonce(self._number, is_last=is_last), chunk, None)
        except (InvalidTag, ValueError):
            raise Refused(self._explain(chunk, is_last)) from None
        self._number += 1
        self._is_over = is_last
        return text

    def _explain(self, chunk: bytes, is_last: bool) -> str:
        try:
            self._cipher.decrypt(_nonce(self._number, is_last=not is_last), chunk, None)
        except (InvalidTag, ValueError):
            return f"{self._name} was changed or cut off: chunk {self._number} is not what it was"
        what = "cut off behind" if is_last else "made longer behind"
        return f"{self._name} was {what} chunk {self._number}"


def sealed_bytes(text: bytes, ring: keys.KeyRing, name: str) -> bytes:
    """Return a small sealed file."""
    target = io.BytesIO()
    with SealedWriter(target, ring, name) as writer:
        writer.write(text)
    return target.getvalue()


def opened_bytes(data: bytes, ring: keys.KeyRing, name: str) -> bytes:
    """Return what a small sealed file holds."""
    return io.BufferedReader(SealedReader(io.BytesIO(data), ring, name)).read()
