from odoo.addons.distribution_member.tests.pure.test_safe_files import pdf
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestStatementAnswerPortal(PayoutCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("po_SHOP", "po_SHOP")
        self.opener.cookies["frontend_lang"] = "en_US"
        self.people[self.shop].lang = "en_US"

    def _send(self, statement, act, files=None, **values):
        return self.url_open(
            f"{statement.access_url}/{act}",
            data={"csrf_token": Request.csrf_token(self), **values},
            files=files,
        )

    def test_member_confirms_by_the_button(self):
        page = self.url_open(self.statement.access_url).text
        self.assertIn(f"{self.statement.access_url}/confirm", page)
        page = self._send(self.statement, "confirm").text
        self.assertEqual(self.statement.state, "confirmed")
        self.assertNotIn(f"{self.statement.access_url}/confirm", page)
        self.assertNotIn(f"{self.statement.access_url}/dispute", page)

    def test_member_disputes_a_line_with_a_file_and_reads_the_answer(self):
        entry = self.statement.entry_ids
        page = self._send(
            self.statement,
            "dispute",
            files={"file": ("proof.pdf", pdf(), "application/pdf")},
            entry_id=entry.id,
            code="rate",
            reason="It should be <b>3</b> %",
        ).text
        dispute = self.statement.dispute_ids
        self.assertRecordValues(
            dispute, [{"code": "rate", "opened_by_id": self.people[self.shop].id}]
        )
        self.assertEqual(dispute.entry_ids, entry)
        self.assertEqual(dispute.file_ids.mimetype, "application/pdf")
        self.assertIn("It should be &lt;b&gt;3&lt;/b&gt; %", page)
        self._decide(dispute)
        self.assertIn("We have checked it.", self.url_open(self.statement.access_url).text)

    def test_refusals_are_said_on_the_page(self):
        entry = self.statement.entry_ids
        files = {"file": ("proof.pdf", b"<html>", "application/pdf")}
        page = self._send(self.statement, "dispute", files, entry_id=entry.id, reason="X").text
        self.assertIn("alert-danger", page)
        self.assertFalse(self.statement.dispute_ids)
        self.assertNotIn("alert-danger", self.url_open(self.statement.access_url).text)

    def test_a_statement_whose_time_is_over_says_so_and_what_to_do(self):
        self.company.partner_id.phone = "+86 23 1234 5678"
        page = self.url_open(self.statement.access_url).text
        self.assertNotIn("distribution_statement_over", page)
        self.january.date_published = "2026-02-01"
        page = self.url_open(self.statement.access_url).text
        self.assertIn("distribution_statement_over", page)
        self.assertIn("02/08/2026", page)
        self.assertIn("+86 23 1234 5678", page)
        self.assertNotIn(f"{self.statement.access_url}/confirm", page)

    def test_foreign_statements_are_answered_by_nobody_else(self):
        foreign = self._statement_of(self.agent)
        for act in ("confirm", "dispute"):
            self._send(foreign, act, reason="X")
        self._send(self.statement, "dispute", entry_id=foreign.entry_ids[:1].id, reason="X")
        self.assertEqual(foreign.state, "published")
        self.assertFalse((foreign | self.statement).dispute_ids)

    def test_link_alone_answers_nothing(self):
        url = self.statement.get_portal_url()
        self.logout()
        page = self.url_open(url).text
        self.assertIn(self.statement.number, page)
        self.assertNotIn("/confirm", page)
        self.assertNotIn("/dispute", page)
