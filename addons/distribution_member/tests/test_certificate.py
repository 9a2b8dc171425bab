import io
import unicodedata

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from pypdf import PdfReader

from .common import DistributionCommon

PAGE = "/distribution/certificate/"
MINE = "/my/distribution/certificates"


@tagged("post_install", "-at_install")
class TestCertificate(HttpCase, DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.distributor.partner_id.name = "重庆洪岩里<b>商贸</b>有限公司"
        cls.certificate = cls.env["distribution.authorisation"].create(
            {"member_id": cls.distributor.id, "region_id": cls.north.id, "date_to": "2099-12-31"}
        )
        cls.certificate.action_issue()
        cls.own_user = cls._create_portal_user("t_own", cls.distributor)
        cls.stranger = cls._create_portal_user("t_sibling", cls.other_distributor)

    def test_valid_certificate_shows_four_things_only(self):
        answer = self.url_open(PAGE + self.certificate.token)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("This certificate is valid", answer.text)
        for shown in ("重庆洪岩里&lt;b&gt;商贸", "City / North", "All products", "2099"):
            self.assertIn(shown, answer.text)
        for hidden in (self.certificate.number, self.distributor.code, "2020"):
            self.assertNotIn(hidden, answer.text)
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])

    def test_wrong_revoked_and_suspended_look_the_same(self):
        answers = [self.url_open(PAGE + token) for token in ("x", "x" * 5000, "%00", "' or 1=1--")]
        self.distributor.action_suspend("Audit")
        answers.append(self.url_open(PAGE + self.certificate.token))
        self.distributor.action_activate()
        self.certificate.action_revoke("Test")
        answers.append(self.url_open(PAGE + self.certificate.token))
        for answer in answers:
            self.assertEqual(answer.status_code, 404)
            self.assertIn("This certificate is not valid", answer.text)
            self.assertNotIn("洪岩里", answer.text)

    def test_distributor_lists_and_downloads_its_own(self):
        self.authenticate("t_own", "t_own")
        self.assertIn(self.certificate.number, self.url_open(MINE).text)
        answer = self.url_open(f"{MINE}/{self.certificate.id}")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("SQ-", answer.headers["Content-Disposition"])

    def test_distributor_reads_the_name_of_its_own(self):
        own = self.certificate.with_user(self.own_user)
        self.assertEqual(own.display_name, f"{self.certificate.number} City / North")

    def test_check_page_is_refused_to_those_who_may_not_read_the_certificate(self):
        with self.assertRaises(AccessError):
            self.certificate.with_user(self.stranger).action_open_check_page()
        self.assertIn(
            self.certificate.token,
            self.certificate.with_user(self.own_user).action_open_check_page()["url"],
        )

    def test_certificate_prints_on_one_page_with_its_chinese(self):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(
            "distribution_member.action_report_authorisation", self.certificate.ids
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 1)
        # the font's glyphs of some signs go by the names of their radicals
        text = unicodedata.normalize("NFKC", pages[0].extract_text())
        self.assertIn("洪岩里", text)

    def test_others_get_neither_list_nor_file(self):
        self.authenticate("t_sibling", "t_sibling")
        self.assertNotIn(self.certificate.number, self.url_open(MINE).text)
        for wrong in (self.certificate.id, 0, 2**63, 10**9):
            answer = self.url_open(f"{MINE}/{wrong}", allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
        self.authenticate(None, None)
        answer = self.url_open(f"{MINE}/{self.certificate.id}", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
