import io
import subprocess
import unicodedata
from datetime import timedelta
from unittest.mock import patch

import zxingcpp
from odoo import fields, http, modules
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged
from PIL import Image
from pypdf import PdfReader

from .common import DistributionCommon

INVITE = "/my/distribution/invite"


class ReferralCommon(DistributionCommon):
    """Members with links for a product and for the form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.product = cls.env["product.template"].create(
            {"name": "洪岩 Tea <b>", "list_price": 7531.0, "sale_ok": True}
        )
        cls.link = cls.env["distribution.referral.link"]._make_for(cls.distributor)
        cls.product_link = cls.env["distribution.referral.link"]._make_for(
            cls.distributor, cls.product.id, 30
        )


@tagged("post_install", "-at_install")
class TestReferralLink(ReferralCommon):
    def test_link_begins_with_what_the_company_has_set(self):
        self.company.write(
            {
                "distribution_referral_mode": "days",
                "distribution_referral_days": 12,
                "distribution_referral_link_days": 20,
            }
        )
        links = self.env["distribution.referral.link"]
        made = links._make_for(self.distributor) | links.create({"member_id": self.agent.id})
        for link in made:
            self.assertEqual(link.date_end, self.today + timedelta(days=20))
            self.assertEqual((link.mode, link.bind_days), ("days", 12))
            self.assertRegex(link.code, r"^[A-HJKM-NP-Z2-9]{12}$")
            self.assertTrue(link.is_valid)
        self.assertNotEqual(*made.mapped("code"))

    def test_code_leads_to_its_member_until_the_last_day_has_passed(self):
        resolve = self.env["distribution.referral.link"]._resolve
        found = resolve(f" {self.link.code.lower()}", self.company)
        self.assertEqual((found.member_sudo, found.problem), (self.distributor, ""))
        self.link.date_end = self.today
        self.assertFalse(resolve(self.link.code, self.company).problem)
        self.link.date_end = self.today - timedelta(days=1)
        self.assertEqual(resolve(self.link.code, self.company).problem, "expired")
        self.product_link.active = False
        self.assertEqual(resolve(self.product_link.code, self.company).problem, "expired")
        found = resolve(self.distributor.referral_code, self.company)
        self.assertEqual((found.member_sudo, found.link_sudo.ids), (self.distributor, []))
        self.distributor.action_suspend("Audit")
        self.assertEqual(resolve(self.distributor.referral_code, self.company).problem, "inactive")
        for unknown in ("", None, "x" * 5000, "NOSUCHCODE"):
            self.assertEqual(resolve(unknown, self.company).problem, "unknown")
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(resolve(self.link.code, other).problem, "unknown")

    def test_what_a_link_says_stays_and_its_days_are_bounded(self):
        with self.assertRaisesRegex(UserError, "Make another link"):
            self.link.member_id = self.agent
        with self.assertRaisesRegex(ValidationError, "at most 366 days"):
            self.link.date_end = self.today + timedelta(days=400)

    def test_only_products_that_are_sold_are_shared(self):
        links = self.env["distribution.referral.link"]
        self.product.sale_ok = False
        for wrong in (self.product.id, 2**31 - 1):
            with self.assertRaisesRegex(UserError, "cannot be shared"):
                links._make_for(self.distributor, wrong)
        self.assertNotIn(self.product, self.distributor._find_referral_products("Tea"))

    def test_links_of_a_member_are_limited(self):
        with (
            patch(
                "odoo.addons.distribution_member.models.distribution_referral_link.MOST_LINKS", 2
            ),
            self.assertRaisesRegex(UserError, "You have 2 links"),
        ):
            self.env["distribution.referral.link"]._make_for(self.distributor)

    def test_an_address_counts_once_an_hour_and_is_not_kept(self):
        for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
            self.link._count_visit(address)
        self.assertEqual(self.link.visit_count, 2)
        self.assertEqual(self.link.visit_ids.mapped("date"), [self.today])
        attempts = self.env["distribution.attempt"].search([("kind", "=", "visit")])
        self.assertNotIn("192.0.2", "".join(attempts.mapped("address_hash")))

    def test_poster_as_picture_has_a_code_that_opens_the_link(self):
        with patch.object(modules.module, "current_test", None):
            content = self.product_link._render_poster_png()
        picture = Image.open(io.BytesIO(content))
        self.assertEqual(picture.size, (1240, 1754))
        codes = zxingcpp.read_barcodes(picture)
        self.assertEqual([code.text for code in codes], [self.product_link.url])


@tagged("post_install", "-at_install")
class TestReferralPages(HttpCase, ReferralCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_portal_user("t_own", cls.distributor)
        cls.sibling = cls._create_portal_user("t_sibling", cls.other_distributor)

    def _post(self, path, **values):
        values["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, values, allow_redirects=False)

    def test_link_with_a_product_shows_it_without_a_price(self):
        page = self.url_open(f"/distribution/r/{self.product_link.code}").text
        for shown in ("洪岩 Tea &lt;b&gt;", "Firm DIST", f"/join/{self.product_link.code}"):
            self.assertIn(shown, page)
        self.assertNotIn("7,531", page)
        self.assertEqual(self.product_link.visit_count, 1)

    def test_link_without_a_product_opens_the_form(self):
        answer = self.url_open(f"/distribution/r/{self.link.code}", allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith(f"/join/{self.link.code}"))
        page = self.url_open(f"/distribution/join/{self.link.code}").text
        self.assertIn("You are invited by", page)
        self.assertIn(f'name="referral_code" value="{self.link.code}"', page)

    def test_what_leads_nowhere_is_said_kindly(self):
        self.product_link.date_end = self.today - timedelta(days=1)
        self.distributor.flush_recordset()
        for code in (self.product_link.code, "NOSUCHCODE", "%00", "x" * 3000, "' or 1=1--"):
            answer = self.url_open(f"/distribution/r/{code}")
            self.assertEqual(answer.status_code, 200)
            self.assertIn("not valid any more", answer.text)
            self.assertNotIn("洪岩", answer.text)
            self.assertNotIn("Firm DIST", answer.text)
        page = self.url_open(f"/distribution/join/{self.product_link.code}").text
        self.assertIn("apply without one", page)
        self.assertNotIn("Firm DIST", page)

    def test_distributor_makes_finds_and_ends_a_link(self):
        self.authenticate("t_own", "t_own")
        self.assertIn("洪岩 Tea", self.url_open(f"{INVITE}?search=Tea").text)
        self._post(f"{INVITE}/link", product_id=str(self.product.id), days="7")
        link = self.env["distribution.referral.link"].search([], limit=1)
        self.assertRecordValues(
            link,
            [
                {
                    "member_id": self.distributor.id,
                    "product_id": self.product.id,
                    "date_end": self.today + timedelta(days=7),
                }
            ],
        )
        self.assertIn(link.url, self.url_open(INVITE).text)
        self._post(f"{INVITE}/{link.id}/end")
        self.assertFalse(link.active)
        self.assertNotIn(link.code, self.url_open(INVITE).text)
        answer = self._post(f"{INVITE}/link", product_id="2147483647")
        self.assertIn("cannot be shared", answer.text)

    def test_others_get_neither_link_nor_poster(self):
        self.authenticate("t_sibling", "t_sibling")
        self.assertNotIn(self.link.code, self.url_open(INVITE).text)
        for link_id in (self.link.id, 0, 10**9, 2**63):
            for kind in ("pdf", "png"):
                answer = self.url_open(f"{INVITE}/{link_id}/poster/{kind}", allow_redirects=False)
                self.assertEqual(answer.headers["Location"].rpartition("8")[0] or INVITE, INVITE)
        self._post(f"{INVITE}/{self.link.id}/end")
        self.assertTrue(self.link.active)

    def test_poster_as_pdf_is_one_page_with_its_words_and_its_code(self):
        self.distributor.partner_id.name = "重庆商贸"
        link = self.product_link.with_context(force_report_rendering=True)
        content = link._render_poster_pdf()
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 1)
        # the font's glyphs of some signs go by the names of their radicals
        text = unicodedata.normalize("NFKC", pages[0].extract_text())
        for word in ("洪岩", "重庆商贸"):
            self.assertIn(word, text)
        words = ["pdftoppm", "-png", "-r", "90", "-"]
        picture = subprocess.run(words, input=content, capture_output=True, check=True).stdout
        codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        self.assertEqual([code.text for code in codes], [link.url])

    def test_poster_is_downloaded_and_limited(self):
        self.authenticate("t_own", "t_own")
        url = f"{INVITE}/{self.link.id}/poster/pdf"
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        with patch("odoo.addons.distribution_member.controllers.invite.POSTERS_PER_HOUR", 1):
            self.assertIn("very often", self.url_open(url).text)

    def test_viewers_look_and_make_nothing(self):
        self._create_portal_user("t_viewer", self.distributor)
        self.authenticate("t_viewer", "t_viewer")
        self.assertIn(self.link.code, self.url_open(INVITE).text)
        self.assertNotIn("Make link", self.url_open(INVITE).text)
        before = self.env["distribution.referral.link"].search_count([])
        answer = self._post(f"{INVITE}/link", product_id="0")
        self.assertIn("not for your role", answer.text)
        self.assertEqual(self.env["distribution.referral.link"].search_count([]), before)
