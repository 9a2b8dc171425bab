"""`make test AT=…` gives all programs another time."""

import os
import shutil
import subprocess
import sys

import pytest

from scripts import wall_clock
from scripts.problem import Problem

YEARS = """
import datetime, pathlib
pathlib.Path("new").touch()
written = pathlib.Path("new").stat().st_mtime
print(datetime.datetime.now().year, datetime.datetime.fromtimestamp(written).year)
"""


@pytest.fixture
def our_clock(tmp_path, monkeypatch):
    """Let what is set here stay in this test."""
    monkeypatch.setattr("scripts.wall_clock.LOCAL", tmp_path)
    for name in ("LD_PRELOAD", "CLOCK_SHIFT_FILE", "CLOCK_SHIFTS_FILES"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    wall_clock.build_library.cache_clear()
    yield
    wall_clock.build_library.cache_clear()


@pytest.mark.usefixtures("our_clock")
def test_programs_and_their_files_live_at_the_time_that_is_named(tmp_path):
    if not shutil.which("cc"):
        with pytest.raises(Problem, match="without a C compiler"):
            wall_clock.live_at("2031-12-31 12:00")
        return
    wall_clock.live_at("2031-12-31 12:00")
    asked = subprocess.check_output([sys.executable, "-c", YEARS], cwd=tmp_path, text=True)
    assert asked == "2031 2031\n"


def test_time_that_is_none_is_refused():
    with pytest.raises(Problem, match="AT=soon is no time") as caught:
        wall_clock.live_at("soon")
    assert "2028-02-29" in caught.value.remedy
