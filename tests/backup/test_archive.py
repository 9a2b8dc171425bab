"""What PostgreSQL calls for each WAL segment: whole or not at all, once, and never overwritten."""

import os

import pytest

from scripts.backup_drill import tools

from distribution_backup import config as configurations  # isort: skip
from distribution_backup import wal  # isort: skip

NAME = "000000010000000000000007"


@pytest.fixture
def segment(tmp_path):
    path = tmp_path / "segment"
    path.write_bytes(os.urandom(1 << 16) + bytes(1 << 20))
    return path


def archive(configuration, segment, name=NAME):
    return tools.call(configuration, "archive", name, str(segment))


def test_segment_comes_back_as_it_was(configuration, segment, tmp_path):
    assert archive(configuration, segment).code == 0
    kept = configuration.parent / "backups" / "wal" / f"{NAME}.sealed"
    assert kept.stat().st_size < 100_000  # a segment that was switched early is mostly empty
    assert segment.read_bytes()[:1000] not in kept.read_bytes()
    back = tmp_path / "back"
    assert tools.call(configuration, "fetch", NAME, str(back)).code == 0
    assert back.read_bytes() == segment.read_bytes()


def test_second_call_is_content_with_the_same_and_refuses_another(configuration, segment):
    assert archive(configuration, segment).code == 0
    assert archive(configuration, segment).code == 0
    kept = configuration.parent / "backups" / "wal" / f"{NAME}.sealed"
    before = kept.read_bytes()
    segment.write_bytes(segment.read_bytes()[:-1] + b"x")
    outcome = archive(configuration, segment)
    assert outcome.code == 1
    assert "is not overwritten" in outcome.text
    assert kept.read_bytes() == before


def test_half_written_segment_is_not_there_and_is_written_anew(configuration, segment, tmp_path):
    folder = configuration.parent / "backups" / "wal"
    (folder / f"{NAME}.sealed.part").write_bytes(b"half")
    config = configurations.read(configuration)
    assert wal.names(config) == []
    assert wal.fetch(config, NAME, tmp_path / "back") == wal.NO_SUCH_FILE
    assert archive(configuration, segment).code == 0
    assert wal.names(config) == [NAME]
    assert not list(folder.glob("*.part"))


def test_full_disk_leaves_no_segment(configuration, segment):
    config = configurations.read(configuration)
    outcome = tools.call(configuration, "archive", NAME, str(segment), largest_file=1024)
    assert outcome.code == 1
    assert "the disk is full" in outcome.text
    assert wal.names(config) == []


def test_damaged_segment_stops_postgresql_instead_of_ending_the_archive(
    configuration, segment, tmp_path
):
    archive(configuration, segment)
    tools.flip(configuration.parent / "backups" / "wal" / f"{NAME}.sealed", -1)
    outcome = tools.call(configuration, "fetch", NAME, str(tmp_path / "back"))
    assert outcome.code == wal.STOP > 125
    assert "was changed" in outcome.text


def test_name_that_is_none_of_postgresql_is_refused(configuration, segment):
    outcome = archive(configuration, segment, "../../etc/passwd")
    assert outcome.code == 1
    assert "is no name of a WAL segment" in outcome.text


def test_key_ring_that_others_may_read_is_refused(configuration, segment):
    (configuration.parent / "key-ring").chmod(0o644)
    outcome = archive(configuration, segment)
    assert outcome.code == 1
    assert "may be read by others" in outcome.text


def test_configuration_that_is_wrong_is_said(configuration, segment):
    configuration.write_text(configuration.read_text() + "[keep]\ndayly = 7\n")
    outcome = archive(configuration, segment)
    assert outcome.code == 1
    assert "[keep] has no setting dayly" in outcome.text


def test_status_is_an_alarm_while_there_is_nothing(configuration):
    outcome = tools.call(configuration, "status")
    assert outcome.code == 1
    for label in ("dump", "base", "files", "verified", "wal"):
        assert f"ALARM {label}: " in outcome.text
