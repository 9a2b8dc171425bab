"""The filter parser: against a reference of its own, and against nonsense."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..kingdee_simulator.meta.registry import FORMS, Registry
from ..kingdee_simulator.query.columns import Columns
from ..kingdee_simulator.query.filter_parser import parse_filter
from ..kingdee_simulator.query.filter_sql import FilterCompiler
from ..kingdee_simulator.refusal import Refusal
from ..kingdee_simulator.seed import ensure_basics
from ..kingdee_simulator.store.database import Database, insert
from ..kingdee_simulator.store.switches import Switches

TEXTS = ["", "A", "B", "it's", "a%b", "中文", "and", "x) or (1=1"]
NUMBERS = [-2.5, 0.0, 1.0, 7.25, 100.0]
DATES = ["2026-01-01T00:00:00", "2026-01-02T10:00:00.05", "2026-02-01T00:00:00"]
ROWS = [
    {"fid": n, "fbillno": f"N{n}", "fnote": text or " ", "fbillallamount": number, "fdate": date}
    for n, (text, number, date) in enumerate(
        ((t, n, d) for t in TEXTS for n in NUMBERS for d in DATES), start=1
    )
]


@pytest.fixture(scope="module")
def tx(tmp_path_factory):
    """A database with a hundred orders."""
    database = Database(tmp_path_factory.mktemp("filter") / "state.sqlite")
    with database.write() as connection:
        ensure_basics(connection, "2026-01-01T00:00:00")
        for row in ROWS:
            insert(connection, "sal_saleorder", row)
    with database.read() as connection:
        yield connection
    database.close()


def matching(tx: sqlite3.Connection, source: object, **switches: object) -> set[int]:
    columns = Columns(FORMS["sal_saleorder"], Registry(), Switches(switches))
    sql, values = FilterCompiler(columns, tx).compile(parse_filter(source))
    found = tx.execute(f"SELECT h.fid {columns.from_clause} WHERE {sql}", values)
    return {row[0] for row in found}


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


OPERATORS = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
KEYS = {"fnote": "FNote", "fbillallamount": "FBillAllAmount", "fdate": "FDate"}


def value_of(row: dict, column: str):
    return row[column].strip() if column == "fnote" else row[column]


@st.composite
def conditions(draw):
    """Return a condition as text, as a row of the list form, and as a function of a row."""
    column = draw(st.sampled_from(sorted(KEYS)))
    key = draw(st.sampled_from([KEYS[column], KEYS[column].upper(), KEYS[column].lower()]))
    pool = {"fnote": TEXTS, "fbillallamount": NUMBERS, "fdate": DATES}[column]
    word = {True: quote, False: str}[column != "fbillallamount"]
    shape = draw(st.sampled_from(["compare", "in", "between"]))
    if shape == "in" and column != "fdate":
        values = draw(st.lists(st.sampled_from(pool[1:]), min_size=1, max_size=3))
        text = f"{key} in ({','.join(map(word, values))})"
        return text, lambda row: value_of(row, column) in values
    if shape == "between":
        low, high = draw(st.sampled_from(pool)), draw(st.sampled_from(pool))
        if column != "fnote":
            text = f"{key} BETWEEN {word(low)} AND {word(high)}"
            return text, lambda row: low <= value_of(row, column) <= high
    operator = draw(st.sampled_from(["=", "<>"] if column == "fnote" else sorted(OPERATORS)))
    value = draw(st.sampled_from(pool))
    blank = draw(st.sampled_from(["", " "]))
    text = f"{key}{blank}{operator}{blank}{word(value)}"
    return text, lambda row: OPERATORS[operator](value_of(row, column), value)


def _joined(children):
    def combine(parts):
        word, left, right = parts
        text = f"({left[0]} {word} {right[0]})"
        if word == "and":
            return text, lambda row: left[1](row) and right[1](row)
        return text, lambda row: left[1](row) or right[1](row)

    both = st.tuples(st.sampled_from(["and", "or"]), children, children).map(combine)
    negated = children.map(lambda part: (f"not ({part[0]})", lambda row: not part[1](row)))
    return both | negated


TREES = st.recursive(conditions(), _joined, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(tree=TREES)
def test_filter_finds_what_the_reference_finds(tx, tree):
    text, truth = tree
    assert matching(tx, text) == {row["fid"] for row in ROWS if truth(row)}


@settings(max_examples=300, deadline=None)
@given(source=st.text(max_size=40) | st.text("FNoteand()'=,<>%in10 ", max_size=40))
def test_nonsense_is_refused_or_read_and_never_breaks(tx, source):
    try:
        matching(tx, source)
    except Refusal as refusal:
        assert refusal.code in (4, 6, 9)


def test_and_binds_closer_than_or(tx):
    assert matching(tx, "FBillNo='N1' or FBillNo='N2' and FNote='nothing'") == {1}
    assert matching(tx, "(FBillNo='N1' or FBillNo='N2') and FNote='nothing'") == set()


def test_like_null_and_constants(tx):
    assert matching(tx, "FNote like '%中%'") == {row["fid"] for row in ROWS if "中" in row["fnote"]}
    assert len(matching(tx, "FNote not like '%中%' and FApproveDate is null")) == len(ROWS) - 15
    assert matching(tx, "FDate is not null and 1=1") == {row["fid"] for row in ROWS}
    assert matching(tx, "1=0") == set()
    assert matching(tx, "'N3'=FBillNo") == {3}


def test_dates_are_read_in_the_usual_spellings(tx):
    for text in ("2026-01-02", "2026/1/2", "2026-01-02 00:00:00", "2026-01-02T00:00:00"):
        expected = {row["fid"] for row in ROWS if row["fdate"] >= "2026-01-02"}
        assert matching(tx, f"FDate>='{text}'") == expected
    assert matching(tx, "FDate>={ts'2026-01-02 00:00:00'}") == expected
    with pytest.raises(Refusal) as caught:
        matching(tx, "FDate>='yesterday'")
    assert caught.value.code == 6


def test_last_day_of_a_range_loses_its_afternoon(tx):
    assert not any(
        row["fdate"] == DATES[1] and row["fid"] in matching(tx, "FDate<='2026-01-02'")
        for row in ROWS
    )


def test_quoted_numbers_give_a_wrong_result_unless_switched_off(tx):
    right = {row["fid"] for row in ROWS if row["fbillallamount"] > 7}
    assert matching(tx, "FBillAllAmount>7") == right
    assert matching(tx, "FBillAllAmount>'7'") != right
    assert matching(tx, "FBillAllAmount>'7'", quoted_numbers_wrong=False) == right


def test_list_form_means_the_same_as_the_text(tx):
    rows = [
        {"Left": "(", "FieldName": "FBillNo", "Compare": "=", "Value": "N1", "Logic": "OR"},
        {"FieldName": "fbillno", "Compare": "in", "Value": "N2,N3", "Right": ")", "Logic": "AND"},
        {"FieldName": "FBillAllAmount", "Compare": "<", "Value": "1000", "Logic": "AND"},
    ]
    assert matching(tx, rows) == {1, 2, 3}
    like = [{"FieldName": "FNote", "Compare": "like", "Value": "%中%"}]
    assert matching(tx, like) == matching(tx, "FNote like '%中%'")
    quoted = [{"FieldName": "FNote", "Compare": "=", "Value": "it's"}]
    assert matching(tx, quoted) == matching(tx, "FNote='it''s'") != set()
    assert matching(tx, []) == matching(tx, "") == {row["fid"] for row in ROWS}


@pytest.mark.parametrize(
    "source",
    [
        "FNote=",
        "FNote='a",
        "(FNote='a'",
        "FNote='a')",
        "FNote 'a'",
        "FNote in ()",
        "FNote=='a'",
        "FNote='a' FBillNo='b'",
        "FNote='a';drop table sal_saleorder",
        "FNote between 'a'",
        "not",
        "(" * 300 + "1=1" + ")" * 300,
        [{"FieldName": "FNote", "Compare": "resembles", "Value": "x"}],
        [{"FieldName": "", "Compare": "=", "Value": "x"}],
        ["FNote='a'"],
        {"FieldName": "FNote"},
        "[{",
    ],
)
def test_unreadable_filters_are_msgcode_4(tx, source):
    with pytest.raises(Refusal) as caught:
        matching(tx, source)
    assert caught.value.code in (4, 9)
    if caught.value.code == 9:
        assert source[0]["FieldName"] == ""


@pytest.mark.parametrize("key", ["FNoSuch", "FCustId.FNoSuch", "FDocumentStatus.FName", "FSeq"])
def test_unknown_keys_are_msgcode_9_and_named(tx, key):
    with pytest.raises(Refusal) as caught:
        matching(tx, f"{key}='x'")
    assert caught.value.code == 9 and key in caught.value.message
