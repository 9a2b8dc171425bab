import re
from unittest.mock import patch

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers import feedback as pages
from .common import OrderCommon

HOME = "/my/distribution"
FEEDBACK = f"{HOME}/feedback"


@tagged("post_install", "-at_install")
class TestFeedbackPortal(OrderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls._create_portal_user("fp_admin", cls.distributor)
        cls.viewer = cls._create_portal_user("fp_viewer", cls.distributor)
        users |= cls.viewer
        users |= cls._create_portal_user("fp_other", cls.other_distributor)
        users.lang = "en_US"
        cls.rows = cls.env["distribution.feedback"]
        cls.topic = cls.env.ref("distribution_order.feedback_topic_delivery")

    def _login(self, name):
        self.authenticate(name, name)
        page = self.url_open(f"{FEEDBACK}/new?page=/my/distribution/orders").text
        self.token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        return page

    def _send(self, files=None, **values):
        values = {"csrf_token": self.token, "kind": "wish", "text": "A darker night", **values}
        return self.url_open(f"{FEEDBACK}/send", data=values, files=files, allow_redirects=False)

    def _find(self):
        return self.rows.search([("member_id", "=", self.distributor.id)])

    def test_each_page_leads_to_the_form_and_names_itself(self):
        self.authenticate("fp_viewer", "fp_viewer")
        for path in (HOME, f"{HOME}/orders", f"{HOME}/me"):
            with self.subTest(path=path):
                self.assertIn(f"{FEEDBACK}/new?page={path}", self.url_open(path).text)
        self.assertNotIn("o_distribution_feedback_link", self.url_open(FEEDBACK).text)

    def test_every_colleague_sends_with_picture_page_and_browser(self):
        page = self._login("fp_viewer")
        self.assertIn('name="page" value="/my/distribution/orders"', page)
        answer = self._send(
            files={"pictures": ("shot.jpg", picture(), "image/jpeg")},
            kind="problem",
            topic_id=str(self.topic.id),
            page="/my/distribution/orders?search=x",
        )
        self.assertEqual(answer.status_code, 303)
        feedback = self._find()
        self.assertRecordValues(
            feedback,
            [
                {
                    "kind": "problem",
                    "topic_id": self.topic.id,
                    "text": "A darker night",
                    "page": "/my/distribution/orders",
                    "user_id": self.viewer.id,
                    "file_count": 1,
                }
            ],
        )
        self.assertIn("python", feedback.browser.lower())

    def test_colleagues_read_it_with_the_answer_and_nobody_else(self):
        self._login("fp_viewer")
        self._send(files={"pictures": ("shot.jpg", picture(), "image/jpeg")})
        feedback = self._find()
        feedback.reply = "It is dark now"
        feedback.action_answer()
        feedback.reply = "A draft of ours"
        self.env.flush_all()
        url = f"/distribution/feedback/file/{feedback.file_ids.id}"
        for login, is_shown in (("fp_admin", True), ("fp_other", False)):
            with self.subTest(login=login):
                self.authenticate(login, login)
                text = self.url_open(FEEDBACK).text
                self.assertEqual("A darker night" in text, is_shown)
                self.assertEqual("It is dark now" in text, is_shown)
                self.assertNotIn("A draft of ours", text)
                answer = self.url_open(url)
                self.assertEqual(answer.status_code, 200 if is_shown else 404)
        self.assertEqual(self.url_open("/distribution/feedback/file/999999").status_code, 404)

    def test_staff_of_the_region_see_the_picture(self):
        self._login("fp_viewer")
        self._send(files={"pictures": ("shot.jpg", picture(), "image/jpeg")})
        url = f"/distribution/feedback/file/{self._find().file_ids.id}"
        for login, region, status in (("fp_north", self.north, 200), ("fp_south", self.south, 404)):
            user = self._create_user(login, "manager")
            region.manager_ids = user
            with self.subTest(login=login):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(url).status_code, status)

    def test_faults_are_said_and_the_text_is_kept(self):
        self._login("fp_viewer")
        for sentence, files, values in (
            ("Write what you wish", None, {"text": " "}),
            ("Only files of these kinds", {"pictures": ("a.txt", b"x", "text/plain")}, {}),
        ):
            with self.subTest(sentence=sentence):
                answer = self._send(files=files, **values)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(sentence, answer.text)
        self.assertIn("A darker night", answer.text)
        self.assertFalse(self._find())

    def test_form_of_another_site_is_refused(self):
        self._login("fp_viewer")
        self.token = "forged"
        with mute_logger("odoo.http"):
            self.assertEqual(self._send().status_code, 400)
        self.assertFalse(self._find())

    def test_who_sends_too_often_waits(self):
        self._login("fp_viewer")
        with patch.object(pages, "SENT_PER_HOUR", 2):
            self._send()
            self._send()
            self.assertIn("Try again in an hour", self._send().text)
        self.assertEqual(len(self._find()), 2)

    def test_file_in_place_of_a_text_and_numbers_without_end_do_no_harm(self):
        self._login("fp_viewer")
        upload = ("x.txt", b"x", "text/plain")
        for name in ("kind", "topic_id", "text", "page"):
            with self.subTest(name=name):
                answer = self._send(files={name: upload}, topic_id="9" * 500)
                self.assertIn(answer.status_code, (200, 303))
        self.assertEqual(self.url_open(f"{FEEDBACK}/page/0").status_code, 200)
