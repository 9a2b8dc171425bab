"""A tiny cluster burns down, and is made again from its archive alone."""

import shutil
import time
from datetime import UTC, datetime

import pytest

from scripts.backup_drill import damages, recovery, settings, tools
from scripts.backup_drill.recovery import Stamps
from scripts.backup_drill.server import Server
from scripts.paths import LOCAL

from distribution_backup import base, pitr, status  # isort: skip
from distribution_backup import config as configurations  # isort: skip
from distribution_backup.refusal import Refused  # isort: skip

ARCHIVE_TIMEOUT_SHORTENED = 2  # in production 60 s; a test does not wait that long
RPO_SECONDS = 300


@pytest.fixture(scope="module")
def burnt():
    """Return what is left of a machine: its archive, what was committed, and when it burnt."""
    home = LOCAL / "backup-test"
    shutil.rmtree(home, ignore_errors=True)
    server = Server(home / "pg", archive_timeout=ARCHIVE_TIMEOUT_SHORTENED)
    source = settings.Source(
        database="postgres",
        host=server.host,
        odoo_data=home / "odoo-data",
        odoo_conf=home / "odoo.conf",
        data=server.data,
    )
    path = settings.write(home, source)
    server.create(path)
    server.start()
    try:
        stamps = Stamps(server, "postgres")
        stamps.begin()
        config = configurations.read(path)
        base.make(config)
        for _segment in range(2):
            stamps.put()
            recovery.reach_archive(server, path)
        line, is_good = status._wal_line(config)
        assert is_good, line
        before, moment = stamps.count, recovery.moment_between(stamps)
        server.sql("DELETE FROM drill_stamp")
        recovery.reach_archive(server, path)
        moment_of_fire = recovery.burn(server, stamps, 3 * ARCHIVE_TIMEOUT_SHORTENED)
        yield home, path, {"before": before, "moment": moment, "fire": moment_of_fire}
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def rebuilt(burnt, target, query):
    home, path, _known = burnt
    folder = configurations.scratch_folder(configurations.read(path), f"r{time.monotonic_ns()}")
    try:
        data = pitr.rebuild(configurations.read(path), target, folder)
        return recovery.asked_of(path, data, "postgres", query)
    finally:
        recovery.clear_scratch(home)


def test_rows_of_the_moment_are_back_and_those_after_it_are_not(burnt):
    known = burnt[2]
    target = datetime.fromisoformat(known["moment"])
    assert rebuilt(burnt, target, "SELECT COUNT(*) FROM drill_stamp") == str(known["before"])


def test_at_most_five_minutes_are_lost_with_the_machine(burnt):
    last = rebuilt(burnt, None, "SELECT MAX(at) FROM drill_stamp")
    age = burnt[2]["fire"] - float(last)
    assert 0 < age < RPO_SECONDS
    assert age < 3 * ARCHIVE_TIMEOUT_SHORTENED + 15


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (recovery.lose_segment, "the WAL archive has a gap"),
        (recovery.flip_segment, "was changed"),
        (recovery.ask_beyond, "the archive ends before"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_damaged_archive_is_refused(burnt, harm, says):
    home, path, _known = burnt
    kind = damages.Kind(name=harm.__name__, harm=harm, says=says)
    is_refused, said = damages.suffer(home, path, kind)
    assert is_refused, said


def test_moment_before_the_first_base_backup_is_refused(burnt):
    _home, path, _known = burnt
    with pytest.raises(Refused, match="after that"):
        pitr.choose_base(configurations.read(path), datetime(2020, 1, 1, tzinfo=UTC))


def test_running_server_is_not_replaced(burnt):
    home, path, _known = burnt
    (home / "pg" / "data").mkdir()
    (home / "pg" / "data" / "postmaster.pid").touch()
    outcome = tools.call(path, "restore", "--to-time", "latest", "--replace")
    shutil.rmtree(home / "pg" / "data")
    assert outcome.code == 1
    assert "PostgreSQL still runs" in outcome.text
