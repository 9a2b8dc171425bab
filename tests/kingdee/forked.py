"""Streams of an ERP in processes of their own, as Odoo's workers run them: so that they can die."""

import os
import signal
import traceback

from odoo import api, sql_db
from odoo.addons.distribution_erp_sync.clients import retrying
from odoo.exceptions import UserError

BUSY, COLLIDED, BROKEN = 3, 4, 5


class Worker:
    """One run of one stream in a child process."""

    def __init__(self, env, backend_id: int, method: str):
        """Start it.

        :param method: the stream's method on `distribution.erp.backend`
        """
        self.method = method
        self.status: int | None = None
        self.seconds = 0.0  # of a processor, known when it is over
        env.cr.commit()
        self.pid = os.fork()
        if not self.pid:
            _run(env, backend_id, method)

    def is_over(self) -> bool:
        """Tell whether it has ended, by itself or not."""
        if self.status is None:
            self._wait(os.WNOHANG)
        return self.status is not None

    def kill(self) -> bool:
        """Kill it as `kill -9` does; return whether it was still alive."""
        if self.is_over():
            return False
        os.kill(self.pid, signal.SIGKILL)
        self._wait()
        return os.WIFSIGNALED(self.status)

    def wait(self) -> int:
        """Wait for its end; return its exit code."""
        if self.status is None:
            self._wait()
        return os.waitstatus_to_exitcode(self.status)

    def _wait(self, options: int = 0):
        pid, status, used = os.wait4(self.pid, options)
        if pid:
            self.status, self.seconds = status, used.ru_utime + used.ru_stime


def _run(env, backend_id, method):
    registry, database = env.registry, env.cr.dbname
    code = BROKEN
    try:
        # The connections are the parent's; referenced on, so that they are not closed here.
        kept = sql_db._Pool, registry._db
        sql_db._Pool = None
        registry._db = sql_db.db_connect(database)
        retrying.PAUSE_SECONDS = 0.002
        with registry.cursor() as cursor:
            backend = api.Environment(cursor, api.SUPERUSER_ID, {})["distribution.erp.backend"]
            getattr(backend.browse(backend_id), method)()
        code = 0 if kept else BROKEN
    except UserError:  # another worker is at it, or the ERP was stopped: the next cron tries
        code = BUSY
    except sql_db.psycopg2.errors.SerializationFailure:  # what Odoo's crons try again
        code = COLLIDED
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
