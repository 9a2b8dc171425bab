"""Which quantities may be ordered: figures a person can check by hand."""

import doctest
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...goods_quantities import QuantityRule, rule

FIGURES = st.integers(0, 60).map(Decimal)


def test_examples_in_the_text_hold():
    assert doctest.testmod(rule).failed == 0


@pytest.mark.parametrize(
    ("quantity", "fault", "nearest"),
    [
        ("0", "not_positive", ["20"]),
        ("-3", "not_positive", ["20"]),
        ("10", "minimum", ["20"]),
        ("20", None, ["20"]),
        ("25", "multiple", ["20", "30"]),
        ("95", "multiple", ["90"]),
        ("101", "maximum", ["90"]),
    ],
)
def test_minimum_15_steps_of_10_maximum_100_but_95(quantity, fault, nearest):
    limits = QuantityRule.from_floats(15.0, 10.0, 95.0 if quantity == "95" else 99.0)
    asked = Decimal(quantity)
    assert (limits.find_fault(asked) or None) == fault
    assert [str(number.normalize() + 0) for number in limits.find_nearest(asked)] == [
        str(Decimal(number).normalize() + 0) for number in nearest
    ]


def test_steps_of_a_tenth_are_not_upset_by_binary_figures():
    limits = QuantityRule.from_floats(0.0, 0.1, 0.0)
    assert limits.find_fault(rule.to_decimal(0.1 + 0.2)) is None
    assert limits.find_fault(Decimal("0.35")) == "multiple"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(FIGURES, FIGURES, FIGURES, FIGURES)
def test_what_is_suggested_can_be_ordered(minimum, multiple, maximum, quantity):
    limits = QuantityRule(minimum=minimum, multiple=multiple, maximum=maximum)
    if limits.is_possible and limits.find_fault(quantity):
        for number in limits.find_nearest(quantity):
            assert not number or limits.find_fault(number) is None


@given(FIGURES, FIGURES, FIGURES)
def test_impossible_means_that_no_quantity_keeps_the_rule(minimum, multiple, maximum):
    limits = QuantityRule(minimum=minimum, multiple=multiple, maximum=maximum)
    # halves below 1 show a maximum between two whole numbers
    tried = [Decimal(number) / 2 for number in range(1, 260)]
    assert limits.is_possible == any(limits.find_fault(number) is None for number in tried)
