"""The committed spreadsheets are what scripts/dashboards says."""

from scripts.dashboards.__main__ import FOLDER, build


def test_committed_dashboards_are_those_that_are_described():
    for name, content in build().items():
        assert (FOLDER / name).read_text() == content, f"run `make dashboards`: {name}"
    assert {path.name for path in FOLDER.iterdir()} == set(build())
