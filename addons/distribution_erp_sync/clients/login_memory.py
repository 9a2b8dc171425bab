"""What is worth remembering between two clients of the same login: the session, and refusals."""

import hashlib
import math
import threading
from collections.abc import Hashable

# Kingdee locks a user after about five wrong passwords.
REFUSALS_MAX = 2


class LoginMemory:
    """A session id and the count of refused logins; safe for several threads.

    After two refusals nobody tries again with this memory; changed settings have another one.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._session_id = ""
        self._valid_until = math.inf
        self._refusals = 0

    def __repr__(self) -> str:
        return f"LoginMemory(has_session={bool(self._session_id)}, refusals={self._refusals})"

    @property
    def session_id(self) -> str:
        """Return the id of the session, "" when there is none."""
        return self._session_id

    @property
    def valid_until(self) -> float:
        """Return when the session ends, in seconds of the monotonic clock, as far as is known."""
        return self._valid_until

    @property
    def is_open(self) -> bool:
        """Tell whether too many logins were refused to try once more."""
        return self._refusals >= REFUSALS_MAX

    def keep(self, session_id: str, valid_until: float = math.inf):
        """Remember a session that the ERP handed out."""
        with self._lock:
            self._session_id, self._valid_until = session_id, valid_until

    def forget(self, session_id: str):
        """Forget this session, unless another thread has a newer one already."""
        with self._lock:
            if self._session_id == session_id:
                self._session_id = ""

    def accept(self):
        """Note that the ERP knows us: refusals before no longer count."""
        with self._lock:
            self._refusals = 0

    def refuse(self):
        """Note a refused login."""
        with self._lock:
            self._refusals += 1
            self._session_id = ""


_shared: dict[str, LoginMemory] = {}
_shared_lock = threading.Lock()


def shared_memory(settings: Hashable) -> LoginMemory:
    """Return this process's memory for settings (frozen dataclasses); equal ones share it.

    Only a fingerprint of the settings is kept.
    """
    fingerprint = hashlib.sha256(repr(_plain(settings)).encode()).hexdigest()
    with _shared_lock:
        return _shared.setdefault(fingerprint, LoginMemory())


def _plain(settings) -> list:
    names = sorted(settings.__dataclass_fields__)
    return [type(settings).__name__, *((name, getattr(settings, name)) for name in names)]
