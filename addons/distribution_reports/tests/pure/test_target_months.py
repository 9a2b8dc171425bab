import doctest
from decimal import Decimal
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...target_months import split_amount, splitting

AMOUNTS = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)
SHARES = st.lists(
    st.integers(0, 10**6).map(lambda digits: Decimal(digits) / 10_000), min_size=12, max_size=12
).filter(any)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestTargetMonths(TestCase):
    def test_examples_hold(self):
        self.assertEqual(doctest.testmod(splitting).failed, 0)

    @PATIENT
    @given(AMOUNTS, SHARES)
    def test_parts_are_the_whole(self, amount, shares):
        parts = split_amount(amount, shares, 2)
        self.assertEqual(sum(parts), amount)
        self.assertGreaterEqual(min(parts), 0)
        last = max(index for index, share in enumerate(shares) if share)
        for index, (part, share) in enumerate(zip(parts, shares, strict=True)):
            exact = amount * share / sum(shares)
            self.assertLess(
                abs(part - exact), Decimal("0.12") if index == last else Decimal("0.01")
            )
            if not share:
                self.assertEqual(part, 0)
