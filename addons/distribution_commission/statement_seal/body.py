"""What is sealed, as canonical JSON: a head and its lines, every value a string or null."""

import base64
import binascii
import functools
import json
import os
import zlib
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealError(Exception):
    """The kept body is damaged, or belongs to another record."""


def from_rows(head: Mapping[str, str | None], lines: Iterable[Mapping[str, str | None]]) -> bytes:
    """Return the canonical JSON of a head and its lines, in the order given.

    >>> from_rows({"b": "2", "a": None}, [{"id": "1"}])
    b'{"head":{"a":null,"b":"2"},"lines":[{"id":"1"}]}'
    """
    document = {"head": dict(head), "lines": [dict(line) for line in lines]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def read_rows(body: bytes) -> tuple[dict, list[dict]]:
    """Return head and lines of a body.

    >>> read_rows(b'{"head":{"a":"1"},"lines":[]}')
    ({'a': '1'}, [])
    """
    document = json.loads(body)
    return document["head"], document["lines"]


@functools.lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def encrypt_body(key: bytes, body: bytes, name: str) -> str:
    """Return the body compressed and encrypted, bound to the name of its record.

    >>> decrypt_body(bytes(32), encrypt_body(bytes(32), b"{}", "statement 1"), "statement 1")
    b'{}'
    """
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(key).encrypt(nonce, zlib.compress(body, 1), name.encode())
    return base64.b64encode(nonce + sealed).decode()


def decrypt_body(key: bytes, token: str, name: str) -> bytes:
    """Return the body that was encrypted for this record.

    :raise SealError: when it is damaged, or was encrypted for another record or by another key
    """
    try:
        raw = base64.b64decode(token, validate=True)
        return zlib.decompress(
            _cipher(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], name.encode())
        )
    except (InvalidTag, ValueError, binascii.Error, zlib.error, TypeError):
        raise SealError("the sealed copy is damaged or belongs to another record") from None
