"""Seals: what a statement says, bound to the one before by a key that is not in the database.

Pure: knows nothing of Odoo. A seal is HMAC-SHA256(key, previous seal, body); the body is the
canonical JSON of what is sealed, kept encrypted with AES-256-GCM, so that a broken seal can say
what was there.
"""

from .body import SealError, decrypt_body, encrypt_body, from_rows, read_rows
from .chain import FIRST, chained
from .journal import Head, append, read

__all__ = [
    "FIRST",
    "Head",
    "SealError",
    "append",
    "chained",
    "decrypt_body",
    "encrypt_body",
    "from_rows",
    "read",
    "read_rows",
]
