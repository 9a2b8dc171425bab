"""The claims of the generator, and what must hold for any file that the rule replays."""

import json
from collections import Counter
from decimal import Decimal

import pytest

from .dirty_retail import DESCRIPTIONS, build_rows, write_dirty_retail
from .replay_rule import read_rows, recompute

SEEDS = range(40)


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_file_replays_to_books_that_meet(tmp_path, seed):
    """Payable of all statements, and what the last ones carry, is the ledger."""
    result = recompute(write_dirty_retail(tmp_path / "a.csv", seed, with_bom=bool(seed % 2)))
    last = {s.member: s.carried for s in result.statements.values()}
    ledger = sum(e.amount for e in result.entries)
    assert sum(s.payable for s in result.statements.values()) + sum(last.values()) == ledger
    assert sum(s.earned + s.clawback for s in result.statements.values()) == ledger
    assert len(result.lines) + sum(result.skipped.values()) == result.lines_read
    assert json.loads(json.dumps(result.summary())) == result.summary()


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_file_contains_every_dirt(tmp_path, seed):
    result = recompute(write_dirty_retail(tmp_path / "a.csv", seed, invoices=0))
    rows = build_rows(seed, invoices=0)
    sold_on = {order.month for order in result.orders.values()}
    countries = Counter(customer for customer, _ in {(n.customer, n.country) for n in result.lines})
    stamps = Counter(invoice for invoice, _ in {(n.invoice, n.invoiced_at) for n in result.lines})
    assert all(result.skipped.values())
    assert any(count > 2 for count in Counter(rows).values())
    assert {"85123A", "85123a"} <= set(result.products)
    assert set(DESCRIPTIONS) <= {row["Description"] for row in read_rows(tmp_path / "a.csv")}
    assert len([c for c in countries.values() if c > 1]) == 3
    assert max(stamps.values()) == 2
    assert {m.level for m in result.members.values()} == {1, 2, 3}
    assert "R-Belgium" in result.members and "R-Algeria" not in result.members
    assert len(result.months) == 8 and len(sold_on) == 6
    assert sum(f"{o.ordered_at:%H:%M:%S}" == "23:59:59" for o in result.orders.values()) >= 6
    assert any(s.opening < 0 < s.payable for s in result.statements.values())
    assert any(abs(int(row.quantity)) > 10**7 for row in rows)
    halves = [Decimal(r.quantity) * Decimal(r.unit_price) * 1000 % 10 for r in rows]
    assert {5, -5} <= set(halves)


def test_generated_file_is_the_same_when_the_seed_is_the_same(tmp_path):
    first, again, other = (
        write_dirty_retail(tmp_path / name, seed).read_bytes()
        for name, seed in (("a", 7), ("b", 7), ("c", 8))
    )
    assert first == again != other
