import doctest
from datetime import UTC, datetime
from decimal import Decimal
from unittest import TestCase

from ...tabular_files import cells


def naive(*parts):
    """Return a moment as Odoo keeps it: in UTC, without saying so."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


class TestTabularCells(TestCase):
    def test_examples_in_the_code_hold(self):
        self.assertEqual(doctest.testmod(cells).failed, 0)

    def test_number_is_read_as_platforms_write_it(self):
        for text, expected in (
            ("12", "12"),
            (" 1,234.50 ", "1234.50"),
            ("¥3.39", "3.39"),
            ("１２．５", "12.5"),
            ("−6", "-6"),
            ("\t7", "7"),
            ('="8"', "8"),
            ("1e2", "1E+2"),
        ):
            with self.subTest(text=text):
                self.assertEqual(cells.parse_number(text), Decimal(expected))

    def test_number_is_refused_when_it_is_none(self):
        for text in ("", "x", "1.2.3", "NaN", "Infinity", "1e999", "1e12"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                cells.parse_number(text)

    def test_moment_is_turned_into_utc(self):
        for text, zone, expected in (
            ("2011-01-01 08:00:00", "Asia/Shanghai", naive(2011, 1, 1)),
            ("2011-01-01", "Asia/Shanghai", naive(2010, 12, 31, 16)),
            ("2011/7/1 12:00", "Europe/London", naive(2011, 7, 1, 11)),
            ("2011年01月01日", "UTC", naive(2011, 1, 1)),
        ):
            with self.subTest(text=text, zone=zone):
                self.assertEqual(cells.parse_moment(text, zone), expected)

    def test_moment_is_refused_when_it_is_none(self):
        for text in ("", "yesterday", "2011-13-01", "31/12/2011", "0000-00-00"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                cells.parse_moment(text, "UTC")

    def test_moment_follows_a_given_format_alone(self):
        self.assertEqual(
            cells.parse_moment("31/12/2011 08:26", "UTC", "%d/%m/%Y %H:%M"),
            naive(2011, 12, 31, 8, 26),
        )
        with self.assertRaises(ValueError):
            cells.parse_moment("2011-12-31", "UTC", "%d/%m/%Y")
