import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...clients import filters

TEXTS = st.text(st.characters(exclude_characters="\x00"))


def read_literal(text: str) -> tuple[str, str]:
    """Read a text as a SQL server does; return its value and what comes after it."""
    assert text[0] == "'"
    value, place = "", 1
    while True:
        end = text.index("'", place)
        value += text[place:end]
        if text[end : end + 2] == "''":
            value, place = value + "'", end + 2
            continue
        return value, text[end + 1 :]


@given(TEXTS)
def test_text_never_breaks_out_of_its_quotes(text):
    assert read_literal(filters.literal(text)) == (text, "")


@given(TEXTS, TEXTS)
def test_conditions_stay_one_when_values_look_like_language(first, second):
    condition = filters.among("FNumber", [first, second])
    value, rest = read_literal(condition.removeprefix("FNumber in ("))
    assert (value, rest[0]) == (first, ",")
    assert read_literal(rest[1:]) == (second, ")")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10))
def test_numbers_are_bare_and_exact(number):
    written = filters.literal(number)
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", written)
    assert Decimal(written) == number


@given(st.text())
def test_key_is_refused_when_it_is_more_than_a_key(text):
    if re.fullmatch(r"[A-Za-z0-9_.]+", text, re.ASCII) and ".." not in f".{text}.":
        assert filters.equal(text, 1) == f"{text}=1"
    else:
        with pytest.raises(ValueError):
            filters.equal(text, 1)


@pytest.mark.parametrize(
    "build",
    [
        lambda key: filters.equal(key, "x"),
        lambda key: filters.after(key, "x"),
        lambda key: filters.among(key, ["x"]),
        lambda key: filters.since(key, "x"),
        lambda key: filters.between(key, "x", "y"),
    ],
)
def test_every_condition_checks_its_key(build):
    with pytest.raises(ValueError, match="not a field key"):
        build("FID>0 or 1=1 --")


@pytest.mark.parametrize("value", [True, None, 1.5, b"x", ["x"]])
def test_value_is_refused_when_its_spelling_would_be_a_guess(value):
    with pytest.raises(TypeError):
        filters.literal(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), "a\x00b"])
def test_value_is_refused_when_a_database_cannot_read_it(value):
    with pytest.raises(ValueError):
        filters.literal(value)


@pytest.mark.parametrize("count", [0, 201])
def test_among_refuses_none_and_more_than_two_hundred(count):
    with pytest.raises(ValueError, match=str(count)):
        filters.among("FNumber", ["x"] * count)


def test_both_keeps_alternatives_apart_and_leaves_out_nothing_asked():
    assert filters.both("", "") == ""
    assert filters.both("a=1", "") == "a=1"
    assert filters.both("a=1 or b=1", "c>2") == "(a=1 or b=1) and (c>2)"
