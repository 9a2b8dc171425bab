import re

from odoo.tests import HttpCase, tagged

from .common import DistributionCommon

PAGES = "/my/distribution"
PRIVACY = f"{PAGES}/privacy"
UPLOAD = ("evil.txt", b"a file where a text belongs", "text/plain")
LONG_NUMBER = "9" * 5000  # more digits than Python reads
NUL = "a\x00b"
INVITATION = {"name": "New", "email": "new@example.com", "role": "viewer"}


@tagged("post_install", "-at_install")
class TestPortalHostileForms(DistributionCommon, HttpCase):
    """What no browser sends by itself is answered like any other nonsense, never by an error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_portal_user("hf_admin", cls.distributor)
        cls._create_portal_user("hf_viewer", cls.distributor)

    def setUp(self):
        super().setUp()
        self.authenticate("hf_admin", "hf_admin")
        page = self.url_open(PRIVACY).text
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)

    def _post(self, url, files=None, **values):
        return self.url_open(
            url, data={"csrf_token": self.token, **values}, files=files, allow_redirects=False
        )

    def test_file_in_place_of_a_text_is_no_error(self):
        colleague = self.distributor.colleague_ids.filtered(lambda row: row.role == "viewer")
        forms = {
            f"{PAGES}/switch": {"member_id": "1"},
            f"{PAGES}/colleagues/invite": INVITATION,
            f"{PAGES}/colleagues/{colleague.id}/role": {"role": "buyer"},
            f"{PRIVACY}/consent": {"code": "share_upline", "text_id": "1", "operation": "give"},
            f"{PRIVACY}/request": {"kind": "correct", "new_value": "x", "description": "x"},
        }
        for url, values in forms.items():
            for name in values:
                texts = {key: value for key, value in values.items() if key != name}
                with self.subTest(url=url, name=name):
                    answer = self._post(url, files={name: UPLOAD}, **texts)
                    self.assertIn(answer.status_code, (200, 303))
                    self.assertFalse("FileStorage" in answer.text)
        self.assertEqual(colleague.role, "viewer")

    def test_number_without_end_is_no_error(self):
        self.assertEqual(self._post(f"{PAGES}/switch", member_id=LONG_NUMBER).status_code, 303)
        page = self.url_open(f"{PAGES}/team", params={"page": LONG_NUMBER})
        self.assertEqual(page.status_code, 200)

    def test_page_that_is_no_number_is_the_first(self):
        for page in ("²", "x", "-1", "9" * 30):
            with self.subTest(page=page):
                answer = self.url_open(f"{PAGES}/notices", params={"page": page})
                self.assertEqual(answer.status_code, 200)

    def test_sign_that_the_database_refuses_is_left_out(self):
        self._post(f"{PRIVACY}/request", kind="delete", description=NUL)
        asked = self.env["distribution.privacy.request"].search(
            [("member_id", "=", self.distributor.id)]
        )
        self.assertEqual(asked.mapped("description"), ["ab"])
        answer = self._post(f"{PAGES}/colleagues/invite", **{**INVITATION, "name": NUL})
        self.assertEqual(answer.status_code, 303)
        self.assertIn("ab", self.distributor.colleague_ids.user_id.mapped("name"))

    def test_address_that_the_database_refuses_is_not_found(self):
        for path in ("/distribution/notice/a%00b", f"{PAGES}/team/a%00b", "/a%00b"):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(path).status_code, 404)
