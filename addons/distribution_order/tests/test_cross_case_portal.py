import re
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.fields import Date
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers import cross_cases as pages
from .cross_case_common import CrossCaseCommon

CASES = "/my/distribution/cross-cases"
FILE = "/distribution/cross-case/file"


@tagged("post_install", "-at_install")
class TestCrossCasePortal(CrossCaseCommon, HttpCase):
    def _login(self, user, page=f"{CASES}/new"):
        self.authenticate(user.login, user.login)
        text = self.url_open(page).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        self.token = found and found.group(1)
        return text

    def _post(self, url, files=None, **values):
        return self.url_open(
            url, data={"csrf_token": self.token, **values}, files=files, allow_redirects=False
        )

    def _find(self):
        return self.env["distribution.cross.case"].search(
            [("reporter_member_id", "=", self.reporter.id)]
        )

    # === REPORTER === #

    def test_lots_may_stand_between_chinese_signs(self):
        self._login(self.informer)
        self._post(
            f"{CASES}/send",
            text="Cartons in the south",
            market="Market 3",
            region_id=str(self.south.id),
            lots="L-1\uff0cL-2\uff1bL-3\u3001L-4,L-5",
        )
        self.assertEqual(
            self._find().line_ids.mapped("lot_name"), ["L-1", "L-2", "L-3", "L-4", "L-5"]
        )

    def test_report_with_photo_and_lots(self):
        self._deliver_lot(self.suspect, "LOT-1")
        self._login(self.informer)
        answer = self._post(
            f"{CASES}/send",
            files={"files": ("shop.jpg", picture(), "image/jpeg")},
            text="Cartons in the south",
            market="Market 3",
            region_id=str(self.south.id),
            lots="LOT-1\nLOT-9",
        )
        self.assertEqual(answer.status_code, 303)
        case = self._find()
        self.assertRecordValues(
            case,
            [
                {
                    "description": "Cartons in the south",
                    "place": "Market 3",
                    "user_id": self.informer.id,
                    "member_id": self.suspect.id,
                }
            ],
        )
        self.assertEqual(case.line_ids.mapped("lot_name"), ["LOT-1", "LOT-9"])
        text = self.url_open(CASES).text
        self.assertIn("Cartons in the south", text)
        # Whose lot it was is not the reporter's to know.
        self.assertNotIn(self.suspect.name, text.replace(self.reporter.name, ""))
        self.assertEqual(self.url_open(f"{FILE}/{case.file_ids.id}").status_code, 200)

    def test_reporter_sees_the_outcome_and_nothing_of_the_hearing(self):
        case = self._confirm(self._hear("Private words of the accused"))
        self._login(self.informer)
        text = self.url_open(CASES).text.replace(self.reporter.name, "")
        self.assertIn("Well-Founded", text)
        for word in ("Private words", "The lots were yours", self.suspect.name):
            self.assertNotIn(word, text)
        self.assertTrue(self.url_open(f"{CASES}/{case.id}").url.endswith(CASES))

    def test_faults_are_said_and_the_text_is_kept(self):
        self._login(self.informer)
        answer = self._post(
            f"{CASES}/send", files={"files": ("a.txt", b"x", "text/plain")}, text="My words"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Only files of these kinds", answer.text)
        self.assertIn("My words", answer.text)
        self.assertFalse(self._find())

    def test_who_sends_too_often_waits_and_other_sites_send_nothing(self):
        self._login(self.informer)
        with patch.object(pages, "SENT_PER_HOUR", 1):
            self._post(f"{CASES}/send", text="One")
            self.assertIn("Try again in an hour", self._post(f"{CASES}/send", text="Two").text)
        self.token = "forged"
        with mute_logger("odoo.http"):
            self.assertEqual(self._post(f"{CASES}/send", text="Three").status_code, 400)
        self.assertEqual(self._find().mapped("description"), ["One"])

    # === ACCUSED === #

    def test_accused_sees_nothing_before_it_is_told(self):
        case = self._open(files=[self._photo()])
        case.file_ids.action_release()
        text = self._login(self.accused, CASES)
        self.assertNotIn(case.name, text)
        self.assertTrue(self.url_open(f"{CASES}/{case.id}").url.endswith(CASES))
        self.assertEqual(self.url_open(f"{FILE}/{case.file_ids.id}").status_code, 404)

    def test_accused_never_learns_who_reported(self):
        case = self._open(
            text="Words of the reporter",
            files=[self._photo("reporters-shop.jpg"), self._photo("held-back.jpg")],
        )
        case.file_ids[0].action_release()
        self._ask(case)
        self._confirm_and_take(case)
        self._login(self.accused, CASES)
        for url in (CASES, f"{CASES}/{case.id}", "/my/distribution"):
            text = self.url_open(url).text
            with self.subTest(url=url):
                for word in (
                    *("Words of the reporter", "reporters-shop", "held-back"),
                    *(self.reporter.name, self.reporter.code + "<", self.informer.name),
                ):
                    self.assertNotIn(word, text)
        shown, held = case.file_ids
        answer = self.url_open(f"{FILE}/{shown.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("reporters", answer.headers["Content-Disposition"])
        self.assertEqual(self.url_open(f"{FILE}/{held.id}").status_code, 404)

    def _confirm_and_take(self, case):
        case.sudo()._answer(self.accused, "No", [])
        self._confirm(case)
        case.measure_id = self.warning
        case.action_take_measure()

    def test_accused_answers_with_a_paper_and_objects_once(self):
        case = self._open()
        self._ask(case)
        text = self._login(self.accused, f"{CASES}/{case.id}")
        self.assertIn("You sold in the south", text)
        self.assertIn(case.name, self.url_open("/my/distribution").text)
        answer = self._post(
            f"{CASES}/{case.id}/answer",
            files={"files": ("paper.jpg", picture(), "image/jpeg")},
            text="The goods were stolen",
        )
        self.assertEqual(answer.status_code, 303)
        self.assertRecordValues(
            case,
            [
                {
                    "state": "heard",
                    "answer": "The goods were stolen",
                    "answer_user_id": self.accused.id,
                }
            ],
        )
        self.assertEqual(case.file_ids.side, "answer")
        self.assertEqual(self.url_open(f"{FILE}/{case.file_ids.id}").status_code, 200)
        self._confirm(case)
        case.measure_id = self.warning
        case.action_take_measure()
        self.env.flush_all()
        text = self.url_open(f"{CASES}/{case.id}").text
        self.assertIn("The lots were yours", text)
        self.assertIn(self.warning.name, text)
        self.assertEqual(self._post(f"{CASES}/{case.id}/object", text="No").status_code, 303)
        self.assertEqual(case.objection, "No")
        self.assertIn("objection already", self._post(f"{CASES}/{case.id}/object", text="N").text)

    def test_statement_after_the_deadline_is_refused(self):
        case = self._open()
        self._ask(case)
        self._login(self.accused, f"{CASES}/{case.id}")
        case.sudo().hearing_deadline = Date.context_today(case) - timedelta(days=1)
        self.env.flush_all()
        self.assertIn(
            "deadline has passed", self._post(f"{CASES}/{case.id}/answer", text="Late").text
        )
        self.assertFalse(case.answer)
        self.assertNotIn("o_distribution_answer", self.url_open(f"{CASES}/{case.id}").text)

    def test_others_neither_read_nor_answer(self):
        case = self._open()
        self._ask(case)
        outsider = self._create_portal_user("cc_shop", self.shop)
        viewer = self._create_portal_user("cc_viewer", self.suspect)
        colleague = self.env["distribution.member.user"].search([("user_id", "=", viewer.id)])
        colleague.sudo().role = "viewer"
        for user in (outsider, viewer, self.informer):
            with self.subTest(user=user.login):
                self._login(user)
                self.token = self.token or ""
                text = self.url_open(f"{CASES}/{case.id}").text
                self.assertNotIn("You sold in the south", text)
                with mute_logger("odoo.http"):
                    self._post(f"{CASES}/{case.id}/answer", text="Not mine")
                self.assertFalse(case.answer)

    def test_frozen_portal_leaves_the_right_to_be_heard(self):
        case = self._open()
        self._ask(case)
        self.suspect.action_freeze("portal", Date.context_today(self.suspect), "Probe")
        self.env.flush_all()
        self._login(self.accused, f"{CASES}/{case.id}")
        self._post(f"{CASES}/{case.id}/answer", text="Heard")
        self.assertEqual(case.answer, "Heard")

    def test_files_of_a_case_are_shown_to_staff_of_its_regions(self):
        file = self._report([self._photo()]).file_ids
        self.south.manager_ids = self._create_user("cc_south", "manager")
        finance = self._create_user("cc_finance", "finance")
        for user, status in ((self.south.manager_ids, 200), (finance, 404)):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.url_open(f"{FILE}/{file.id}").status_code, status)
        self.assertEqual(self.url_open(f"{FILE}/999999").status_code, 404)
