"""A stored value: `v1:<blind index>:<key id>:<last four>:<nonce and ciphertext in base64>`.

The blind index is a keyed hash of the value: equal values of one field have equal indexes, and
nobody without the key can compute one. Everything before the ciphertext, and the place the value
belongs to, is authenticated: a token moved to another row or edited does not decrypt.
"""

import base64
import binascii
import functools
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .key_ring import KeyRing, KeyRingError
from .masking import last_four

VERSION = "v1"
NONCE_BYTES = 12
INDEX_HEX = 32  # 128 bits: no two of a billion values meet by chance


class CipherError(Exception):
    """A stored token is damaged, moved from another place, or its key is gone."""


@functools.lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def index_of(value: str, ring: KeyRing, place: str, key_id: str | None = None) -> str:
    """Return the blind index of a value among those of one field.

    :param place: the field, `model|field`
    """
    key = ring.derive(key_id or ring.current_id, "blind-index")
    return hmac.digest(key, f"{place}|{value}".encode(), "sha256").hex()[:INDEX_HEX]


def encrypt(value: str, ring: KeyRing, place: str, row: str) -> str:
    """Return the token of a value.

    :param place: the field, `model|field`
    :param row: what names the row for good; the token decrypts nowhere else
    """
    key_id = ring.current_id
    head = f"{VERSION}:{index_of(value, ring, place)}:{key_id}:{last_four(value)}"
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(ring.derive(key_id, "field")).encrypt(
        nonce, value.encode(), f"{head}|{place}|{row}".encode()
    )
    return f"{head}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(token: str, ring: KeyRing, place: str, row: str) -> str:
    """Return the clear value.

    :raise CipherError: when the token is damaged or belongs elsewhere, or its key is gone
    """
    head, separator, body = token.rpartition(":")
    try:
        if not separator or head.split(":")[0] != VERSION:
            raise CipherError("not an encrypted value")
        raw = base64.b64decode(body, validate=True)
        # Base64 can spell the same bytes in several ways; one token has one spelling.
        if base64.b64encode(raw).decode() != body:
            raise CipherError("the value was changed")
        clear = _cipher(ring.derive(key_id_of(token), "field")).decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], f"{head}|{place}|{row}".encode()
        )
        return clear.decode()
    except (InvalidTag, binascii.Error, ValueError, KeyRingError) as error:
        raise CipherError(str(error) or "the value was changed or belongs elsewhere") from None


def key_id_of(token: str) -> str:
    """Return which key a token was encrypted with."""
    return _part(token, 2)


def last_four_of(token: str) -> str:
    """Return the end of the value that is kept for display."""
    return _part(token, 3)


def _part(token: str, number: int) -> str:
    parts = token.split(":")
    if len(parts) != 5 or parts[0] != VERSION:
        raise CipherError("not an encrypted value")
    return parts[number]
