from unittest import TestCase

from ...forecast_engine import TOTAL, Frequency, Outcome, Reason, Step, Subject, forecast_channel
from ...forecast_engine.checks import find_reason
from .forecast_world import make_series, make_values


def fake(series):
    """Forecast the last value, as the engine would answer."""
    for one in series:
        reason = None if one.is_rest else find_reason(one)
        last = one.values[-1] if one.values else 0.0
        steps = tuple(
            Step(
                horizon=number,
                value=last * 1.01,
                low=last * 0.9,
                high=last * 1.1,
                accuracy=90.0,
                naive_accuracy=80.0,
                variance=last**2 / 100,
            )
            for number in (1, 2)
        )
        yield Outcome(key=one.key, method="x", steps=() if reason else steps, reason=reason)


def make_subjects(tree):
    """Return subjects of {key: (parent, values)}; parents get the sums of their parts.

    Series of different lengths end in the same month, as all of a run do.
    """
    count = 30
    sums = {}
    for key in tree:
        sums[key] = [0.0] * count
    for key, (_parent, values) in tree.items():
        padded = [0.0] * (count - len(values)) + list(values)
        while key:
            sums[key] = [one + two for one, two in zip(sums[key], padded, strict=True)]
            key = tree[key][0]
    subjects = []
    for key, (parent, _values) in tree.items():
        series = make_series(sums[key], key=key)
        sold = dict(zip(series.starts(), series.values, strict=True))
        trimmed = series.from_periods(key, Frequency.MONTH, sold, until=series.until)
        subjects.append(Subject(key=key, series=trimmed, parent=parent, tree="m" if parent else ""))
    return subjects


class TestForecastChannel(TestCase):
    def setUp(self):
        super().setUp()
        self.tree = {
            TOTAL: (None, []),
            "region:1": (TOTAL, []),
            "region:2": (TOTAL, []),
            "region:3": ("region:1", []),
            "member:1": ("region:1", make_values(30, level=500)),
            "member:2": ("region:3", make_values(30, level=300, seed=5)),
            "member:3": ("region:3", [10.0, 20.0]),
            "member:4": ("region:3", [7.0, 0, 0] * 8),
            "member:5": ("region:2", [90.0, 95.0, 85.0]),
        }

    def _forecast(self):
        return forecast_channel(make_subjects(self.tree), fake, digits=2)

    def _cents(self, outcomes, *keys):
        return [
            sum(round(outcomes[key].steps[step].value * 100) for key in keys) for step in (0, 1)
        ]

    def test_subjects_without_a_number_are_pooled_into_a_rest(self):
        found = self._forecast()
        self.assertEqual(found["member:3"].reason, Reason.SHORT)
        self.assertEqual(found["member:4"].reason, Reason.INTERMITTENT)
        self.assertIn("rest:region:3", found)
        self.assertEqual(found["region:2"].reason, Reason.SHORT)
        self.assertIn("rest:m", found)

    def test_parts_add_up_with_the_rest(self):
        found = self._forecast()
        for whole, parts in (
            (TOTAL, ("region:1", "rest:m")),
            ("region:1", ("region:3", "member:1")),
            ("region:3", ("member:2", "rest:region:3")),
        ):
            with self.subTest(whole):
                self.assertEqual(self._cents(found, whole), self._cents(found, *parts))

    def test_order_of_arrival_changes_nothing(self):
        subjects = make_subjects(self.tree)
        late = forecast_channel(subjects, lambda series: reversed(list(fake(series))), digits=2)
        self.assertEqual(list(late.items()), list(self._forecast().items()))

    def test_interval_holds_the_value(self):
        for outcome in self._forecast().values():
            for step in outcome.steps:
                self.assertLessEqual(step.low, step.value)
                self.assertLessEqual(step.value, step.high)

    def test_a_part_has_no_number_when_the_whole_has_none(self):
        tree = {key: (parent, values[:3]) for key, (parent, values) in self.tree.items()}
        found = forecast_channel(make_subjects(tree), fake, digits=2)
        self.assertTrue(all(outcome.reason for outcome in found.values()))
