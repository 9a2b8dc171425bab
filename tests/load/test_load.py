"""The load test in small: two dozen distributors for some seconds; figures are nobody's concern."""

import psycopg2
import pytest

from scripts import bootstrap, load
from scripts.cluster import TEST
from tests.load import books
from tests.load.crowd import MIX
from tests.load.figures import by_minute, collect, percentile
from tests.load.visitor import WrongAnswerError, expect

BEGUN = 100.0


@pytest.fixture(scope="module")
def visited():
    """Return what was seen of a short visit."""
    bootstrap.prepare(TEST, with_browser=True)
    database, logins = load.ensure_world("short", TEST)
    with load.served(database, TEST) as place:
        asked = {**place, "logins": logins, "size": "short", "paces": [0.7], "seed": 5}
        [seen] = load.visit(asked)
        return seen


def test_everybody_is_answered_and_every_order_is_there_once(visited):
    assert visited["errors"] == {}
    assert visited["orders"]
    assert visited["wrong"] == {"lost": [], "doubled": [], "other goods": [], "nobody's": []}


def test_all_of_the_mix_is_done(visited):
    kinds = {row[0] for row in visited["rows"]}
    assert {"catalogue", "search", "home", "order list", "submit", "cart", "login"} <= kinds
    assert sum(MIX.values()) == 100


def test_processors_of_all_programs_are_counted(visited):
    assert set(visited["cores"]) == {"Odoo", "PostgreSQL", "nginx", "generator"}
    assert visited["cores"]["Odoo"] > 0


class Taken:
    """A visitor who has ordered."""

    login = "somebody"

    def __init__(self, order_id):
        self.taken = {"key": {"lines": {7: 2}, "order": order_id}}


ROW = ("key", 31, "somebody", 7, 2.0)


@pytest.mark.parametrize(
    ("rows", "order_id", "wrong"),
    [
        ([ROW], 31, None),
        ([ROW], None, None),  # no answer was heard
        ([], None, None),
        ([], 31, "lost"),
        ([ROW, ("key", 32, "somebody", 7, 2.0)], 31, "doubled"),
        ([("key", 31, "somebody", 7, 3.0)], 31, "other goods"),
        ([ROW, ("key", 31, "somebody", 8, 1.0)], 31, "other goods"),
        ([("key", 31, "another", 7, 2.0)], 31, "other goods"),
        ([("key", 30, "somebody", 7, 2.0)], 31, "other goods"),
        ([ROW, ("stray", 33, "somebody", 7, 2.0)], 31, "nobody's"),
    ],
)
def test_books_find_what_is_wrong(rows, order_id, wrong):
    found = books.compare(Rows(rows), [Taken(order_id)], before=30)
    assert [kind for kind, examples in found.items() if examples] == ([wrong] if wrong else [])


class Rows:
    """A cursor that has found these rows."""

    def __init__(self, rows):
        self.rows = rows

    def execute(self, query, values):
        """Take any question."""

    def fetchall(self):
        """Return the rows."""
        return self.rows


def test_books_ask_a_question_that_the_database_understands(visited):
    with psycopg2.connect(**TEST.connection("load_short")) as connection:
        cursor = connection.cursor()
        before = books.last_order(cursor)
        assert before
        assert not any(books.compare(cursor, [], before).values())
        assert books.compare(cursor, [], 0)["nobody's"]


def test_a_wrong_answer_is_an_error():
    with pytest.raises(WrongAnswerError, match="no home"):
        expect("home" in "nothing", "no home")


def test_only_the_measured_time_counts():
    visitor = type("Heard", (), {"heard": [(99.9, "home", 1, None), (100.1, "home", 2, "bad")]})
    assert collect([visitor], BEGUN, 5) == {"home": [(2, "bad")]}


def test_each_minute_has_its_own_figure():
    heard = [(99, "home", 9, None), (100, "home", 1, None), (159, "arrive", 5, None)]
    visitor = type("Heard", (), {"heard": [*heard, (160, "home", 2, None), (190, "home", 3, None)]})
    assert by_minute([visitor], BEGUN, 90) == [1000, 2000]


def test_percentiles_are_of_the_nearest_rank():
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([5], 0.99) == 5
