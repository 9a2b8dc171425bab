"""No transaction is open while the ERP thinks: what was done is committed before each call."""

import random  # safe guessable: spreads waiting, hides nothing
import time

from psycopg2 import errors

# Somebody else wrote the same at the same moment.
COLLISIONS = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)
TRIES = 6
PAUSE_SECONDS = 0.5


def let_go(env):
    """Commit: no row stays locked, and no session idles in a transaction, during what follows."""
    env.flush_all()
    # safe lone-commit: a stream's workers are resumable, and what was sent must be known
    env.cr.commit()


def give_up(env):
    """Undo what was done since the last `let_go`."""
    env.cr.rollback()
    env.invalidate_all(flush=False)


def insist(env, write):
    """Write and commit; what collides with somebody else's writing is undone and written again.

    A request of a browser is repeated as a whole; here that would ask the ERP once more.

    :param write: function without arguments, all of whose effects are in the database
    :return: what `write` returns
    """
    for tries_left in reversed(range(TRIES)):
        try:
            result = write()
            let_go(env)
            return result
        except COLLISIONS:
            give_up(env)
            if not tries_left:
                raise
            time.sleep(random.uniform(0, PAUSE_SECONDS))  # nosec B311: spreads, hides nothing
    raise AssertionError("not reached")
