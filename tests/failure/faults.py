"""What breaks, and when: each fault strikes while a step is under way, and says whether it hit."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field

import psycopg2

from scripts import odoo_process
from scripts.paths import LOG, ROOT

from .detour import Detour
from .diary import Step
from .lane import Lane
from .people import Together

FULL_SECONDS = 2.5
RIVAL_TIMES = 3  # a rival without end would win for ever
UPGRADED = "distribution_member"


@dataclass(slots=True)
class Strike:
    """One fault upon one step.

    :ivar delay: seconds after the beginning of the step
    :ivar hits: how often it really met the step
    """

    lane: Lane
    step: Step
    delay: float
    acts: Together
    hits: int = 0
    undo: list = field(default_factory=list)

    def pause(self) -> None:
        """Wait for the moment; a step that is over by then was missed."""
        while self.step.is_job and self.acts.is_running() and not self.is_running():
            time.sleep(0.005)  # the runner has not taken it up yet
        end = time.monotonic() + self.delay
        while time.monotonic() < end and self.is_running():
            time.sleep(0.002)

    def is_running(self) -> bool:
        """Tell whether the step is under way."""
        if self.step.is_job:
            with contextlib.suppress(psycopg2.Error):
                return self.acts.is_running() and self.lane.jobs.is_running()
            return False
        return self.acts.is_running()


# === KILLS === #


def kill_worker(strike: Strike) -> None:
    """Kill -9 the web worker that serves the request."""
    strike.pause()
    pid = None
    while strike.is_running() and not pid:  # the request may still wait for a worker
        pid = strike.lane.odoo.serving_worker()
    if pid and strike.is_running():
        os.kill(pid, signal.SIGKILL)
        strike.hits += 1


def kill_odoo(strike: Strike) -> None:
    """Kill -9 the whole of Odoo: master, workers and job runner."""
    strike.pause()
    strike.hits += strike.is_running()
    strike.lane.odoo.kill()


def kill_postgres(strike: Strike) -> None:
    """Kill -9 the postmaster and its children."""
    strike.pause()
    strike.hits += strike.is_running()
    strike.lane.kill(strike.lane.postgres)


def kill_runner(strike: Strike) -> None:
    """Kill -9 the job runner in the middle of a job."""
    strike.pause()
    is_hit = strike.is_running()
    for pid in strike.lane.odoo.workers("WorkerCron"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            strike.hits += is_hit
            is_hit = False


def kill_simulator(strike: Strike) -> None:
    """Kill -9 the Kingdee that the jobs talk to; it is away for a moment."""
    strike.pause()
    strike.hits += strike.is_running()
    strike.lane.kill(strike.lane.erp)


# === DISK === #


def fill_disk(strike: Strike) -> None:
    """Leave no space for the database and the files, for a while."""
    strike.pause()
    strike.hits += strike.is_running()
    strike.lane.disk.fill()
    time.sleep(FULL_SECONDS)
    strike.lane.disk.free()


# === AT ONCE === #


def disturb(strike: Strike) -> None:
    """Write the same rows from beside, over and over: requests and jobs meet 40001."""
    table, ids = strike.step.rows
    if strike.step.is_job:
        table, where, values = "distribution_erp_document", "state <> 'done'", []
    else:
        where, values = "id = ANY(%s)", [ids]
    before = strike.lane.odoo.count_collisions()
    connection = strike.lane.postgres.connect(strike.lane.odoo.database)
    try:
        cursor = connection.cursor()
        cursor.execute("SET lock_timeout = '1s'")
        for _time in range(RIVAL_TIMES):
            strike.pause()
            if not strike.acts.is_running():
                break
            with contextlib.suppress(psycopg2.errors.LockNotAvailable):
                cursor.execute(f"UPDATE {table} SET write_date = write_date WHERE {where}", values)
    finally:
        connection.close()
    strike.hits += strike.lane.odoo.count_collisions() - before


def lay_detour(lane: Lane, step: Step) -> Detour:
    """Lead a person through a proxy that loses the next answer to a write."""
    detour = Detour(lane.odoo.port)
    lane.desk.detours[step.login] = detour.url
    return detour


def upgrade(strike: Strike) -> None:
    """Run `odoo -u` beside the running server while people go on."""
    words = odoo_process.argv(
        *("-d", strike.lane.odoo.database, "-u", UPGRADED, "--stop-after-init", "--no-http"),
        *("--workers", "0", "--max-cron-threads", "0", "--logfile", LOG / "failure-upgrade.log"),
        configuration=strike.lane.odoo.configuration(),
    )
    strike.pause()
    # Not bound to us: what a thread has started would die with the thread.
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=strike.lane.odoo.environment(),
        cwd=ROOT,
    )
    strike.hits += 1
    strike.undo.append(lambda: _finish_upgrade(strike.lane, process))


def _finish_upgrade(lane: Lane, process: subprocess.Popen) -> None:
    """Wait for its end; what the server did not take up while it lasted is done again."""
    if process.wait(600):
        raise RuntimeError(f"the upgrade failed; its words are in {LOG / 'failure-upgrade.log'}")
    lane.odoo.wait()


def strike_later(strike: Strike, act) -> threading.Thread:
    """Let a fault run beside the step."""
    thread = threading.Thread(target=act, args=[strike], daemon=True)
    thread.start()
    return thread


KILLS = {
    "kill -9 of a worker": kill_worker,
    "kill -9 of Odoo": kill_odoo,
    "kill -9 of PostgreSQL": kill_postgres,
    "kill -9 of the job runner": kill_runner,
    "kill -9 of Kingdee": kill_simulator,
}
# Seconds by which the server's clock is wrong from a step on, until the end of the chapter.
CLOCKS = {"clock over a month end": 32 * 86400, "clock an hour back": -3600}
OTHERS = {
    "full disk": fill_disk,
    "serialization failure": disturb,
    "upgrade in use": upgrade,
}
