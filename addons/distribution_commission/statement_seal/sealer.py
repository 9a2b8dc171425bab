"""One key of the ring, used for seals and for the copies of what was sealed."""

from dataclasses import dataclass
from typing import Protocol

from .body import decrypt_body, encrypt_body
from .chain import chained


class Ring(Protocol):
    """Master keys that give a sub-key for each use."""

    def derive(self, key_id: str, use: str) -> bytes:
        """Return the sub-key of a master key."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals with one master key; no sub-key serves two uses."""

    key: bytes
    body_key: bytes

    @classmethod
    def of(cls, ring: Ring, key_id: str) -> "Sealer":
        """Return the sealer of a master key."""
        return cls(key=ring.derive(key_id, "seal"), body_key=ring.derive(key_id, "seal-body"))

    def seal(self, previous: str, body: bytes) -> str:
        """Return the seal of a body that follows another seal."""
        return chained(self.key, previous, body)

    def keep(self, body: bytes, name: str) -> str:
        """Return the encrypted copy of a body, bound to the name of its record."""
        return encrypt_body(self.body_key, body, name)

    def open(self, token: str, name: str) -> bytes:
        """Return the body that was kept for this record.

        :raise SealError: when the copy is damaged or belongs to another record
        """
        return decrypt_body(self.body_key, token, name)
