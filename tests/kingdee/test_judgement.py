"""The judgement finds each way of being wrong, and nothing in a world that is right."""

import copy
from types import SimpleNamespace

import pytest

from . import judgement_queries as queries
from .judgement import KINDS, Judgement

RIGHT = {
    "orders": [{"id": 1, "name": "S1", "state": "sale", "amount_total": 20}],
    "lines": [{"id": 11, "order_id": 1, "code": "M1", "quantity": 2, "delivered": 1}],
    "documents": [
        {
            "order_id": 1,
            "kind": "order",
            "number": "ODOO-S1",
            "state": "audited",
            "problem": None,
            "message": None,
            "next_try": None,
            "attempts": 1,
            "activities": 0,
        }
    ],
    "movements": [
        {"kind": "delivery", "entry_id": "71", "number": "D1", "state": "applied", "message": None},
        {"kind": "return", "entry_id": "81", "number": "R1", "state": "applied", "message": None},
    ],
    "tracking": [{"order_id": 1, "tracking": "SF1"}],
    "stock": [{"material": "M1", "warehouse": "W", "on_hand": 5, "locked": 1}],
    "running": [{"count": 0}],
    "staged": [{"count": 0}],
    "there": [
        {
            "fbillno": "ODOO-S1",
            "fcancelstatus": "A",
            "fdocumentstatus": "C",
            "fbillallamount": 20,
            "lines": [{"fentryid": 61, "material": "M1", "fqty": 2}],
        }
    ],
    "out": [
        {
            "fbillno": "D1",
            "fcancelstatus": "A",
            "fdocumentstatus": "C",
            "fcarriageno": "SF1",
            "lines": [
                {"fentryid": 71, "fsoentryid": 61, "frealqty": 2, "fsoorderno": "ODOO-S1"},
            ],
        }
    ],
    "back": [
        {
            "fbillno": "R1",
            "fcancelstatus": "A",
            "fdocumentstatus": "C",
            "lines": [
                {"fentryid": 81, "fsoentryid": 0, "frealqty": 1, "forderno": "ODOO-S1"}
                | {"material": "M1"}
            ],
        }
    ],
    "stock_there": [["M1", "W", 5.0, 1.0]],
    "ledger": {},
}


class Cursor:
    def __init__(self, world):
        names = ("orders", "lines", "documents", "movements", "tracking", "stock")
        names += ("running", "staged")
        self._rows = {getattr(queries, name.upper()): world[name] for name in names}
        self._found = []

    def execute(self, query, _values=()):
        self._found = self._rows[query]

    @property
    def description(self):
        return [SimpleNamespace(name=name) for name in (self._found or [{}])[0]]

    def fetchall(self):
        return [tuple(row.values()) for row in self._found]


def judge(world) -> dict:
    bills = {"SAL_SaleOrder": world["there"], "SAL_OUTSTOCK": world["out"]}
    bills["SAL_RETURNSTOCK"] = world["back"]
    erp = SimpleNamespace(
        read=lambda _what: bills, admin=lambda _action: {"rows": world["stock_there"]}
    )
    return dict(Judgement(Cursor(world), erp, 1, world["ledger"]).judge().counts)


def test_a_world_that_is_right_is_found_right():
    assert judge(copy.deepcopy(RIGHT)) == {}


def _again(world):
    world["there"].append({**world["there"][0], "fbillno": "ODOO-S1-R1"})


def _foreign(world):
    world["there"].append({**world["there"][0], "fbillno": "ODOO-S9"})


def _gone(world):
    world["there"].clear()
    world["out"].clear()
    world["back"].clear()
    world["lines"][0]["delivered"] = 0


def _fail(world, **values):
    world["documents"][0] |= {"state": "failed", **values}


WRONG = [
    ("duplicate orders", _again),
    ("duplicate orders", _foreign),
    ("lost orders", _gone),
    ("wrong orders", lambda world: world["there"][0]["lines"][0].update(fqty=3)),
    ("wrong orders", lambda world: world["there"][0].update(fbillallamount=20.02)),
    ("wrong orders", lambda world: world["there"][0].update(fdocumentstatus="B")),
    ("not voided", lambda world: world["orders"][0].update(state="cancel")),
    ("double counted", lambda world: world["lines"][0].update(delivered=2)),
    ("lost movements", lambda world: world["lines"][0].update(delivered=0)),
    ("lost movements", lambda world: world["movements"].pop()),
    ("lost movements", lambda world: world["movements"][0].update(state="waiting")),
    ("double counted", lambda world: world["out"][0].update(fcancelstatus="B")),
    ("wrong tracking", lambda world: world["tracking"].clear()),
    ("wrong stock rows", lambda world: world["stock"][0].update(on_hand=6)),
    ("wrong stock rows", lambda world: world["stock"][0].update(locked=0)),
    ("wrong stock rows", lambda world: world["stock"].clear()),
    ("not through", lambda world: world["documents"][0].update(state="saved", next_try="now")),
    ("unseen failures", lambda world: (_fail(world), world["ledger"].update({1: "refused"}))),
    ("unseen failures", lambda world: (_gone(world), world["ledger"].update({1: "deleted"}))),
    ("needless failures", lambda world: _fail(world, activities=1)),
    ("left behind", lambda world: world["running"][0].update(count=1)),
    ("left behind", lambda world: world["staged"][0].update(count=7)),
]


@pytest.mark.parametrize(("kind", "spoil"), WRONG)
def test_each_way_of_being_wrong_is_found(kind, spoil):
    world = copy.deepcopy(RIGHT)
    spoil(world)
    assert judge(world).get(kind), judge(world)


def test_every_kind_of_wrong_has_an_example_here():
    assert {kind for kind, _spoil in WRONG} == set(KINDS)
