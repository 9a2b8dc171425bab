"""Try again what may be tried again: reads, after a pause that no two workers share."""

import logging
import random  # safe guessable: spreads waiting, hides nothing
import time
from collections.abc import Callable
from typing import TypeVar

from .errors import TransportError

_logger = logging.getLogger(__name__)

TRIES = 3
PAUSE_SECONDS = 0.5
Result = TypeVar("Result")


class Retrying:
    """Runs a read up to three times while its transport fails; `sleep` takes seconds."""

    def __init__(
        self,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ):
        self._sleep = sleep
        self._chance = chance

    def run(self, read: Callable[[], Result]) -> Result:
        """Return what `read` returns, or raise its last error.

        The pauses double and vary from half to one and a half of that: 0.25-0.75 s, 0.5-1.5 s.
        """
        for attempt in range(1, TRIES):
            try:
                return read()
            except TransportError as error:
                pause = PAUSE_SECONDS * 2 ** (attempt - 1) * (0.5 + self._chance())
                _logger.info("Reading from the ERP again in %.2f s: %s", pause, error)
            self._sleep(pause)
        return read()
