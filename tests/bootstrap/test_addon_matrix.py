"""Each addon installs and goes again, with demo data and without, leaving nothing behind."""

import json
import re
from pathlib import Path

import pytest

from scripts import databases, log_gate, odoo_process
from scripts.cluster import TEST
from scripts.paths import ADDONS, addon_names

SCRIPT = Path(__file__).with_name("coming_and_going.py")
ORDER = (
    "distribution_member",
    "distribution_order",
    "distribution_erp_sync",
    "distribution_commission",
    "distribution_reports",
)

FIRST_TRY = re.compile(r"bad query: (b')?DELETE FROM")


def present() -> list[str]:
    """Return our addons in the order they depend on each other."""
    return [name for name in ORDER if name in addon_names()]


def leftovers(run_in_odoo, database: str) -> dict[str, dict]:
    """Install and uninstall everything on that database; return what stays behind, by addon."""
    odoo_process.shell_log(database).unlink(missing_ok=True)
    printed = run_in_odoo(database, SCRIPT, ADDONS=",".join(present()))
    complaints = [
        line
        for line in log_gate.check([odoo_process.shell_log(database)])
        # Uninstalling, Odoo tries to delete many rows at once, then one by one; the first try is
        # logged as an error. Whether rows remain is what the comparison tells.
        if not FIRST_TRY.search(line)
    ]
    assert not complaints, "the log complains:\n" + "\n".join(complaints)
    return json.loads(printed.splitlines()[-1])


def assert_nothing(found: dict[str, dict]) -> None:
    """Fail with the whole list of what is left."""
    left = {name: rest for name, rest in found.items() if rest}
    assert not left, "left behind:\n" + json.dumps(left, indent=1, ensure_ascii=False)


def test_every_addon_has_its_place_in_the_order():
    assert set(addon_names()) <= set(ORDER)
    for position, name in enumerate(ORDER):
        if name in addon_names():
            needed = set(databases.with_dependencies([name])) - {name}
            assert needed <= set(ORDER[:position]), name


def test_addons_without_demo_leave_nothing_behind(fresh_database, run_in_odoo):
    found = leftovers(run_in_odoo, fresh_database("tpl_deps"))
    assert_nothing(found)


def test_addons_with_demo_leave_nothing_behind(fresh_database, run_in_odoo):
    found = leftovers(run_in_odoo, fresh_database("tpl_deps_demo"))
    assert_nothing(found)


@pytest.mark.parametrize("addon", present())
def test_addon_imports_nothing_it_does_not_depend_on(addon):
    """Installing it alone is `make test ADDON=…`; a stray import would break only there."""
    allowed = set(databases.with_dependencies([addon]))
    for path in (ADDONS / addon).rglob("*.py"):
        for other in set(addon_names()) - allowed:
            assert f"odoo.addons.{other}" not in path.read_text(), path


@pytest.fixture(autouse=True, scope="module")
def _cluster_runs():
    TEST.start()
