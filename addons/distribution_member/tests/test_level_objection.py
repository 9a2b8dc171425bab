from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .level_common import LevelCommon

TEXT = "The shop was closed for six weeks"
REFUSED = "odoo.addons.distribution_member.models.distribution_audit"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestLevelObjection(LevelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.speaker = cls._create_portal_user("lo_free", cls.free)
        cls.audit = cls.env["distribution.audit"]

    def _suggest(self, value=10):
        """Suggest a lower level, or with a high value a higher one."""
        self._set_values(FREE=value)
        return self._find()

    def _object(self, suggestion, text=TEXT):
        """Object as the portal does: superuser's rights, the visitor's name."""
        suggestion.with_user(self.speaker).sudo()._object(text)

    def _activities(self, suggestion):
        return suggestion.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("distribution_member.mail_activity_type_objection")
            )
        )

    # === SAYING IT === #

    def test_objection_is_dated_recorded_and_given_to_the_manager(self):
        suggestion = self._suggest()
        self._object(suggestion)
        self.assertRecordValues(
            suggestion,
            [
                {
                    "objection": TEXT,
                    "objection_user_id": self.speaker.id,
                    "objection_state": "open",
                    "date_answered": False,
                }
            ],
        )
        self.assertTrue(suggestion.date_objected)
        self.assertEqual(self._activities(suggestion).user_id, self.manager)
        row = self.audit.search([("action", "=", "level_objection")], limit=1)
        self.assertEqual((row.user_id, row.new_value), (self.speaker, TEXT))
        self.assertEqual((row.res_id, row.member_id), (suggestion.id, self.free.id))

    def test_staff_write_down_what_was_said_by_phone_with_the_same_trail(self):
        suggestion = self._suggest()
        admin = self._create_user("lo_admin", "admin")
        suggestion.with_user(admin).objection = f"  {TEXT} "
        self.assertEqual(suggestion.objection, TEXT)
        self.assertEqual(suggestion.objection_user_id, admin)
        self.assertEqual(self._activities(suggestion).user_id, self.manager)
        row = self.audit.search([("action", "=", "level_objection")], limit=1)
        self.assertEqual((row.user_id, row.new_value), (admin, TEXT))

    def test_manager_who_wrote_it_down_is_not_asked_to_read_it(self):
        suggestion = self._suggest()
        suggestion.with_user(self.manager).objection = TEXT
        self.assertFalse(self._activities(suggestion))
        suggestion.with_user(self.manager).objection = False
        self.assertRecordValues(
            suggestion,
            [{"objection_state": False, "objection_user_id": False, "date_objected": False}],
        )

    def test_member_is_heard_once_and_staff_do_not_change_its_words(self):
        suggestion = self._suggest()
        self._object(suggestion)
        with self.assertRaisesRegex(UserError, "objection already"):
            self._object(suggestion, "And more")
        with self.assertRaisesRegex(UserError, "nobody else changes it"):
            suggestion.with_user(self.manager).objection = "It agrees"
        self.assertEqual(suggestion.objection, TEXT)

    def test_empty_and_endless_objections_are_refused(self):
        suggestion = self._suggest()
        for text in ("", " \n", "x" * 2001):
            with self.subTest(length=len(text)), self.assertRaises(UserError):
                self._object(suggestion, text)
        self._object(suggestion, "x" * 2000)

    def test_what_is_dismissed_or_outdated_cannot_be_objected_to(self):
        suggestion = self._suggest()
        suggestion.action_dismiss("No")
        with self.assertRaises(UserError):
            self._object(suggestion)
        with self.assertRaisesRegex(UserError, "until it is answered"):
            suggestion.with_user(self.manager).objection = TEXT

    def test_trail_is_written_by_nobody_else(self):
        suggestion = self._suggest()
        for values in (
            {"objection_answer": "x"},
            {"objection_user_id": self.manager.id},
            {"date_answered": "2026-01-01"},
        ):
            for record in (suggestion, suggestion.with_user(self.manager)):
                with self.subTest(values=values), self.assertRaises(UserError):
                    record.write(values)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            suggestion._write_trail(date_answered="2026-01-01")
            suggestion.flush_recordset()

    # === ANSWERING IT === #

    def test_decision_answers_what_was_said_before_it(self):
        suggestion = self._suggest()
        self._object(suggestion)
        with self.assertRaisesRegex(UserError, "not decided yet"):
            suggestion.with_user(self.manager).action_answer_objection("We see")
        suggestion.with_user(self.manager).action_dismiss("The works explain it")
        self.assertRecordValues(
            suggestion,
            [
                {
                    "objection_state": "answered",
                    "objection_answer": "The works explain it",
                    "answer_user_id": self.manager.id,
                }
            ],
        )
        self.assertFalse(self._activities(suggestion))

    def test_objection_to_a_decision_is_answered_by_a_manager(self):
        suggestion = self._suggest()
        suggestion.with_user(self.manager).action_confirm("2026-04-01", "By the figures")
        self._object(suggestion)
        wizard = (
            self.env["distribution.level.decision"]
            .with_user(self.manager)
            .create(
                {
                    "operation": "answer",
                    "suggestion_ids": suggestion.ids,
                    "answer": "Looked at again: it stays",
                }
            )
        )
        self.assertIn(TEXT, wizard.objections)
        wizard.action_apply()
        self.assertRecordValues(
            suggestion,
            [
                {
                    "state": "confirmed",
                    "decision_reason": "By the figures",
                    "objection_state": "answered",
                    "objection_answer": "Looked at again: it stays",
                    "answer_user_id": self.manager.id,
                }
            ],
        )
        row = self.audit.search([("action", "=", "level_objection_answer")], limit=1)
        self.assertEqual((row.user_id, row.reason), (self.manager, "Looked at again: it stays"))
        told = self.env["mail.message"].search(
            [("partner_ids", "in", self.speaker.partner_id.ids)], limit=1
        )
        self.assertIn("answered", told.subject)
        with self.assertRaisesRegex(UserError, "No objection"):
            suggestion.action_answer_objection("Once more")

    @mute_logger(REFUSED, "odoo.sql_db")
    def test_only_managers_of_the_region_answer(self):
        suggestion = self._suggest()
        suggestion.action_confirm("2026-04-01", "By the figures")
        self._object(suggestion)
        other = self._create_user("lo_other", "manager")
        self.south.manager_ids = other
        user = self._create_user("lo_user", "user")
        self.north.staff_ids = user
        for person in (other, user, self._create_user("lo_finance", "finance"), self.speaker):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                suggestion.with_user(person).action_answer_objection("Mine")
        for message in ("", " ", None, 5):
            with self.subTest(message=message), self.assertRaises(UserError):
                suggestion.with_user(self.manager).action_answer_objection(message)
        self.assertEqual(suggestion.objection_state, "open")

    # === NEW FIGURES === #

    def test_objection_moves_on_to_the_suggestion_with_newer_figures(self):
        suggestion = self._suggest()
        self._object(suggestion)
        with freeze_time("2026-04-02"):
            self._set_values(FREE=20)
            newer = self._find()
        self.assertEqual((suggestion.state, suggestion.objection_state), ("outdated", False))
        self.assertNotEqual(newer, suggestion)
        self.assertRecordValues(
            newer,
            [
                {
                    "objection": TEXT,
                    "objection_user_id": self.speaker.id,
                    "date_objected": suggestion.date_objected,
                    "objection_state": "open",
                }
            ],
        )
        self.assertFalse(self._activities(suggestion))
        self.assertEqual(self._activities(newer).user_id, self.manager)

    def test_objection_to_a_lower_level_says_nothing_about_a_higher_one(self):
        suggestion = self._suggest()
        self._object(suggestion)
        with freeze_time("2026-04-02"):
            newer = self._suggest(500)
        self.assertEqual(newer.direction, "up")
        self.assertFalse(newer.objection)
        self.assertFalse(self._activities(suggestion) | self._activities(newer))

    def test_pile_counts_what_waits_for_an_answer(self):
        suggestion = self._suggest()
        pile = self.env.ref("distribution_member.todo_level_objections").with_user(self.manager)
        self.assertFalse(pile.waiting_count)
        self._object(suggestion)
        pile.invalidate_recordset()
        self.assertEqual(pile.waiting_count, 1)

    # === WHAT THE MEMBER MAY KNOW === #

    def test_member_sees_decisions_and_what_may_go_against_it(self):
        down = self._suggest()
        self.assertEqual(self.free._find_portal_suggestions(), down)
        self.assertIn("say what you think", self._join_todos("admin"))
        self.assertNotIn("say what you think", self._join_todos("finance"))
        down.action_dismiss("No")
        self.assertFalse(self.free._find_portal_suggestions())
        with freeze_time("2026-04-02"):
            up = self._suggest(500)
            self.assertFalse(self.free._find_portal_suggestions(), "nothing is promised yet")
            up.action_confirm("2026-05-01", "Well done")
            self.assertEqual(self.free._find_portal_suggestions(), up)
            self.assertIn("from 05/01/2026", self._join_todos("admin"))
        self.assertEqual(up.date_effective, date(2026, 5, 1))

    def test_member_follows_its_objection_also_when_it_was_successful(self):
        down = self._suggest()
        self._object(down)
        down.action_dismiss("You are right")
        self.assertEqual(self.free._find_portal_suggestions(), down)
        [row] = self.free._get_export_sections()["level_suggestions"]
        self.assertEqual((row["objection"], row["objection_answer"]), (TEXT, "You are right"))

    def _join_todos(self, role):
        return self._read_todos(self.free, role)
