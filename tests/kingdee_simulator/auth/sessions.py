"""Sessions: sliding life, ended on demand."""

import secrets
import threading
import time
import uuid
from dataclasses import dataclass


@dataclass(slots=True)
class Session:
    """One session of the user."""

    sid: str
    asp: str
    organisation: str = ""
    used: float = 0.0


class Sessions:
    """All live sessions."""

    def __init__(self) -> None:
        self._live: dict[str, Session] = {}
        self._guard = threading.Lock()
        self.made = 0

    def create(self, organisation: str = "") -> Session:
        """Open a session."""
        session = Session(str(uuid.uuid4()), secrets.token_hex(12), organisation, time.monotonic())
        with self._guard:
            self._live[session.sid] = session
            self.made += 1
        return session

    @staticmethod
    def useless() -> Session:
        """Return a session that is handed out but means nothing (after a failed login)."""
        return Session(str(uuid.uuid4()), secrets.token_hex(12))

    def find(self, sid: str, minutes: float) -> Session | None:
        """Return the live session and prolong it, or None."""
        now = time.monotonic()
        with self._guard:
            session = self._live.get(sid)
            if session is None:
                return None
            if now - session.used > minutes * 60:
                del self._live[sid]
                return None
            session.used = now
            return session

    def end(self, sid: str) -> bool:
        """End one session; return whether it was live."""
        with self._guard:
            return self._live.pop(sid, None) is not None

    def expire(self) -> int:
        """End all sessions; return how many."""
        with self._guard:
            count = len(self._live)
            self._live.clear()
            return count

    def count(self) -> int:
        """Return how many sessions live."""
        return len(self._live)
