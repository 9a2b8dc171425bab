"""The examples of the chapter on integration, run as they stand against a served demo company."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from scripts import databases, odoo_process, server
from scripts.cluster import TEST
from scripts.manual.quotes import PAGES, quoted
from scripts.paths import ROOT, VENV_PYTHON

CHAPTER = ROOT / "docs" / "manual" / "integrator" / "README.md"
EXAMPLES = CHAPTER.parent / "examples"
USERS = Path(__file__).with_name("integration_users.py")
DATABASE = f"manual_{os.getpid()}"
LIBRARIES = {"json2.py"}
ORDERS = """订单号,经销商编码,下单时间,物料编码,数量,单价
JC-1,D401,2026-06-01 10:00,NZ2001,10,29.04
JC-2,NIEMAND,2026-06-01 10:00,NZ2001,10,29.04
"""


@pytest.fixture(scope="module")
def facts():
    """Serve the demo company with the integration's users; return their keys and the address."""
    databases.create(DATABASE, "tpl_demo", TEST)
    tables = CHAPTER.read_text().split("## 九、")[1]
    printed = odoo_process.captured_script(DATABASE, USERS, cluster=TEST, env={"TABLES": tables})
    found = json.loads(printed.splitlines()[-1])
    with server.serving(DATABASE, cluster=TEST, options=("--max-cron-threads=0",)) as served:
        yield {**found, "url": served.url}
    databases.drop(DATABASE, TEST)


@pytest.fixture
def run(facts, tmp_path):
    """Return a function that runs an example as a user; it returns (code, lines, errors)."""

    def run_example(name, user, *words):
        program = VENV_PYTHON if name.endswith(".py") else "sh"
        access = {"ODOO_URL": facts["url"], "ODOO_DB": DATABASE, "PYTHONDONTWRITEBYTECODE": "1"}
        access |= {"ODOO_LOGIN": facts[user]["login"], "ODOO_KEY": facts[user]["key"]}
        access |= {"STATEMENT": str(facts["statement"])}
        done = subprocess.run(
            [str(program), str(EXAMPLES / name), *words],
            cwd=tmp_path,
            env={**os.environ, **access},
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line]
        return done.returncode, lines, done.stderr

    return run_example


def test_text_and_files_are_the_same():
    for name in PAGES:
        page = ROOT / name
        assert page.read_text() == quoted(page), "python -m scripts.manual.quotes"
    files = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".sh")}
    assert {
        name for name in files if f"<!-- file: examples/{name} -->" in CHAPTER.read_text()
    } == files


def test_every_example_is_run():
    source = Path(__file__).read_text()
    files = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".sh")}
    assert {name for name in files - LIBRARIES if f'run("{name}"' not in source} == set()


def test_every_name_of_the_tables_exists(facts):
    assert facts["unknown"] == []
    assert facts["names"] > 150


def test_members_are_read_once_and_again_from_the_cursor(run):
    code, lines, errors = run("members.py", "orders")
    assert code == 0, errors
    assert lines[-1]["seen"] == len(lines) - 1 > 20
    assert len(lines[-1]["chain"]) == 2
    _code, again, _errors = run("members.py", "orders")
    assert again[-1]["seen"] <= lines[-1]["seen"]


def test_an_order_is_made_once_and_a_wrong_one_says_why(run):
    made = [run("order.py", "orders", "ERP-1", "D401", "NZ2001", "40") for _try in range(2)]
    assert [code for code, _lines, _errors in made] == [0, 0], made
    assert made[0][1] == made[1][1]
    [order] = made[0][1]
    assert order["distribution_state"] == "submitted"
    assert order["amount_untaxed"] == 1161.6
    code, _lines, errors = run("order.py", "orders", "ERP-2", "D401", "NZ2001", "7")
    assert code == 1
    assert errors.startswith("422")


def test_goods_are_free(run):
    code, lines, errors = run("availability.py", "orders", "NZ2001", "FS1001")
    assert code == 0, errors
    assert {line["default_code"] for line in lines} == {"NZ2001", "FS1001"}
    assert all(line["free_qty"] > 0 for line in lines)


def test_a_file_is_imported_and_refused_the_second_time(run, tmp_path):
    (tmp_path / "orders.csv").write_text(ORDERS)
    code, [found, error], errors = run("import_file.py", "orders", "orders.csv")
    assert code == 0, errors
    assert (found["state"], found["order_count"], found["error_count"]) == ("done", 1, 1)
    assert "NIEMAND" in error["reason"]
    code, _lines, _errors = run("import_file.py", "orders", "orders.csv")
    assert code != 0


def test_ledger_statements_and_paper(run, tmp_path):
    code, [accrued, entries, statements], errors = run("ledger.sh", "finance")
    assert code == 0, errors
    assert accrued == 0
    assert len(entries) == len(statements) == 3
    assert (tmp_path / "statement.pdf").read_bytes().startswith(b"%PDF")
    code, _lines, _errors = run("ledger.sh", "orders")
    assert code != 0, "whoever makes orders does not run the accrual"


def test_a_distributor_reads_its_own_statements_only(run):
    code, [*statements, refused], errors = run("own_statements.py", "portal")
    assert code == 0, errors
    assert {statement["member_id"][1][:6] for statement in statements} == {"[D401]"}
    assert refused == {"refused": 403}
