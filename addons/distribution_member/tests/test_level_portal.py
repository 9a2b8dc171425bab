import re

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .level_common import LevelCommon

URL = "/my/distribution/levels"
CANARY = '<img src=x onerror="alert(1)">'
HOSTILE = ("0", "-1", str(2**31), str(2**63), "9" * 400, "x", "1%20or%201=1")


@tagged("post_install", "-at_install")
class TestLevelPortal(LevelCommon, HttpCase):
    """The pages through which a distributor learns why, and objects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.context_today(cls.env.user)
        cls.free.change_upline(cls.agent.id, today, "Closer")
        cls.beside = cls._create_member("BESIDE", rank=2, region=cls.north)
        cls.users = {
            login: cls._create_portal_user(login, member)
            for login, member in (
                ("lp_admin", cls.free),
                ("lp_viewer", cls.free),
                ("lp_above", cls.agent),
                ("lp_beside", cls.beside),
            )
        }
        for user in cls.users.values():
            user.lang = "en_US"
        cls._set_values(FREE=10, BESIDE=10)
        cls.down, cls.other = cls._find_for(cls.free), cls._find_for(cls.beside)

    @classmethod
    def _find_for(cls, member):
        if not cls.suggestions.search_count([]):
            run = cls.runs._start(cls.company)
            while not run.is_done:
                run._process_batch()
        return cls.suggestions.search([("member_id", "=", member.id)])

    def setUp(self):
        super().setUp()
        self.authenticate("lp_admin", "lp_admin")

    def _token(self):
        page = self.url_open("/my/distribution/me").text
        return page.split('csrf_token: "')[1].split('"')[0]

    def _object(self, suggestion_id, text="Closed for works", files=None, **extra):
        data = {"csrf_token": self._token(), "objection": text, **extra}
        url = f"{URL}/{suggestion_id}/object"
        return self.url_open(url, data=data, files=files, allow_redirects=False)

    def test_page_explains_with_figures_and_takes_an_objection(self):
        page = self.url_open(URL).text
        for text in ("10.00", "50.00", "Level 2", "Level 3", "Not decided yet", "Send objection"):
            self.assertIn(text, page)
        answer = self._object(self.down.id, "Closed\r\nfor \x00works‮")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self.down.objection, "Closed\nfor works")
        self.assertEqual(self.down.objection_user_id, self.users["lp_admin"])
        page = self.url_open(answer.headers["Location"]).text
        for text in ("We have your objection", "for works", "Waits for an answer"):
            self.assertIn(text, page)
        self.assertNotIn("Send objection", page)

    def test_decision_is_shown_with_its_reason_and_the_answer(self):
        self.down.with_user(self.manager).action_confirm("2999-01-01", "By the figures")
        self._object(self.down.id)
        self.down.with_user(self.manager).action_answer_objection("It stays so")
        page = self.url_open(URL).text
        for text in ("By the figures", "01/01/2999", "It stays so", "Answered"):
            self.assertIn(text, page)
        self.assertNotIn(self.manager.name, page)
        self.company.distribution_show_staff_names = True
        self.assertIn(self.manager.name, self.url_open(URL).text)

    def test_suggestions_of_others_are_neither_seen_nor_touched(self):
        self.assertNotIn(f"level_{self.other.id}", self.url_open(URL).text)
        for login, text in (("lp_above", "x"), ("lp_beside", "x"), ("lp_viewer", "x")):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertNotIn(f"level_{self.down.id}", self.url_open(URL).text)
                self._object(self.down.id, text)
                self.assertFalse(self.down.objection)
        self.authenticate("lp_admin", "lp_admin")
        answers = {
            (answer.status_code, answer.headers["Location"][-len(URL) :])
            for number in (self.other.id, 10**9, 0, 2**31, 2**63)
            for answer in [self._object(number)]
        }
        self.assertEqual(answers, {(303, URL)})
        self.assertFalse(self.other.objection)

    def test_viewer_is_told_why_it_is_not_shown(self):
        self.authenticate("lp_viewer", "lp_viewer")
        page = self.url_open(URL).text
        self.assertIn("fa-user-times", page)
        self.assertNotIn("10.00", page)
        self.assertNotIn(URL, self.url_open("/my/distribution/me").text)

    def test_hostile_ids_and_texts_do_no_harm(self):
        for number in HOSTILE:
            with self.subTest(number=number[:20]):
                self.assertIn(self._object(number).status_code, (303, 404))
        upload = {"objection": ("evil.txt", b"a file where a text belongs", "text/plain")}
        data = {"csrf_token": self._token()}
        answer = self.url_open(f"{URL}/{self.down.id}/object", data=data, files=upload)
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.down.objection)
        answer = self._object(self.down.id, "x" * 2001)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("at most 2000", answer.text)
        self._object(self.down.id, CANARY, state="confirmed", objection_answer="Yes")
        self.assertRecordValues(
            self.down, [{"objection": CANARY, "state": "pending", "objection_answer": False}]
        )
        self.assertNotIn(CANARY, self.url_open(URL).text)

    def test_second_objection_is_refused_in_words(self):
        self._object(self.down.id)
        answer = self._object(self.down.id, "More")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("objection already", answer.text)
        self.assertEqual(self.down.objection, "Closed for works")

    def test_form_without_token_is_refused(self):
        with mute_logger("odoo.http"):
            answer = self.url_open(f"{URL}/{self.down.id}/object", data={"objection": "x"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.down.objection)

    def test_frozen_portal_does_not_close_the_right(self):
        self.patch(
            type(self.env["distribution.member"]), "_portal_freeze_reason", lambda member: "Debts"
        )
        page = self.url_open(URL).text
        self.assertIn("Send objection", page)
        self.assertFalse(re.search(r"<nav[^>]*o_distribution_navigation", page))

    def test_visitors_log_in_first_and_strangers_see_nothing(self):
        self.authenticate(None, None)
        answer = self.url_open(URL, allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
