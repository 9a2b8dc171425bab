import io
import json
import re
import zipfile

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DistributionCommon

URL = "/my/distribution/privacy"


@tagged("post_install", "-at_install")
class TestPrivacyPortal(DistributionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_consent(cls.shop)
        cls.shop.write({"subject_type": "person", "bank_account": "6222021234567890"})
        cls.portal = cls._create_portal_user("pp_shop", cls.shop)
        cls.stranger = cls._create_portal_user("pp_other", cls.other_distributor)

    def setUp(self):
        super().setUp()
        self.authenticate("pp_shop", "pp_shop")

    def _post(self, path, **values):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(URL).text).group(1)
        return self.url_open(f"{URL}/{path}", data={"csrf_token": token, **values})

    def test_page_shows_own_data_masked(self):
        page = self.url_open(URL).text
        self.assertIn("****7890", page)
        self.assertNotIn("62220212", page)
        self.assertNotIn("Firm DIST2", page)

    def test_no_box_is_ticked_beforehand(self):
        self.assertNotIn("checked", self.url_open(URL).text)

    def test_consent_is_given_and_withdrawn_by_one_click_each(self):
        box = self.url_open(URL).text.split('id="consent_share_upline"')[1]
        text_id = re.search(r'name="text_id" value="(\d+)"', box).group(1)
        self._post("consent", code="share_upline", text_id=text_id, operation="give")
        consent = self.shop.consent_ids.filtered(lambda one: one.purpose_id.code == "share_upline")
        self.assertEqual((consent.channel, consent.user_id), ("portal", self.portal))
        self.assertTrue(consent.address and consent.user_agent)
        self._post("consent", code="share_upline", operation="withdraw")
        self.assertEqual((consent.end_kind, consent.end_user_id), ("withdrawn", self.portal))

    def test_withdrawing_the_sensitive_consent_deletes_the_numbers(self):
        self._post("consent", code="sensitive", operation="withdraw")
        self.assertFalse(self.shop.bank_account)

    def test_text_that_is_not_in_force_cannot_be_agreed_to(self):
        other = self.env.ref("distribution_member.distribution_consent_text_marketing_en_us")
        page = self._post("consent", code="share_upline", text_id=other.id, operation="give")
        self.assertIn("message=changed", page.url)
        self.assertEqual(len(self.shop.consent_ids), 1)

    def test_post_without_token_is_refused(self):
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"{URL}/consent", data={"code": "sensitive", "operation": "withdraw"}
            )
        self.assertEqual(answer.status_code, 400)
        self.assertTrue(self.shop.bank_account)

    def test_request_is_taken_and_extra_values_are_not(self):
        self._post(
            "request",
            kind="correct",
            field_name="bank_account",
            new_value="1111 2222 3333 4444",
            state="done",
            member_id=self.other_distributor.id,
            outcome="x",
        )
        asked = self.env["distribution.privacy.request"].search([], limit=1)
        self.assertRecordValues(
            asked,
            [
                {
                    "kind": "correct",
                    "member_id": self.shop.id,
                    "state": "new",
                    "new_number": "****4444",
                    "channel": "portal",
                    "outcome": False,
                }
            ],
        )
        page = self.url_open(URL).text
        self.assertIn(asked.name, page)
        self.assertNotIn("1111222233334444", page)

    def test_bad_requests_make_nothing(self):
        for values in (
            {"kind": "access"},
            {"kind": "correct", "field_name": "state", "new_value": "x"},
            {"kind": "correct", "field_name": "phone", "new_value": " "},
            {"kind": "correct", "field_name": "bank_account", "new_value": "'; DROP TABLE"},
        ):
            with self.subTest(values=values):
                self.assertEqual(self._post("request", **values).status_code, 200)
        self.assertFalse(self.env["distribution.privacy.request"].search([]))

    def test_export_is_complete_own_and_masked(self):
        self.shop.partner_id.write({"phone": "13800138000", "street": "=HYPERLINK(1)"})
        answer = self.url_open(f"{URL}/export")
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        data = json.loads(archive.read("data.json"))
        self.assertEqual(data["member"][0]["bank_account"], "****7890")
        self.assertEqual(data["contacts"][0]["phone"], "13800138000")
        self.assertEqual(data["contacts"][0]["street"], "=HYPERLINK(1)")
        self.assertEqual(
            [row["sha256"] for row in data["consents"]], self.shop.consent_ids.mapped("sha256")
        )
        self.assertTrue(data["upline_history"] and data["status_history"])
        self.assertIn("contacts.csv", archive.namelist())
        self.assertIn("'=HYPERLINK(1)", archive.read("contacts.csv").decode())
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
        self.assertNotIn("Firm DIST2", everything)
        self.assertNotIn("62220212", everything)
        row = self.env["distribution.audit"].search([("action", "=", "export_personal")], limit=1)
        self.assertEqual((row.user_id, row.member_id), (self.portal, self.shop.id))

    def test_sightings_name_roles_and_not_people(self):
        finance = self._create_user("pp_finance", "finance")
        self.shop.with_user(finance).reveal("bank_account", "Payout by hand")
        page = self.url_open(URL).text
        self.assertIn("Payout by hand", page)
        self.assertNotIn(finance.name, page)

    def test_visitor_without_a_member_is_sent_away(self):
        self._create_user("pp_nobody", "user")
        self.authenticate("pp_nobody", "pp_nobody")
        self.assertTrue(self.url_open(URL, allow_redirects=False).status_code in (302, 303))
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(URL).url)

    def test_notice_is_public_and_unknown_ones_are_not_found(self):
        self.authenticate(None, None)
        self.assertIn("SHA-256", self.url_open("/distribution/notice/service").text)
        self.assertEqual(self.url_open("/distribution/notice/nothing").status_code, 404)

    def test_frozen_portal_leaves_the_rights_open(self):
        self.patch(
            type(self.env["distribution.member"]), "_portal_freeze_reason", lambda member: "Debts"
        )
        self.assertIn(URL, self.url_open("/my/distribution").text)
        page = self.url_open(URL).text
        self.assertIn("****7890", page)
        self.assertNotIn("o_distribution_navigation", page)

    def test_colleague_who_is_no_administrator_does_not_speak_for_the_member(self):
        self._create_portal_user("pp_viewer", self.shop)
        self.authenticate("pp_viewer", "pp_viewer")
        answer = self.url_open(URL, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
