from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.tests import tagged
from odoo.tools import SQL

from . import performance_reference as reference
from .performance_common import PerformanceCommon

MARCH = date(2024, 3, 1)
DAYS = st.integers(0, 460).map(lambda days: date(2023, 1, 1) + timedelta(days=days))
MONEY = st.integers(-20_000, 100_000).map(lambda cents: Decimal(cents) / 100)
AMOUNT = st.integers(0, 100_000).map(lambda cents: Decimal(cents) / 100)
WHO = st.integers(0, 3)
WORLDS = st.fixed_dictionaries(
    {
        "sales": st.lists(st.tuples(WHO, DAYS, MONEY), max_size=25),
        "targets": st.dictionaries(WHO, st.lists(AMOUNT, min_size=12, max_size=12)),
        "due": st.dictionaries(WHO, st.tuples(AMOUNT.filter(bool), AMOUNT)),
        "returns": st.lists(st.tuples(WHO, AMOUNT, AMOUNT), max_size=6),
    }
)
TODAYS = st.integers(0, 45).map(lambda days: MARCH + timedelta(days=days))


def _rows(names, casts, rows):
    """Return a FROM item of the rows; one row of NULLs stands for none."""
    values = SQL(", ").join(
        SQL(
            "(%s)",
            SQL(", ").join(
                SQL("%s::" + cast, value)  # pylint: disable=sql-injection
                for value, cast in zip(row, casts, strict=True)
            ),
        )
        for row in rows or [(None,) * len(names)]
    )
    columns = SQL(", ").join(SQL.identifier(name) for name in names)
    return SQL("(SELECT * FROM (VALUES %s) given (%s))", values, columns)


@tagged("post_install", "-at_install")
class TestPerformanceReference(PerformanceCommon):
    """Random small worlds: the rows of one statement are those of the plain reference."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.agent + cls.rival + cls.dealer + cls.shop
        card = cls.env["distribution.scorecard"]._ensure_for(cls.company)
        cls.card = {
            key: tuple(
                Decimal(f"{card[f'{key}_{part}']:.2f}") for part in ("weight", "zero", "full")
            )
            for key in reference.KEYS
        }
        cls.others = cls.env["distribution.member"].search(
            [("company_id", "=", cls.company.id), ("id", "not in", cls.members.ids)]
        )
        cls.others.active = False  # nobody else is ranked

    def _get_sources(self, world, month):
        company = self.company.id
        ids = self.members.ids
        return {
            "sales": _rows(
                ("company_id", "member_id", "date", "amount_untaxed", "came_back"),
                ("int", "int", "date", "numeric", "numeric"),
                [(company, ids[who], day, amount, 0) for who, day, amount in world["sales"]],
            ),
            "returns": _rows(
                ("company_id", "member_id", "date", "delivered_amount", "returned_amount"),
                ("int", "int", "timestamp", "numeric", "numeric"),
                [(company, ids[who], month.since, *rest) for who, *rest in world["returns"]],
            ),
            "punctuality": _rows(
                ("member_id", "due_amount", "paid_amount"),
                ("int", "numeric", "numeric"),
                [(ids[who], *rest) for who, rest in world["due"].items()],
            ),
        }

    def _write_targets(self, world):
        targets = self.env["distribution.target"]
        for who, months in world["targets"].items():
            targets.create(
                {
                    "member_id": self.members[who].id,
                    "year": 2024,
                    **{f"month_{n:02}": float(value) for n, value in enumerate(months, 1)},
                }
            ).action_set()

    @settings(max_examples=40, deadline=None, database=None)
    @given(world=WORLDS, today=TODAYS)
    def test_rows_equal_the_reference(self, world, today):
        with self.cr.savepoint() as savepoint:
            self._compare({**world, "card": self.card}, today)
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def _compare(self, world, today):
        self._write_targets(world)
        with self._today(today):
            month, _sources = self.rows._prepare_month(self.company, MARCH)
            sources = self._get_sources(world, month)
            with patch.object(
                self.env.registry[self.rows._name], "_get_sources", lambda *_a: sources
            ):
                self.rows._refresh_month(self.company, MARCH)
        expected = {who: reference.measure(who, world, month) for who in range(len(self.members))}
        reference.rank(expected, {who: member.region_id for who, member in enumerate(self.members)})
        found = {row["member_id"]: row for row in self.env.execute_query_dict(self._select())}
        self.assertEqual(set(found), set(self.members.ids))
        for who, row in expected.items():
            kept = found[self.members[who].id]
            self.assertEqual(
                {name: self._plain(kept[name]) for name in row},
                {name: self._plain(value) for name, value in row.items()},
            )

    def _select(self):
        return SQL(
            "SELECT * FROM distribution_performance WHERE company_id = %s AND date = %s",
            self.company.id,
            MARCH,
        )

    @staticmethod
    def _plain(value):
        """The driver makes floats of numerics."""
        return value if value is None else round(float(value), 2)
