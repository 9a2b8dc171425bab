"""Real orders in, correct statements out: the product against plain Python, to the cent."""

import csv
import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from scripts.replay.__main__ import SCRIPT
from tests.reference.dirty_retail import write_dirty_retail
from tests.reference.replay_rule import recompute

REAL_FILE = Path(__file__).parents[3] / "shared" / "data" / "online_retail_open.csv"

STATEMENTS = """
    COPY (
        SELECT member.code, to_char(settlement.date_to, 'YYYY-MM'), statement.opening_balance,
               statement.earned, statement.clawback, statement.payable, statement.carried
          FROM distribution_statement statement
          JOIN distribution_member member ON member.id = statement.member_id
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
         WHERE statement.state = 'published'
    ) TO STDOUT (FORMAT csv)
"""
ENTRIES = """
    COPY (
        SELECT orders.platform_order_ref, entry.depth, member.code, to_char(entry.date, 'YYYY-MM'),
               entry.base_amount, entry.amount
          FROM distribution_commission_entry entry
          JOIN distribution_member member ON member.id = entry.member_id
          JOIN sale_order orders ON orders.id = entry.order_id
    ) TO STDOUT (FORMAT csv)
"""
# Every table that a second run could add to; the files, the clock and the sequences do not count.
ROW_COUNTS = """
    SELECT (SELECT COUNT(*) FROM sale_order), (SELECT COUNT(*) FROM sale_order_line),
           (SELECT COUNT(*) FROM distribution_member), (SELECT COUNT(*) FROM res_partner),
           (SELECT COUNT(*) FROM product_product),
           (SELECT COUNT(*) FROM distribution_order_import),
           (SELECT COUNT(*) FROM distribution_order_import_line),
           (SELECT COUNT(*) FROM distribution_commission_entry),
           (SELECT COUNT(*) FROM distribution_commission_plan),
           (SELECT COUNT(*) FROM distribution_settlement),
           (SELECT COUNT(*) FROM distribution_statement)
"""


@pytest.fixture
def replay(fresh_database, run_in_odoo):
    """Return a function that replays a file twice and checks that the second run adds nothing."""

    def run(path: Path) -> tuple[str, dict]:
        database = fresh_database()
        figures = _run_once(run_in_odoo, database, path)
        before = _read_csv(run_in_odoo, database, f"COPY ({ROW_COUNTS}) TO STDOUT (FORMAT csv)")
        again = _run_once(run_in_odoo, database, path)
        after = _read_csv(run_in_odoo, database, f"COPY ({ROW_COUNTS}) TO STDOUT (FORMAT csv)")
        assert before == after
        timeless = {"seconds", "peak_memory_mb"}
        assert {k: v for k, v in again.items() if k not in timeless} == {
            k: v for k, v in figures.items() if k not in timeless
        }
        return database, figures

    return run


def _run_once(run_in_odoo, database, path):
    output = run_in_odoo(database, SCRIPT, REPLAY_FILE=str(path))
    return json.loads(output.strip().splitlines()[-1])


def _read_csv(run_in_odoo, database, query):
    script = f"import sys\nenv.cr._obj.copy_expert({query!r}, sys.stdout)\n"
    return list(csv.reader(io.StringIO(run_in_odoo(database, script))))


def _assert_equal_to_reference(run_in_odoo, database, figures, path):
    expected = recompute(path)
    summary = expected.summary()
    # The reference names all depths, the product those it has paid.
    paid = {depth: pair for depth, pair in summary["entries_by_depth"].items() if pair[0]}
    assert {key: figures[key] for key in summary} == {**summary, "entries_by_depth": paid}
    statements = {
        (code, month): tuple(map(Decimal, amounts))
        for code, month, *amounts in _read_csv(run_in_odoo, database, STATEMENTS)
    }
    assert statements == {
        key: (s.opening, s.earned, s.clawback, s.payable, s.carried)
        for key, s in expected.statements.items()
    }
    entries = Counter(
        (invoice, int(depth), code, month, Decimal(base), Decimal(amount))
        for invoice, depth, code, month, base, amount in _read_csv(run_in_odoo, database, ENTRIES)
    )
    assert entries == Counter(
        (e.invoice, e.depth, e.member, e.month, e.base, e.amount) for e in expected.entries
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_dirty_file_is_settled_to_the_cent(replay, run_in_odoo, tmp_path, seed):
    path = tmp_path / "dirty.csv"
    write_dirty_retail(path, seed, with_bom=bool(seed % 2))
    database, figures = replay(path)
    _assert_equal_to_reference(run_in_odoo, database, figures, path)


@pytest.mark.skipif(
    not REAL_FILE.exists(), reason="../shared/data/online_retail_open.csv is absent"
)
def test_real_file_is_settled_to_the_cent(replay, run_in_odoo):
    database, figures = replay(REAL_FILE)
    _assert_equal_to_reference(run_in_odoo, database, figures, REAL_FILE)
    print(
        "replay of the real file:", json.dumps(figures["seconds"]), figures["peak_memory_mb"], "MB"
    )
