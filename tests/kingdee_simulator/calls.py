"""What was called: counts and a log that tests read by GET /admin/calls."""

import threading
import time
from collections import Counter, deque

LENGTH = 20000


class Calls:
    """Counts by service and by form, faults that fired, and the last calls."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self.services: Counter[str] = Counter()
            self.faults: Counter[str] = Counter()
            self.log: deque[dict] = deque(maxlen=LENGTH)

    def note(self, service: str, form: str, fault: str, started: float, numbers: list) -> None:
        """Note one call."""
        entry = {"service": service, "form": form, "fault": fault, "numbers": numbers}
        entry |= {"seconds": round(time.monotonic() - started, 4), "at": time.time()}
        with self._guard:
            self.services[service] += 1
            if form:
                self.services[f"{service}:{form}"] += 1
            if fault:
                self.faults[fault] += 1
            self.log.append(entry)

    def report(self, last: int) -> dict:
        """Return counts and the last entries."""
        with self._guard:
            log = list(self.log)
            counts, faults = dict(self.services), dict(self.faults)
        return {"counts": counts, "faults": faults, "log": log[-last:] if last else []}
