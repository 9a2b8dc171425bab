"""Back to a moment: a base backup, the WAL behind it, and the files of that time.

A server of its own replays them in a private folder; nothing that runs is touched.
"""

import contextlib
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from . import base, code, facts, filestore, keys, moments, odoo, programs, segments, shelf, wal
from .config import Config, account, give, scratch_folder
from .refusal import Refused
from .restore import Copy, put_files
from .snapshot import Snapshot

LATEST = "latest"
SECONDS_OF_REPLAY = 6 * 3600
LONGEST_SOCKET = 90  # of the path that the kernel allows for a socket
PROGRAM = Path(__file__).parent.parent / "backup.py"
# The server comes up for us alone, and copies nothing of what it does into the archive.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
port = {port}
hba_file = '{hba}'
hot_standby = off
archive_mode = off
max_wal_senders = 0
max_connections = 40
shared_buffers = 256MB
max_wal_size = 4GB
max_locks_per_transaction = 256
logging_collector = off
log_min_messages = log
restore_command = '{command}'
recovery_target_timeline = 'latest'
recovery_target_action = 'promote'
"""


def choose_base(config: Config, target: datetime | None) -> tuple[shelf.Backup, dict]:
    """Return the last base backup that was finished by a moment, with its manifest."""
    ring = keys.load_ring(config.key_ring)
    bases = shelf.all_of(config, shelf.BASES)
    if not bases:
        raise Refused(f"there is no base backup in {config.folder / shelf.BASES}")
    for backup in reversed(bases):
        manifest = shelf.read_manifest(backup, ring)
        if target is None or datetime.fromisoformat(manifest["finished_at"]) <= target:
            return backup, manifest
    raise Refused(f"the earliest base backup was finished at {manifest['finished_at']}, after that")


def rebuild(config: Config, target: datetime | None, folder: Path) -> Path:
    """Unpack a base backup, replay WAL up to a moment, and return PostgreSQL's folder."""
    ring = keys.load_ring(config.key_ring)
    backup, manifest = choose_base(config, target)
    lost = segments.missing(wal.names(config), manifest["start"], manifest["segment_size"])
    if lost:
        raise Refused(f"the WAL archive has a gap: {', '.join(lost[:5])} of {len(lost)} missing")
    data = base.unpack(config, ring, backup, folder)
    _configure(config, data, target)
    give(folder, config.postgresql.server_user)
    with serving(config, data):
        pass
    return data


def _configure(config: Config, data: Path, target: datetime | None) -> None:
    program = (config.python, str(PROGRAM), "fetch", "-c", str(config.path))
    command = f'{shlex.join(program)} %f "%p"'
    text = SETTINGS.format(
        socket=data.parent,
        port=config.postgresql.port,
        hba=data.parent / "hba.conf",
        command=command.replace("'", "''"),
    )
    if int((data / "PG_VERSION").read_text().split(".")[0]) >= 14:
        text += "recovery_init_sync_method = syncfs\n"  # not one file after the other
    if target:
        text += f"recovery_target_time = '{target.isoformat(sep=' ')}'\n"
    (data.parent / "server.conf").write_text(text)
    (data.parent / "hba.conf").write_text("local all all trust\n")  # the folder is closed to others
    (data / "recovery.signal").touch()


