from scripts import test_plan
from scripts.paths import ROOT


def _make(*names):
    return [ROOT / name for name in names]


def test_shares_take_equally_long_and_long_files_come_first():
    files = _make("tests/a.py", "tests/b.py", "tests/c.py", "tests/d.py")
    seconds = {"tests/a.py": 10, "tests/b.py": 60, "tests/c.py": 40, "tests/d.py": 8}
    first, second = test_plan.shares(files, 2, seconds)
    assert first == _make("tests/b.py")
    assert second == _make("tests/a.py", "tests/c.py", "tests/d.py")


def test_files_that_share_a_world_stay_together():
    files = _make("tests/access/a.py", "tests/access/b.py", "tests/c.py", "tests/d.py")
    seconds = {name: 30 for name in ("tests/access/a.py", "tests/access/b.py")}
    seconds |= {"tests/c.py": 40, "tests/d.py": 20}
    first, second = test_plan.shares(files, 2, seconds)
    assert first == _make("tests/access/a.py", "tests/access/b.py")
    assert second == _make("tests/c.py", "tests/d.py")


def test_every_file_is_in_one_share_whoever_ran_what():
    files = test_plan.test_files()
    for seconds in ({}, test_plan.remembered()):
        piles = test_plan.shares(files, 2, seconds)
        assert sorted(path for pile in piles for path in pile) == files
