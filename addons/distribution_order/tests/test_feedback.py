from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.distribution_feedback import LONGEST_TEXT, clean_page
from .common import OrderCommon

SENT = {
    "kind": "problem",
    "topic_id": 0,
    "text": "The list is slow",
    "page": "/my/distribution/orders?search=x",
    "browser": "Firefox",
}


@tagged("post_install", "-at_install")
class TestFeedback(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("fb_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.sender = cls._create_portal_user("fb_sender", cls.distributor)
        cls.topic = cls.env["distribution.feedback.topic"].create({"name": "Topic"})
        cls.feedback = cls._send()

    @classmethod
    def _send(cls, files=(), **values):
        return cls.env["distribution.feedback"]._send(
            cls.distributor, cls.sender, {**SENT, **values}, files
        )

    def _answer(self, act="action_answer", text="It is faster now"):
        feedback = self.feedback.with_user(self.manager)
        feedback.reply = text
        getattr(feedback, act)()

    def _read_mails(self):
        mails = self.env["mail.mail"].search([("subject", "ilike", self.feedback.name)])
        return mails.filtered(
            lambda mail: (
                self.sender.email in (mail.email_to or "")
                or self.sender.partner_id in mail.recipient_ids
            )
        )

    # === SENDING === #

    def test_feedback_notes_who_where_and_with_what(self):
        self.assertRecordValues(
            self.feedback,
            [
                {
                    "state": "new",
                    "kind": "problem",
                    "member_id": self.distributor.id,
                    "user_id": self.sender.id,
                    "region_id": self.north.id,
                    "page": "/my/distribution/orders",
                    "browser": "Firefox",
                    "responsible_id": self.manager.id,
                }
            ],
        )
        self.assertRegex(self.feedback.name, r"^FK\d{9}$")

    def test_responsible_of_the_topic_comes_first(self):
        self.topic.user_id = self.env.ref("base.user_admin")
        feedback = self._send(topic_id=self.topic.id)
        self.assertEqual(feedback.topic_id, self.topic)
        self.assertEqual(feedback.responsible_id, self.topic.user_id)

    def test_nonsense_in_kind_and_topic_is_left_out(self):
        self.topic.active = False
        feedback = self._send(kind="evil", topic_id=self.topic.id)
        self.assertEqual((feedback.kind, feedback.topic_id.id), ("wish", False))

    def test_empty_long_and_overloaded_feedback_is_refused(self):
        shot = ("a.png", picture("PNG"))
        for sentence, files, values in (
            ("Write what you wish", (), {"text": " \n "}),
            ("at most 2000 signs", (), {"text": "x" * (LONGEST_TEXT + 1)}),
            ("at most 3 pictures", [shot] * 4, {}),
            ("Only files of these kinds are taken: JPEG|JPG", [("a.pdf", b"%PDF-1.7")], {}),
            ("does not fit what is in it", [("a.exe", picture("PNG"))], {}),
            ("larger than 5 MB", [("a.png", picture("PNG") + b"x" * 6_000_000)], {}),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                self._send(files, **values)

    def test_pages_are_named_without_queries_keys_and_other_sites(self):
        token = "0123456789abcdef" * 2
        for address, page in (
            ("/my/distribution", "/my/distribution"),
            ("/my/distribution/orders/12?access_token=abc#x", "/my/distribution/orders/12"),
            (f"/my/distribution/x/{token}", "/my/distribution/x/…"),
            (f"/distribution/application/1/{token}", ""),
            ("/my/distributionx", ""),
            ("https://evil.example/my/distribution", ""),
            ("//evil.example/my/distribution", ""),
            ("/my/distribution/../../web", "/my/distribution/../../web"),
            (None, ""),
        ):
            with self.subTest(address=address):
                self.assertEqual(clean_page(address), page)

    # === ANSWERING === #

    def test_draft_of_an_answer_is_nobodys_to_read(self):
        self.feedback.with_user(self.manager).reply = "Maybe"
        self.assertFalse(self.feedback.answer)
        self.assertFalse(self._read_mails())

    def test_answer_is_kept_and_sent_to_who_wrote(self):
        self._answer()
        self.assertRecordValues(
            self.feedback,
            [
                {
                    "state": "answered",
                    "answer": "It is faster now",
                    "reply": False,
                    "answer_user_id": self.manager.id,
                }
            ],
        )
        self.assertTrue(self.feedback.date_answered)
        mail = self._read_mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("It is faster now", mail.body_html)
        self.assertIn(self.feedback.name, mail.subject)

    def test_nobody_is_written_to_whose_login_is_closed(self):
        self.sender.active = False
        self._answer()
        self.assertFalse(self._read_mails())

    def test_neither_answer_nor_refusal_goes_without_a_word(self):
        for act in ("action_answer", "action_decline"):
            with self.subTest(act=act), self.assertRaisesRegex(UserError, "Write the answer"):
                getattr(self.feedback.with_user(self.manager), act)()
        self.feedback.with_user(self.manager).action_plan()
        self.assertEqual(self.feedback.state, "planned")

    def test_states_follow_each_other(self):
        feedback = self.feedback.with_user(self.manager)
        feedback.action_triage()
        with self.assertRaisesRegex(UserError, "taken it up already"):
            feedback.action_triage()
        self._answer("action_plan", "Next month")
        feedback.action_done()
        self.assertEqual((feedback.state, feedback.answer), ("done", "Next month"))
        with self.assertRaisesRegex(UserError, "Done already"):
            feedback.action_done()
        feedback.action_triage()
        self.assertEqual(feedback.state, "in_triage")

    def test_what_was_said_stays_as_it_was_said(self):
        feedback = self.feedback.with_user(self.manager)
        for values in ({"text": "x"}, {"page": "x"}, {"kind": "wish"}, {"answer": "x"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                feedback.write(values)
        feedback.topic_id = self.topic

    def test_manager_of_another_region_sees_nothing(self):
        other = self._create_user("fb_other", "manager")
        self.south.manager_ids = other
        with self.assertRaises(AccessError):
            self.feedback.with_user(other).action_triage()

    def test_picture_is_redrawn_and_not_read_through_the_orm(self):
        feedback = self._send([("a.png", picture("PNG"))])
        shot = feedback.file_ids
        self.assertTrue(shot._read_bytes().startswith(b"\x89PNG"))
        with self.assertRaises(AccessError):
            shot.with_user(self.manager).read(["file"])
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", shot._name), ("res_field", "=", "file")]
        )
        self.assertTrue(attachments)
        with self.assertRaises(AccessError):
            attachments.with_user(self._create_user("fb_admin", "admin")).read(["datas"])

    # === PRIVACY === #

    def test_export_holds_the_feedback(self):
        [row] = self.distributor._get_export_sections()["feedback"]
        self.assertEqual((row["number"], row["text"]), (self.feedback.name, "The list is slow"))

    def test_erasure_leaves_a_count_only(self):
        self._send([("a.png", picture("PNG"))])
        self._answer()
        self.shop.change_upline(self.agent.id, "2026-01-01", "Moved")
        self.distributor.action_terminate("Ended")
        self.assertEqual(self.distributor._forget("Asked"), [])
        feedback = self.env["distribution.feedback"].search(
            [("member_id", "=", self.distributor.id)]
        )
        self.assertEqual(len(feedback), 2)
        for row in feedback:
            self.assertEqual(row.text, "[erased]")
            self.assertFalse(row.user_id or row.page or row.browser or row.file_ids)
        self.assertEqual(set(feedback.mapped("answer")), {False, "[erased]"})
