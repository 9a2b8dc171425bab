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
        env.cr.commit()
        self.pid = os.fork()
        if not self.pid:
            _run(env, backend_id, method)

    def is_over(self) -> bool:
        """Tell whether it has ended, by itself or not."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def kill(self) -> bool:
        """Kill it as `kill -9` does; return whether it was still alive."""
        if self.is_over():
            return False
        os.kill(self.pid, signal.SIGKILL)
        self.status = os.waitpid(self.pid, 0)[1]
        return os.WIFSIGNALED(self.status)

    def wait(self) -> int:
        """Wait for its end; return its exit code."""
        if self.status is None:
            self.status = os.waitpid(self.pid, 0)[1]
        return os.waitstatus_to_exitcode(self.status)


def _run(env, backend_id, method):
    registry, database = env.registry, env.cr.dbname
    code = BROKEN
    try:
        # The connections are the parent's; referenced on, so that they are not closed here.
        kept = sql_db._Pool, registry._db
        sql_db._Pool = None
        registry._db = sql_db.db_connect(database)
        retrying.PAUSE_SECONDS = 0.01
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
