"""Back to a moment: what a burnt-down machine has lost, and what somebody has destroyed."""

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts.backup_drill import tools, world
from scripts.backup_drill.damages import Damaged
from scripts.backup_drill.server import Server
from scripts.cluster import ROLE
from scripts.problem import Problem

from distribution_backup import config as configurations  # isort: skip - found through tools
from distribution_backup import pitr, segments, wal  # isort: skip

SECONDS_BETWEEN_STAMPS = 0.2


@dataclass(slots=True)
class Stamps:
    """Rows that are committed one after the other, each with its moment."""

    server: Server
    database: str
    last: float = 0.0
    count: int = 0

    def begin(self) -> None:
        """Make the table."""
        self.server.sql(
            "CREATE TABLE IF NOT EXISTS drill_stamp (at double precision);"
            f" ALTER TABLE drill_stamp OWNER TO {ROLE}",  # who makes the dump must read it
            self.database,
        )

    def put(self) -> None:
        """Commit one more."""
        now = time.time()
        self.server.sql(f"INSERT INTO drill_stamp VALUES ({now!r})", self.database)
        self.last, self.count = now, self.count + 1

    @contextlib.contextmanager
    def ticking(self) -> Iterator[None]:
        """Commit on and on, until the block ends or the server is gone."""
        over = threading.Event()

        def tick() -> None:
            while not over.wait(SECONDS_BETWEEN_STAMPS):
                try:
                    self.put()
                except Problem:
                    return

        thread = threading.Thread(target=tick, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def burn(server: Server, stamps: Stamps, seconds: float) -> float:
    """Commit for a while, then kill the server and remove it; return the moment."""
    with stamps.ticking():
        time.sleep(seconds)
        server.burn_down()
        return time.time()


def asked_of(configuration: Path, data: Path, database: str, query: str) -> str:
    """Return what a restored server answers."""
    config = configurations.read(configuration)
    with pitr.serving(config, data) as host:
        return pitr.programs.sql(config, query, database=database, admin=True, host=host)


def data_in(text: str) -> Path:
    """Return the folder of the restored server that `restore` has named."""
    for line in text.splitlines():
        if line.startswith("the restored server is in "):
            return Path(line.removeprefix("the restored server is in ").partition(";")[0])
    raise Problem("restore has not said where the server is", tail=text)


def moment_between(stamps: Stamps) -> str:
    """Return a moment after all stamps up to now, and wait until it is over."""
    time.sleep(0.5)
    moment = datetime.now(UTC)
    time.sleep(0.5)
    return moment.isoformat(sep=" ")


def reach_archive(server: Server, configuration: Path, seconds: float = 60) -> None:
    """Close the current segment, and wait until it is in the archive."""
    name = server.sql("SELECT pg_walfile_name(pg_switch_wal())")
    config = configurations.read(configuration)
    deadline = time.monotonic() + seconds
    while name not in wal.names(config):
        if time.monotonic() > deadline:
            raise Problem(f"{name} did not reach the archive")
        time.sleep(0.1)


def _needed_segments(damaged: Damaged) -> list[Path]:
    """Return the segments behind the base backup, without the last one."""
    _backup, manifest = pitr.choose_base(damaged.config, None)
    size = manifest["segment_size"]
    begin = segments.position(manifest["start"], size)
    return [
        wal.path_of(damaged.config, name)
        for name in wal.names(damaged.config)
        if segments.SEGMENT.fullmatch(name) and segments.position(name, size) > begin
    ][:-1]


def lose_segment(damaged: Damaged) -> None:
    """Remove a segment from the middle."""
    damaged.words = ("restore", "--to-time", "latest")
    _needed_segments(damaged)[0].unlink()


def flip_segment(damaged: Damaged) -> None:
    """Change a bit of a segment."""
    damaged.words = ("restore", "--to-time", "latest")
    tools.flip(_needed_segments(damaged)[0], -20)


def ask_beyond(damaged: Damaged) -> None:
    """Ask for a moment that the archive does not reach."""
    moment = datetime.now(UTC).isoformat(sep=" ")
    damaged.words = ("restore", "--to-time", moment)


def clear_scratch(home: Path) -> None:
    """Remove what was restored."""
    for path in (home / "scratch").iterdir():
        shutil.rmtree(path)


def destroy(server: Server) -> None:
    """Do what nobody should be able to do."""
    server.sql("DROP TABLE drill_stamp", world.DATABASE)
    server.sql(
        "SET session_replication_role = replica; DELETE FROM sale_order; DELETE FROM"
        " distribution_commission_entry; DELETE FROM distribution_statement",
        world.DATABASE,
    )
