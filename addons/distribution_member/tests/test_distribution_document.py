import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .application_common import ApplicationCommon
from .pure.test_safe_files import add_action, pdf, picture


@tagged("post_install", "-at_install")
class TestDistributionDocument(ApplicationCommon):
    def test_file_is_refused_with_a_sentence_that_says_what_to_do(self):
        application = self._create_application(1)
        cases = {
            "these kinds": (b"<html>", "a.pdf"),
            "does not fit": (picture(), "a.pdf"),
            "script": (pdf(add_action(S="JavaScript")), "a.pdf"),
            "password": (pdf(password="x"), "a.pdf"),
            "damaged": (picture()[:99], "a.jpg"),
            "larger than 1 MB": (b"%PDF-" + b"0" * 1_100_000, "a.pdf"),
        }
        for message, (content, name) in cases.items():
            with self.subTest(message=message), self.assertRaisesRegex(UserError, message):
                self._add_document(application, self.licence, content, file_name=name)

    def test_scanner_of_the_house_may_refuse_a_file(self):
        def refuse(document, content):
            raise UserError(document.env._("virus"))

        self.patch(type(self.env["distribution.document"]), "_scan_file", refuse)
        with self.assertRaisesRegex(UserError, "virus"):
            self._create_application(1)

    def test_name_of_a_file_is_made_harmless(self):
        application = self._create_application(1)
        document = self._add_document(
            application, self.photo, picture(), file_name="../..\\etc/\u202epasswd\r\n.JPG"
        )
        self.assertEqual(document.file_name, "passwd.JPG")
        self.assertEqual(document._clean_name("a\x00b\r\nSet-Cookie: x.pdf"), "abSet-Cookie: x.pdf")
        self.assertRegex(document._get_download_name(), r"^[\w-]+\.jpg$")

    def test_bytes_are_read_by_nobody_through_the_orm(self):
        document = self._submit(1).document_ids
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("res_field", "=", "file"),
            ]
        )
        self.assertFalse(attachment.public)
        system = self._create_user("app_system", "admin")
        system.group_ids += self.env.ref("base.group_system")
        for user in (self.reviewer, self.admin, system, self._create_user("app_other")):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    document.with_user(user).read(["file"])
                with self.assertRaises(AccessError):
                    attachment.with_user(user).read(["datas"])
        self.assertFalse(document.with_user(self.reviewer).upload)

    def test_opening_is_recorded_and_refused_to_those_without_the_right(self):
        document = self._submit(1).document_ids
        self.assertTrue(document.with_user(self.reviewer)._read_file().startswith(b"%PDF"))
        row = self.env["distribution.audit"].search([("action", "=", "reveal_document")], limit=1)
        self.assertEqual((row.user_id, row.res_id), (self.reviewer, document.id))
        for role in ("user", "manager", "finance"):
            user = self._create_user(f"app_other_{role}", role)
            self.north.staff_ids = self.north.manager_ids = user
            with (
                self.subTest(role=role),
                self.enter_registry_test_mode(),
                self._attempt("may not open", AccessError),
            ):
                document.with_user(user).action_open()

    def test_judged_document_is_not_changed_any_more(self):
        document = self._submit(1).document_ids
        self._accept_documents(document.application_id)
        for values in ({"number": "2"}, {"upload": base64.b64encode(pdf()), "file_name": "b.pdf"}):
            with self.subTest(values=list(values)), self.assertRaisesRegex(UserError, "judged"):
                document.with_user(self.reviewer).write(values)

    def test_verdict_is_recorded_and_needs_a_reason_when_bad(self):
        document = self._submit(1).document_ids.with_user(self.reviewer)
        with self.assertRaises(UserError):
            document.action_refuse(" ")
        document.action_refuse("blurred")
        self.assertRecordValues(
            document,
            [{"state": "refused", "refusal_reason": "blurred", "reviewer_id": self.reviewer.id}],
        )
        row = self.env["distribution.audit"].search([("action", "=", "document_verdict")], limit=1)
        self.assertEqual((row.reason, row.new_value), ("blurred", "refused"))
        with self.assertRaises(AccessError):
            document.with_user(self.manager).action_accept()

    def test_document_expires_after_its_last_day(self):
        application = self._submit(1)
        application.document_ids.date_end = "2020-01-01"
        self._accept_documents(application)
        with self.enter_registry_test_mode():
            self.env.ref("distribution_member.ir_cron_expire_documents").method_direct_trigger()
        self.assertEqual(application.document_ids.state, "expired")


@tagged("post_install", "-at_install")
class TestDocumentDownload(ApplicationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._submit(1).document_ids
        cls.url = f"/distribution/document/{cls.document.id}"

    def test_file_is_served_as_a_download_that_runs_nothing(self):
        self.authenticate("app_reviewer", "app_reviewer")
        response = self.url_open(self.url)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", response.headers["Content-Security-Policy"])
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_file_is_not_found_when_the_user_has_no_right(self):
        self._create_portal_user("app_portal", self.distributor)
        self._create_user("app_outsider")
        for login in ("app_portal", "app_outsider"):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self.url_open(self.url).status_code, 404)
        self.assertEqual(self.url_open("/distribution/document/999999999").status_code, 404)

    def test_file_is_not_reached_by_the_ways_of_attachments(self):
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "distribution.document"), ("res_field", "=", "file")], limit=1
        )
        for login in ("app_reviewer", "app_admin"):
            self.authenticate(login, login)
            for url in (
                f"/web/content/{attachment.id}",
                f"/web/content/distribution.document/{self.document.id}/file",
                f"/web/content/distribution.document/{self.document.id}/upload",
                f"/web/image/{attachment.id}",
            ):
                with self.subTest(login=login, url=url):
                    response = self.url_open(url)
                    self.assertNotIn(b"%PDF", response.content)
