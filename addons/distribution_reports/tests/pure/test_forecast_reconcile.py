import doctest
import sys
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as some

from ...forecast_engine import Node, reconcile
from ...forecast_engine.reconcile import round_to_sum

VALUES = some.floats(0, 1e7, allow_nan=False)
VARIANCES = some.floats(0, 1e12, allow_nan=False)


@some.composite
def nodes(draw, depth=2, prefix="n"):
    """A list of nodes with nodes below them."""
    found = []
    for number in range(draw(some.integers(1, 4))):
        key = f"{prefix}.{number}"
        parts = draw(nodes(depth - 1, key)) if depth and draw(some.booleans()) else []
        found.append(
            Node(key=key, value=draw(VALUES), variance=draw(VARIANCES), parts=tuple(parts))
        )
    return found


class TestForecastReconcile(TestCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(sys.modules[Node.__module__]).failed, 0)

    @given(VALUES, VARIANCES, nodes(prefix="a"), nodes(prefix="b"), some.integers(0, 3))
    def test_parts_add_up_exactly_and_none_is_negative(self, value, variance, one, two, digits):
        total = Node(key="total", value=value, variance=variance)
        result = reconcile(total, [one, two], digits=digits)
        units = {key: round(found * 10**digits) for key, found in result.items()}

        def check(key, parts):
            if parts:
                self.assertEqual(units[key], sum(units[part.key] for part in parts))
            for part in parts:
                self.assertGreaterEqual(units[part.key], 0)
                check(part.key, part.parts)

        check("total", one)
        check("total", two)

    def test_nothing_changes_when_parts_add_up_already(self):
        parts = [Node(key=key, value=float(key), variance=9.0) for key in ("1", "2", "3")]
        result = reconcile(Node(key="total", value=6.0, variance=4.0), [parts])
        self.assertEqual(result, {"total": 6.0, "1": 1.0, "2": 2.0, "3": 3.0})

    def test_result_is_that_of_weighted_least_squares(self):
        """Minimise Σ (change² / variance) by hand: total = a + b, a = c + d."""
        a = Node(
            key="a",
            value=50.0,
            variance=4.0,
            parts=(
                Node(key="c", value=20.0, variance=1.0),
                Node(key="d", value=36.0, variance=3.0),
            ),
        )
        b = Node(key="b", value=30.0, variance=2.0)
        found = reconcile(Node(key="total", value=90.0, variance=5.0), [[a, b]], digits=6)
        self.assertAlmostEqual(found["total"], found["a"] + found["b"], 5)

        def cost(c, d, e):
            return (
                (c - 20) ** 2
                + (d - 36) ** 2 / 3
                + (c + d - 50) ** 2 / 4
                + (e - 30) ** 2 / 2
                + (c + d + e - 90) ** 2 / 5
            )

        best = cost(found["c"], found["d"], found["b"])
        for shift in (-0.01, 0.01):
            self.assertLess(best, cost(found["c"] + shift, found["d"], found["b"]))
            self.assertLess(best, cost(found["c"], found["d"] + shift, found["b"]))
            self.assertLess(best, cost(found["c"], found["d"], found["b"] + shift))

    def test_what_is_trusted_changes_least(self):
        sure = Node(key="sure", value=50.0, variance=1.0)
        unsure = Node(key="unsure", value=50.0, variance=99.0)
        found = reconcile(Node(key="total", value=200.0, variance=1e-6), [[sure, unsure]])
        self.assertEqual((found["sure"], found["unsure"]), (51.0, 149.0))

    @given(some.lists(some.floats(-1e6, 1e6), min_size=1, max_size=20), some.integers(-9, 9))
    def test_rounding_adds_up_and_stays_near(self, values, more):
        total = round(sum(values)) + more
        found = round_to_sum(values, total)
        self.assertEqual(sum(found), total)