@contextlib.contextmanager
def serving(config: Config, data: Path) -> Iterator[str]:
    """Run the private server for the length of a block; yield where it is reached."""
    folder = data.parent
    if len(str(folder)) > LONGEST_SOCKET:
        raise Refused(f"the path {folder} is too long for a socket: shorten [backup] scratch")
    log = folder / "server.log"
    settings = folder / "server.conf"
    with log.open("ab") as output:
        child = subprocess.Popen(
            [
                *(programs.find(config, "postgres"), "-D", str(data)),
                *("-c", f"config_file={settings}"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
            **account(config.postgresql.server_user),
        )
    try:
        _wait(config, child, folder, log)
        yield str(folder)
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)  # fast: sessions are not waited for
        child.wait()


def _wait(config: Config, child: subprocess.Popen, folder: Path, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_OF_REPLAY
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise Refused(f"PostgreSQL did not come up: {_explain(log)}")
        with contextlib.suppress(Refused):
            replaying = programs.sql(
                config, "SELECT pg_is_in_recovery()", admin=True, host=str(folder)
            )
            if replaying == "f":
                return
        time.sleep(0.2)
    raise Refused(f"the WAL was not replayed within {SECONDS_OF_REPLAY} s")


def _explain(log: Path) -> str:
    """Return the lines of the server's log that say what is wrong."""
    lines = log.read_text(errors="replace").splitlines()
    lines = [line for line in lines if "is starting up" not in line]  # what we were told, asking
    said = [
        line for line in lines if "FATAL" in line or "PANIC" in line or line.startswith("Refused")
    ]
    if any("recovery target was reached" in line for line in said):
        said.append("the archive ends before that moment: nothing was written after it")
    return " / ".join((said or lines)[-programs.LINES :])


def run(config: Config, when: str, *, replace: bool, neutralize: bool) -> list[str]:
    """Restore to a moment, check what came out, and with `replace` put it in its place."""
    if replace and neutralize:
        raise Refused("a neutralised copy does not replace the company's database")
    if replace:
        _refuse_running(config)
    target = None if when == LATEST else moments.typed(when)
    if target and target > moments.now() + timedelta(seconds=1):
        raise Refused(f"{when} has not come yet")
    folder = scratch_folder(config, f"pitr-{moments.name_of(moments.now())}")
    try:
        data = rebuild(config, target, folder)
        said = _check(config, data, target, neutralize=neutralize)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if replace:
        return said + _put_in_place(config, data)
    return [*said, f"the restored server is in {data}; its settings: {folder / 'server.conf'}"]


def files_folder(data: Path) -> Path:
    """Return where the files of a restored server are put."""
    return data.parent / "files"


def _check(config: Config, data: Path, target: datetime | None, *, neutralize: bool) -> list[str]:
    """Unpack the files, and have the product check the database that came out."""
    ring = keys.load_ring(config.key_ring)
    copy = Copy(database=config.database, data_dir=files_folder(data), host=str(data.parent))
    listing = filestore.around(config, ring, target)
    copy.data_dir.mkdir(mode=0o700)
    filestore.unpack(config, ring, listing, copy.data_dir, config.database)
    give(copy.data_dir, config.odoo.user)
    with serving(config, data) as host:
        with Snapshot(config, config.database, host=host) as snapshot:
            found = facts.gather(snapshot)
            lost = filestore.lost(listing, snapshot.ask(facts.FILES) or [])
        code.check(found["modules"], config.odoo.addons)
        if neutralize:
            odoo.neutralize(config, copy)
        odoo.check(config, copy)
    said = [f"restored to {target.isoformat() if target else 'the end of the archive'}"]
    if lost:
        said.append(
            f"{len(lost)} attachment files were written after the last list of files: "
            f"{', '.join(lost[:5])}"
        )
    return said


def _refuse_running(config: Config) -> None:
    if (config.postgresql.data / "postmaster.pid").exists():
        raise Refused(
            f"PostgreSQL still runs in {config.postgresql.data}: stop Odoo, then PostgreSQL, first "
            "(or remove postmaster.pid when it is dead)"
        )


def _put_in_place(config: Config, data: Path) -> list[str]:
    """Move the old server's folder aside and the restored one to its place."""
    aside = f"{config.postgresql.data.name}_before_{moments.name_of(moments.now())}"
    said = []
    if config.postgresql.data.exists():
        config.postgresql.data.rename(config.postgresql.data.with_name(aside))
        said.append(f"what was there is in {config.postgresql.data.with_name(aside)}")
    if config.filestore.exists():
        config.filestore.rename(config.filestore.with_name(aside))
        said.append(f"its files are in {config.filestore.with_name(aside)}")
    copy = Copy(database=config.database, data_dir=files_folder(data))
    said += put_files(config, copy, aside)
    shutil.move(data, config.postgresql.data)
    give(config.postgresql.data, config.postgresql.server_user)
    shutil.rmtree(data.parent, ignore_errors=True)
    return [*said, f"restored into place: {config.postgresql.data}; start PostgreSQL, then Odoo"]
