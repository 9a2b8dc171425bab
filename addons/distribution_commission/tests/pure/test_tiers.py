import doctest
import xml.etree.ElementTree as ET
from decimal import Decimal
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...commission_terms import draw, pay, read_tiers, split, tier_graph, tiers

TABLE = read_tiers([(0, 2), (100_000, 3), (150_000, 4)])
NAMES = {"marginal": "分段累进", "cliff": "全额", "volume": "<V>", "payout": "P", "title": "T&T"}
VOLUMES = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
RATES = st.integers(0, 10**6).map(lambda digits: Decimal(digits) / 10_000)
TABLES = st.dictionaries(VOLUMES, RATES, min_size=1, max_size=6).map(dict.items)

# How fast a machine is busy with other things is not what is tested.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestTiers(TestCase):
    def test_examples_in_the_code_hold(self):
        for module in (tiers, tier_graph):
            self.assertEqual(doctest.testmod(module).failed, 0)
        self.assertGreater(doctest.testmod(tiers).attempted, 5)

    def test_figures_of_the_specification(self):
        for volume, mode, amount in (
            ("180000", "marginal", "4700"),
            ("180000", "cliff", "7200"),
            ("150000", "cliff", "6000"),
            ("149999.99", "cliff", "4500.00"),
            ("0", "cliff", "0"),
            ("-100", "marginal", "0"),
        ):
            with self.subTest(volume=volume, mode=mode):
                self.assertEqual(pay(TABLE, Decimal(volume), mode), Decimal(amount))

    @PATIENT
    @given(TABLES, VOLUMES)
    def test_parts_are_the_volume_from_the_first_bound_on(self, rows, volume):
        table = read_tiers(rows)
        parts = sum(part.volume for part in split(table, volume, "marginal"))
        self.assertEqual(parts, max(Decimal(0), volume - table[0][0]))
        whole = sum(part.volume for part in split(table, volume, "cliff"))
        self.assertEqual(whole, volume if volume > 0 and volume >= table[0][0] else 0)

    @PATIENT
    @given(TABLES)
    def test_every_table_is_drawn_as_xml_within_its_frame(self, rows):
        table = read_tiers(rows)
        for mode in ("marginal", "cliff"):
            picture = ET.fromstring(draw(table, mode, names=NAMES, write=str))
            lines = picture.findall("{*}polyline")
            self.assertEqual({line.get("class") for line in lines}, {"o_marginal", "o_cliff"})
            for line in lines:
                for point in line.get("points").split():
                    x, y = map(float, point.split(","))
                    self.assertTrue(0 <= x <= tier_graph.WIDTH and 0 <= y <= tier_graph.HEIGHT)

    def test_both_modes_are_named_and_the_rules_own_is_bold(self):
        picture = ET.fromstring(draw(TABLE, "cliff", names=NAMES, write=str))
        texts = {text.text: text.get("font-weight") for text in picture.findall("{*}text")}
        self.assertEqual((texts["全额"], texts["分段累进"]), ("bold", "normal"))
        self.assertIn("<V>", texts)

    def test_jump_of_the_cliff_is_drawn_straight_up(self):
        picture = ET.fromstring(draw(TABLE, "cliff", names=NAMES, write=str))
        [cliff] = [
            line for line in picture.findall("{*}polyline") if line.get("class") == "o_cliff"
        ]
        xs = [point.split(",")[0] for point in cliff.get("points").split()]
        self.assertEqual(len(xs), 6)
        self.assertEqual((xs[1], xs[3]), (xs[2], xs[4]))
