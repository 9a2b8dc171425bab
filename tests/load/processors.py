"""How much of the processors each program used while it was looked at."""

import threading
import time
from contextlib import suppress

import psutil

SECONDS_BETWEEN = 10.0


class Processors(threading.Thread):
    """Adds up the processor time of some programs and of what they start.

    :param programs: {name: id of the first process}
    """

    def __init__(self, programs):
        super().__init__(daemon=True)
        self.programs = programs
        self.seconds = dict.fromkeys(programs, 0.0)
        self.seen = {}
        self.is_over = threading.Event()

    def run(self):
        """Look now and then, because workers come and go."""
        self._look(is_first=True)
        self.began = time.monotonic()
        while not self.is_over.wait(SECONDS_BETWEEN):
            self._look()
        self._look()
        self.took = time.monotonic() - self.began

    def end(self):
        """Return {name: cores used on the average}."""
        self.is_over.set()
        self.join()
        return {name: seconds / self.took for name, seconds in self.seconds.items()}

    def _look(self, *, is_first=False):
        for name, root in self.programs.items():
            for process in _family(root):
                with suppress(psutil.Error):
                    times = process.cpu_times()
                    now = times.user + times.system
                    before = self.seen.get(process, now if is_first else 0.0)
                    self.seconds[name] += now - before
                    self.seen[process] = now


def _family(root):
    with suppress(psutil.Error):
        first = psutil.Process(root)
        yield first
        yield from first.children(recursive=True)
