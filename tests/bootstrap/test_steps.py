"""The machinery of the set-up steps: killed, repeated, changed, waiting, out of space."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from scripts import problem, processes, steps
from scripts.paths import ROOT
from scripts.steps import Step

# A process with its own `.local` that runs one slow step, which stays half done for a while.
SLOW = """
import sys, time
from pathlib import Path
from scripts import lock, steps
lock.LOCAL = steps.LOCAL = home = Path(sys.argv[1])
def build(partial):
    (partial / "first").write_text("1")
    print("half", flush=True)
    time.sleep(float(sys.argv[2]))
    (partial / "second").write_text("2")
steps.run_steps([steps.Step(title="slow", target=home / "thing", inputs=lambda: "x", build=build)])
"""


def start_slow(home, seconds: float) -> subprocess.Popen:
    """Start the slow step in a process of its own and wait until it is half done."""
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(home), str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "half\n"
    return child


def make_step(home, *, inputs: str = "a", fail: Exception | None = None) -> tuple[Step, list]:
    """Return a step and the list that counts its builds."""
    builds = []

    def build(partial):
        builds.append(partial)
        (partial / "content").write_text(inputs)
        if fail:
            raise fail

    return Step(title="t", target=home / "x", inputs=lambda: inputs, build=build), builds


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a `.local` of this test's own."""
    monkeypatch.setattr("scripts.lock.LOCAL", tmp_path)
    monkeypatch.setattr("scripts.steps.LOCAL", tmp_path)
    return tmp_path


def test_step_is_absent_after_kill_and_whole_after_rerun(home):
    child = start_slow(home, 10)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not (home / "thing").exists()
    assert list(home.glob("thing.partial-*"))
    again = start_slow(home, 0)
    assert again.wait() == 0
    assert (home / "thing" / "second").exists()
    assert not list(home.glob("thing.partial-*"))


def test_second_command_waits_for_the_first_and_says_so(home):
    first = start_slow(home, 1.5)
    started = time.monotonic()
    second = subprocess.run(
        [sys.executable, "-c", SLOW, str(home), "0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert time.monotonic() - started > 1
    assert "waiting for it to finish" in second.stderr
    assert second.stdout == ""  # the first had built it
    assert first.wait() == 0


def test_lock_vanishes_with_its_process(home):
    child = start_slow(home, 30)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    step, builds = make_step(home)
    steps.run_steps([step])
    assert len(builds) == 1


def test_finished_step_is_not_repeated(home):
    step, builds = make_step(home)
    steps.run_steps([step])
    steps.run_steps([step])
    assert len(builds) == 1


def test_only_the_step_with_changed_inputs_is_repeated(home):
    other = Step(title="o", target=home / "o", inputs=lambda: "", build=lambda partial: None)
    steps.run_steps([make_step(home, inputs="a")[0], other])
    before = (home / "o" / steps.STAMP).stat().st_mtime_ns
    changed, builds = make_step(home, inputs="b")
    steps.run_steps([changed, other])
    assert len(builds) == 1
    assert (home / "x" / "content").read_text() == "b"
    assert (home / "o" / steps.STAMP).stat().st_mtime_ns == before


def test_failed_rebuild_keeps_what_was_there(home):
    steps.run_steps([make_step(home, inputs="a")[0]])
    with pytest.raises(RuntimeError):
        steps.run_steps([make_step(home, inputs="b", fail=RuntimeError())[0]])
    assert (home / "x" / "content").read_text() == "a"


def test_what_another_folder_shares_stays_when_a_step_is_built_anew(home, tmp_path_factory):
    shared = tmp_path_factory.mktemp("shared")
    (shared / "content").write_text("theirs")
    step, builds = make_step(home)
    step.target.symlink_to(shared)
    steps.run_steps([step])
    assert len(builds) == 1
    assert not step.target.is_symlink()
    assert (shared / "content").read_text() == "theirs"
    assert not list(home.glob("x.partial-*"))


def test_directory_without_stamp_is_rebuilt(home):
    (home / "x").mkdir()
    step, builds = make_step(home)
    steps.run_steps([step])
    assert len(builds) == 1


def test_too_little_space_is_refused_before_any_work(home):
    step = Step(title="t", target=home / "x", inputs=str, build=lambda partial: None, size_gb=1e6)
    with pytest.raises(problem.Problem, match="not enough disk space"):
        steps.run_steps([step])


def test_full_disk_under_a_program_is_named(home, monkeypatch):
    monkeypatch.setattr("scripts.processes.LOG", home)
    with pytest.raises(problem.Problem, match="disk is full") as caught:
        processes.run(["dd", "if=/dev/zero", "of=/dev/full"], log="full", what="writing")
    assert "free some space" in caught.value.remedy


def test_full_disk_under_python_is_named(home, capsys):
    step, _builds = make_step(home, fail=OSError(errno.ENOSPC, "No space left on device"))

    @problem.command
    def main():
        steps.run_steps([step])

    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 1
    assert "the disk is full" in capsys.readouterr().err
    assert not (home / "x").exists()
