"""Small draws that all strategies share; everything lies between two days."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from hypothesis import strategies as st

BEGINNING = date(2024, 1, 1)  # before everything that happens
FIRST_DAY = date(2025, 11, 3)
LAST_DAY = date(2026, 4, 30)
CURRENCIES = ("CNY", "USD", "JPY")


@lru_cache(maxsize=None, typed=True)
def pick(*values) -> st.SearchStrategy:
    """One of a few values; the first is the simplest. (Cached: building strategies is slow.)"""
    return st.sampled_from(values)


@cache
def numbers(low: int, high: int, decimals: int = 0) -> st.SearchStrategy[Decimal]:
    """A decimal number between two whole numbers of its last decimal."""
    return st.integers(low, high).map(lambda number: Decimal(number).scaleb(-decimals))


def cents(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """An amount with two decimals, between two whole numbers of cents."""
    return numbers(low, high, 2)


@cache
def days() -> st.SearchStrategy[date]:
    """A day within the time in which things happen."""
    length = (LAST_DAY - FIRST_DAY).days
    return st.integers(0, length).map(lambda number: FIRST_DAY + timedelta(days=number))


@cache
def rarely(strategy: st.SearchStrategy, nothing=None) -> st.SearchStrategy:
    """Mostly nothing, one time in four a value."""
    return st.one_of(*[st.just(nothing)] * 3, strategy)
