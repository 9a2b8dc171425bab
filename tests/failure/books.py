"""Whether the books hold: what people were told is there, once, and everything adds up.

Three kinds of findings: lost, doubled, and off (sums that do not meet, rows that are stuck).
"""

from collections import defaultdict

from tests.kingdee.judgement import Judgement

from . import books_queries as queries
from .diary import Diary

EXAMPLES = 3
LOST, DOUBLED, OFF = "lost", "doubled", "off"
# Which of these three each finding of the comparison with Kingdee is.
OF_KINGDEE = {
    "duplicate orders": DOUBLED,
    "double counted": DOUBLED,
    "lost orders": LOST,
    "lost movements": LOST,
    "not through": LOST,
}


class Books:
    """Looks at the database, at Kingdee, and at the diary of the people."""

    def __init__(self, connection, erp, known: dict, diary: Diary):
        """Take a connection, the simulator, and what people were told."""
        self.cursor = connection.cursor()
        self.erp, self.known, self.diary = erp, known, diary
        self.found: dict[str, list[str]] = defaultdict(list)

    def compare(self) -> dict[str, list[str]]:
        """Return {lost, doubled or off: examples}; empty is good."""
        self._compare_diary()
        for kind, checks in (
            (DOUBLED, queries.DOUBLED),
            (OFF, queries.UNBALANCED),
            (OFF, queries.STUCK),
        ):
            for name, query in checks.items():
                for row in self._rows(query, jobs=self.known["jobs"])[:EXAMPLES]:
                    self._blame(kind, f"{name}: {row[0]}")
        self._compare_kingdee()
        return dict(self.found)

    def add(self, findings: list[str]) -> dict[str, list[str]]:
        """Add what the product itself has found; return all."""
        for finding in findings:
            self._blame(OFF, f"the product says: {finding}")
        return dict(self.found)

    def _compare_diary(self) -> None:
        orders = {key: (order, state) for key, order, state in self._rows(queries.ORDERS)}
        for key, order in self.diary.keys.items():
            if orders.get(key, (0, ""))[0] != order:
                self._blame(LOST, f"order {order} of cart {key}")
        for key in orders.keys() - self.diary.keys.keys():
            self._blame(DOUBLED, f"order {orders[key][0]}: nobody was told of it")
        states = {order: state for order, state in orders.values()}
        for order in self.diary.approved:
            if states.get(order) != "sale":
                self._blame(LOST, f"approval of order {order}")
        for name, query, told in (
            ("platform order", queries.PLATFORM, self.diary.platform_refs),
            ("return", queries.RETURNS, self.diary.returns),
            ("publication", queries.SETTLED, self.diary.published),
            ("confirmation", queries.CONFIRMED, self.diary.confirmed),
            ("payment", queries.PAID, self.diary.paid),
            ("batch", queries.BATCHES, self.diary.batches.keys()),
        ):
            there = {row[0] for row in self._rows(query)}
            for one in set(told) - there:
                self._blame(LOST, f"{name} {one}")
            if name in ("platform order", "return", "batch"):
                for one in there - set(told):
                    self._blame(DOUBLED, f"{name} {one}: nobody was told of it")

    def _compare_kingdee(self) -> None:
        judged = Judgement(self.cursor, self.erp, self.known["backend"], {}).judge()
        for kind, examples in judged.examples.items():
            for example in examples[:EXAMPLES]:
                self._blame(OF_KINGDEE.get(kind, OFF), f"{kind}: {example}")

    def _rows(self, query: str, **values) -> list[tuple]:
        self.cursor.execute(query, values)
        return self.cursor.fetchall()

    def _blame(self, kind: str, example: str) -> None:
        if len(self.found[kind]) < 12:
            self.found[kind].append(example)
