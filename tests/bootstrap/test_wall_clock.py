"""`make test AT=…` gives all programs another time."""

import os
import shutil
import subprocess
import sys

import pytest

from scripts import wall_clock
from scripts.problem import Problem

YEAR = "import datetime; print(datetime.datetime.now().year)"


@pytest.fixture
def our_clock(tmp_path, monkeypatch):
    """Let what is set here stay in this test."""
    monkeypatch.setattr("scripts.wall_clock.LOCAL", tmp_path)
    for name in ("LD_PRELOAD", "CLOCK_SHIFT_FILE"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    wall_clock.build_library.cache_clear()
    yield
    wall_clock.build_library.cache_clear()


@pytest.mark.usefixtures("our_clock")
def test_programs_live_at_the_time_that_is_named():
    if not shutil.which("cc"):
        with pytest.raises(Problem, match="without a C compiler"):
            wall_clock.live_at("2031-12-31 23:30")
        return
    wall_clock.live_at("2031-12-31 23:30")
    year = subprocess.run([sys.executable, "-c", YEAR], capture_output=True, text=True, check=True)
    assert year.stdout == "2031\n"


def test_time_that_is_none_is_refused():
    with pytest.raises(Problem, match="AT=soon is no time") as caught:
        wall_clock.live_at("soon")
    assert "2028-02-29" in caught.value.remedy
