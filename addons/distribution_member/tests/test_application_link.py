import io
import re
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from .application_common import ApplicationCommon
from .pure.test_safe_files import picture


@tagged("post_install", "-at_install")
class TestApplicationLink(ApplicationCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.application = self._submit(1)
        self.url = (
            f"/distribution/application/{self.application.id}/{self.application._sign_link()}"
        )

    def _post(self, path, data=None, files=None):
        page = self.url_open(self.url).text
        token = re.search(r'name="csrf_token" value="([^"]*)"', page).group(1)
        return self.opener.post(
            f"{self.base_url()}{self.url}/{path}",
            data={"csrf_token": token, **(data or {})},
            files=files,
            timeout=30,
        )

    def test_page_shows_the_state_and_masks_what_is_personal(self):
        response = self.url_open(self.url)
        self.assertIn(self.application.name, response.text)
        self.assertIn("138****0001", response.text)
        self.assertIn("a***@example.com", response.text)
        for secret in ("13800000001", "applicant1@example.com", self.application.credit_code):
            self.assertNotIn(secret, response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_page_is_not_found_by_a_wrong_old_or_foreign_link(self):
        other = self._submit(2)
        token = self.url.rpartition("/")[2]
        flipped = token[:-1] + ("A" if token[-1] != "A" else "B")
        for path in (
            f"{self.application.id}/{flipped}",
            f"{other.id}/{token}",
            f"999999999/{token}",
            f"{self.application.id}/x",
            f"{self.application.id}/{'A' * 5000}",
        ):
            with self.subTest(path=path[:40]):
                self.assertEqual(
                    self.url_open(f"/distribution/application/{path}").status_code, 404
                )
        self.assertEqual(self.url_open(self.url).status_code, 200)
        self.application.with_user(self.reviewer).action_send_link()
        self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_link_ends_by_itself(self):
        applications = self.env["distribution.application"]
        token = self.application._sign_link()
        self.assertTrue(applications._find_by_link(self.application.id, token))
        with freeze_time(self.application.create_date + timedelta(days=31)):
            self.assertFalse(applications._find_by_link(self.application.id, token))

    def test_applicant_answers_a_question_with_a_file(self):
        self.application.document_ids.with_user(self.reviewer).action_refuse("blurred <b>")
        self.application.with_user(self.reviewer).action_request_info("A better picture, please")
        page = self.url_open(self.url).text
        self.assertIn("A better picture, please", page)
        self.assertIn("blurred &lt;b&gt;", page)
        files = {f"doc_{self.licence.id}": ("new.jpg", io.BytesIO(picture()), "image/jpeg")}
        self._post("answer", {"message": "Here it is", **self._numbers()}, files)
        self.assertEqual(self.application.state, "in_review")
        self.assertEqual(self.application.document_ids.mapped("state"), ["submitted", "refused"])
        newest = self.application.document_ids.sorted("id")[-1]
        self.assertEqual((newest.number, str(newest.date_end)), ("L-2", "2099-12-31"))
        self.assertEqual(self.application.event_ids[-1].text, "Here it is")

    def test_file_is_refused_without_the_number_and_day_that_its_type_asks_for(self):
        self.application.with_user(self.reviewer).action_request_info("A better picture, please")
        for key, value in (("number", ""), ("end", ""), ("end", "soon"), ("end", "2020-01-01")):
            with self.subTest(key=key, value=value):
                name = f"doc_{self.licence.id}_{key}"
                files = {f"doc_{self.licence.id}": ("new.jpg", io.BytesIO(picture()), "image/jpeg")}
                answer = self._post(
                    "answer", {"message": "My words stay", **self._numbers(), name: value}, files
                )
                self.assertEqual(answer.status_code, 200)
                self.assertIn("My words stay", answer.text)
                self.assertRegex(answer.text, f'is-invalid"[^>]*id="{name}"')
        self.assertEqual(self.application.state, "need_info")
        self.assertEqual(len(self.application.document_ids), 1)

    def _numbers(self):
        return {f"doc_{self.licence.id}_number": "L-2", f"doc_{self.licence.id}_end": "2099-12-31"}

    def test_answer_is_refused_when_empty_bad_or_not_asked_for(self):
        self._post("answer", {"message": "unasked"})
        self.assertEqual(self.application.state, "submitted")
        self.application.with_user(self.reviewer).action_request_info("What?")
        self.assertIn("Write an answer", self._post("answer", {"message": " "}).text)
        files = {f"doc_{self.licence.id}": ("new.pdf", io.BytesIO(b"<html>"), "application/pdf")}
        answer = {"message": "My words stay", **self._numbers()}
        page = self._post("answer", answer, files).text
        self.assertIn("My words stay", page)
        self.assertEqual(self.application.state, "need_info")
        self.assertEqual(len(self.application.document_ids), 1)

    def test_applicant_withdraws_and_applies_again(self):
        self._post("withdraw")
        self.assertEqual(self.application.state, "withdrawn")
        page = self.url_open(self.url).text
        link = re.search(r'href="(/distribution/join\?previous=[^"]*)"', page).group(1)
        form = self.url_open(link.replace("&amp;", "&")).text
        self.assertIn(self.application.applicant_name, form)
        self.assertIn(self.application.name, form)

    def test_applicant_opens_own_files_only_and_it_is_recorded(self):
        document = self.application.document_ids
        response = self.url_open(f"{self.url}/document/{document.id}")
        self.assertEqual(response.content, document._read_file())
        self.assertIn("sandbox", response.headers["Content-Security-Policy"])
        foreign = self._submit(2).document_ids
        self.assertEqual(self.url_open(f"{self.url}/document/{foreign.id}").status_code, 404)
        rows = self.env["distribution.audit"].search([("action", "=", "reveal_document")])
        self.assertIn(document.id, rows.mapped("res_id"))

    def test_methods_of_the_form_are_not_for_users(self):
        with self.assertRaises(AccessError):
            self.env["distribution.application"].with_user(self.reviewer)._apply_by_form({}, [], [])

    def test_wish_for_the_link_costs_the_same_whether_somebody_is_known_or_not(self):
        counts = []
        for email in ("warm.up@example.com", self.application.email, "stranger@example.com"):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["distribution.link.request"]._ask(email)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(counts[1], 0)
        self.assertEqual(counts[1], counts[2])

    def test_link_is_sent_by_the_job_to_those_who_applied(self):
        for email in (self.application.email.upper(), "stranger@example.com"):
            self.env["distribution.link.request"]._ask(email)
        mails = self.env["mail.mail"].search_count([])
        self.env.ref("distribution_member.ir_cron_send_links").method_direct_trigger()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)
        self.assertFalse(self.env["distribution.link.request"].search([]))
