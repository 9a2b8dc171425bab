"""Seals: what a statement says, bound to the one before by a key that is not in the database.

Pure: knows nothing of Odoo. A seal is HMAC-SHA256(key, previous seal, body); the body is the
canonical JSON of what is sealed, kept encrypted with AES-256-GCM, so that a broken seal can say
what was there.
"""

from . import journal
from .body import SealError, from_rows, read_rows
from .chain import FIRST
from .sealer import Sealer

__all__ = ["FIRST", "SealError", "Sealer", "from_rows", "journal", "read_rows"]
