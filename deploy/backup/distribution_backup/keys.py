"""The keys of backups: a key ring like the one of sensitive values, and a sub-key for each file."""

import hmac
import sys
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .refusal import Refused

# The addon's own module, so that both read the same form of key ring; it knows nothing of Odoo.
sys.path.append(str(Path(__file__).resolve().parents[3] / "addons" / "distribution_member"))
from sensitive_cipher.key_ring import (  # noqa: E402 - found by the line above
    KeyRing,
    KeyRingError,
    load_key_ring,
    parse_key_ring,
)

__all__ = ["KeyRing", "check_value", "file_key", "load_ring", "parse_key_ring", "sub_key"]
USE = "backup"


def load_ring(path: Path) -> KeyRing:
    """Return the key ring of backups."""
    try:
        return load_key_ring(str(path))
    except KeyRingError as error:
        raise Refused(f"the key ring {path} cannot be used: {error}") from None


def sub_key(ring: KeyRing, key_id: str, name: str) -> bytes:
    """Return the key that backups are sealed with under a master key."""
    try:
        return ring.derive(key_id, USE)
    except KeyRingError:
        raise Refused(
            f"{name} was sealed with key {key_id!r}, and the key ring has only "
            f"{', '.join(ring.ids)}: put the copy of the key ring back that has it"
        ) from None


def file_key(key: bytes, salt: bytes, header: bytes) -> bytes:
    """Return the key of one file; a header that was edited gives another one."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=header).derive(key)


def check_value(key: bytes) -> str:
    """Return what tells one key from another of the same name."""
    return hmac.digest(key, b"which key", "sha256").hex()[:16]
