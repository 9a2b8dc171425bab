"""Encryption of single values: AES-256-GCM under a ring of named keys. Knows nothing of Odoo."""

from .key_ring import KeyRing, KeyRingError, load_key_ring
from .masking import MASK, last_four, masked
from .token import CipherError, decrypt, encrypt, index_of, key_id_of, last_four_of

__all__ = [
    "MASK",
    "CipherError",
    "KeyRing",
    "KeyRingError",
    "decrypt",
    "encrypt",
    "index_of",
    "key_id_of",
    "last_four",
    "last_four_of",
    "load_key_ring",
    "masked",
]
