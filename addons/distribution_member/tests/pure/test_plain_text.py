import doctest
from unittest import TestCase

from ...tabular_files import mark_text, plain_text, unmark_text

HOSTILE = (
    *("=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1", "\r=1", "\n=1"),
    *("＝1+1", "＋1+A1", "－1+A1", "＠SUM(1)", " =1+1", "\u3000=1", "\x00=1", "'=1", "''=1"),
    *('=HYPERLINK("http://evil.example","x")', "=cmd|'/C calc'!A0", "{=SUM(A1)}"[1:]),
)
HARMLESS = (
    *("", "Ada", "-12.50", "+86 138 0000 0000", "+8613800000000", "(023) 6310-0001", "1+1", "a=b"),
    *("'quoted'", "O'Hara", "北方公司", "2026-11-30", "x\n=1"),
)


class TestPlainText(TestCase):
    def test_examples_in_the_code_hold(self):
        self.assertEqual(doctest.testmod(plain_text).failed, 0)

    def test_what_a_spreadsheet_would_calculate_gets_a_mark(self):
        for text in HOSTILE:
            with self.subTest(text=text):
                self.assertEqual(mark_text(text), f"'{text}")

    def test_names_figures_and_phone_numbers_stay_as_they_are(self):
        for text in HARMLESS:
            with self.subTest(text=text):
                self.assertEqual(mark_text(text), text)

    def test_every_text_is_read_back_as_it_was(self):
        for text in (*HOSTILE, *HARMLESS):
            with self.subTest(text=text):
                self.assertEqual(unmark_text(mark_text(text)), text)
