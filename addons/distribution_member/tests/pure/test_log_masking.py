import doctest
import io
import logging
from unittest import TestCase

from ... import log_masking
from ...log_masking import masks

ACCOUNT, PHONE = "6222021234567890123", "13912345678"
USUAL = (
    "120 members in 0.25 s, order 20261130001, SO-2026-000123",
    "POST /json/2/distribution.member/read HTTP/1.1 200 - 7 0.006 0.018",
    "87 modules loaded in 1.52s, 0 queries (+0 extra)",
    "Key (code)=(***) already exists.",
    "token of the form has ended",
)


class TestLogMasking(TestCase):
    def setUp(self):
        super().setUp()
        self.written = io.StringIO()
        self.logger = logging.Logger("odoo.sql_db")
        self.handler = logging.StreamHandler(self.written)
        self.logger.addHandler(self.handler)
        log_masking.install(self.logger)

    def test_examples_hold(self):
        self.assertEqual(doctest.testmod(masks).failed, 0)

    def test_filter_is_installed_once(self):
        log_masking.install(self.logger)
        self.assertEqual(len(self.handler.filters), 1)

    def test_values_of_a_refused_statement_are_hidden(self):
        query = f"INSERT INTO t (name, phone) VALUES ('O''Neil', '{PHONE}')".encode()
        row = f"Failing row contains (1, {PHONE}, x)."
        self.logger.error("bad query: %s\nERROR: %s", query, row)
        self.assertEqual(
            self.written.getvalue(),
            "bad query: INSERT INTO t (name, phone) VALUES ('***', '***')\n"
            "ERROR: Failing row contains (***)\n",
        )

    def test_values_in_a_traceback_are_hidden(self):
        try:
            raise ValueError(f"cannot read {ACCOUNT}")
        except ValueError:
            self.logger.exception("job failed")
        self.assertIn("ValueError: cannot read ****0123", self.written.getvalue())
        self.assertNotIn(ACCOUNT, self.written.getvalue())

    def test_what_finds_a_fault_stays(self):
        for text in USUAL:
            with self.subTest(text=text):
                self.assertEqual(masks.mask(text), text)
