from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Date, Datetime
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..models.cross_case_report_mixin import MOST_LOTS, MOST_REPORT_FILES
from .cross_case_common import CrossCaseCommon

MODELS = (
    "distribution.cross.case",
    "distribution.cross.case.line",
    "distribution.cross.case.file",
    "distribution.cross.case.log",
    "distribution.cross.measure",
)


@tagged("post_install", "-at_install")
class TestCrossCase(CrossCaseCommon):
    # === THE LAW === #

    def test_no_field_of_a_case_holds_a_price(self):
        for model in MODELS:
            for name, field in self.env[model]._fields.items():
                with self.subTest(model=model, field=name):
                    self.assertNotEqual(field.type, "monetary")
                    self.assertNotIn("currency", name)
                    if name != "speaks_of_price":
                        self.assertNotIn("price", name)
                        self.assertNotIn("amount", name)

    def test_no_measure_follows_from_a_price(self):
        for values in ({"name": "低价销售警告"}, {"name": "X", "description": "For a low price"}):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "article 18"):
                self.env["distribution.cross.measure"].create(values)

    def test_texts_that_speak_of_prices_are_pointed_at(self):
        case = self._open()
        self.assertFalse(case.speaks_of_price)
        case.draft = "他们以低价销售"
        self.assertTrue(case.speaks_of_price)

    # === REPORT === #

    def test_report_is_numbered_dated_and_somebodys_to_look_into(self):
        case = self._report([self._photo()], place="Market 3")
        self.assertRecordValues(
            case,
            [
                {
                    "state": "reported",
                    "member_id": False,
                    "reporter_member_id": self.reporter.id,
                    "user_id": self.informer.id,
                    "region_id": self.south.id,
                    "responsible_id": self.manager.id,
                    "goal_hours": 16.0,
                }
            ],
        )
        self.assertRegex(case.name, r"^CH\d{9}$")
        self.assertTrue(case.deadline)
        self.assertRecordValues(case.file_ids, [{"side": "report", "is_released": False}])
        self.assertEqual(case.log_ids.mapped("step"), ["reported"])

    def test_reporter_does_not_follow_what_staff_write(self):
        values = {"text": "Seen", "place": "", "region_id": 0, "lots": []}
        cases = self.env(user=self.informer.id, context={})["distribution.cross.case"].sudo()
        case = cases._report(self.reporter, self.informer, values, [])
        self.assertNotIn(self.informer.partner_id, case.message_partner_ids)

    def test_goods_are_reported_in_the_own_area_only(self):
        self.assertEqual(self._report(region_id=self.north.id).region_id, self.south)

    def test_faulty_reports_are_refused(self):
        for sentence, files, values in (
            ("Write what you saw", (), {"text": " "}),
            ("at most 4000 signs", (), {"text": "x" * 4001}),
            ("at most 6 files", [self._photo()] * (MOST_REPORT_FILES + 1), {}),
            ("at most 20 lot", (), {"lots": ["x"] * (MOST_LOTS + 1)}),
            ("Only files of these kinds", [("a.svg", b"<svg/>")], {}),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                self._report(files, **values)

    def test_clock_counts_working_hours_until_it_is_taken_up(self):
        self.company.resource_calendar_id = False  # always at work
        with freeze_time("2026-03-02 08:00:00"):
            case = self._report()
            self.assertEqual(case.deadline, Datetime.to_datetime("2026-03-03 00:00:00"))
        with freeze_time("2026-03-03 02:00:00"):
            overdue = self.env["distribution.cross.case"].search([("is_overdue", "=", True)])
            self.assertIn(case, overdue)
            case.with_user(self.manager).action_check()
        self.assertRecordValues(
            case,
            [{"response_hours": 18.0, "is_late": True, "deadline": False, "state": "checking"}],
        )

    def test_whoever_writes_a_report_down_is_named_whatever_is_sent(self):
        case = self.env["distribution.cross.case"].with_user(self.manager)
        case = case.create(
            {
                "description": "Seen",
                "region_id": self.south.id,
                "user_id": self.colleague.id,
            }
        )
        self.assertEqual(case.user_id, self.manager)
        self.assertEqual(case.responsible_id, self.colleague)
        for values in ({"user_id": self.colleague.id}, {"description": "x"}, {"state": "heard"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                case.write(values)

    # === HEARING === #

    def test_nobody_is_heard_unknown_without_a_word_or_too_shortly(self):
        case = self._report().with_user(self.manager)
        case.action_check()
        case.draft = "You sold in the south"
        with self.assertRaisesRegex(UserError, "suspected member first"):
            case.action_ask_hearing()
        case.member_id = self.suspect
        case.hearing_days = self.company.distribution_cross_hearing_days - 1
        with self.assertRaisesRegex(UserError, "Give the member 7 to 180 days"):
            case.action_ask_hearing()
        case.hearing_days = 7
        case.draft = " "
        with self.assertRaisesRegex(UserError, "what the member is accused of"):
            case.action_ask_hearing()
        self._ask(case)
        deadline = Date.context_today(case) + timedelta(days=7)
        self.assertEqual((case.hearing_state, case.hearing_deadline), ("waiting", deadline))
        with self.assertRaisesRegex(UserError, "asked for already"):
            self._ask(case)

    def test_nothing_is_confirmed_before_the_statement_or_the_deadline(self):
        case = self._open()
        case.draft = "The lots were yours"
        with self.assertRaisesRegex(UserError, "Being Checked"):
            case.action_confirm()
        self._ask(case)
        case.draft = "The lots were yours"
        with self.assertRaisesRegex(UserError, "Being Checked"):
            case.action_confirm()
        with freeze_time(Datetime.now() + timedelta(days=9)):
            case.action_confirm()
        self.assertRecordValues(
            case, [{"state": "confirmed", "hearing_state": "passed", "decider_id": self.manager.id}]
        )

    def test_database_refuses_a_verdict_unheard(self):
        case = self._open()
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(CheckViolation, "heard_first"):
            self.env.cr.execute(
                "UPDATE distribution_cross_case SET state = 'confirmed' WHERE id = %s", [case.id]
            )

    def test_member_answers_until_the_deadline_and_not_after_the_decision(self):
        case = self._hear("First")
        case.sudo()._answer(self.accused, "Second", [self._photo("paper.jpg")])
        self.assertEqual((case.state, case.answer), ("heard", "First\n\nSecond"))
        self.assertEqual(case.file_ids.side, "answer")
        with (
            freeze_time(Datetime.now() + timedelta(days=9)),
            self.assertRaisesRegex(UserError, "deadline has passed"),
        ):
            case.sudo()._answer(self.accused, "Third", [])
        self._confirm(case)
        with self.assertRaisesRegex(UserError, "deadline has passed"):
            case.sudo()._answer(self.accused, "Third", [])

    def test_scheduler_reminds_once_and_marks_the_deadline_as_passed(self):
        case = self._open()
        self._ask(case)
        watch = self.env["distribution.cross.case"]._cron_watch_hearings
        watch()
        self.assertFalse(case.hearing_reminded)
        with freeze_time(Datetime.now() + timedelta(days=6)):
            watch()
            watch()
        self.assertEqual(case.log_ids.mapped("step").count("reminder"), 1)
        self.assertEqual(case.hearing_state, "waiting")
        with freeze_time(Datetime.now() + timedelta(days=9)):
            watch()
        self.assertEqual((case.state, case.hearing_state), ("heard", "passed"))
        self.assertEqual(case.sudo().activity_ids.user_id, self.manager)

    def test_mails_go_to_the_accused_and_tell_nothing_of_the_case(self):
        case = self._open(text="Secret words of the reporter")
        self._ask(case)
        mail = self.env["mail.mail"].search([("subject", "ilike", case.name)])
        self.assertEqual(len(mail), 1)
        self.assertIn(self.accused.email, mail.email_to)
        for word in ("Secret words", self.reporter.name, self.informer.name, "in the south"):
            self.assertNotIn(word, mail.body_html)

    # === TIMELINE === #

    def test_timeline_is_neither_changed_nor_deleted(self):
        log = self._report().log_ids
        for statement in (
            "UPDATE distribution_cross_case_log SET text = 'x' WHERE id = %s",
            "UPDATE distribution_cross_case_log SET step = 'closed' WHERE id = %s",
            "UPDATE distribution_cross_case_log SET user_id = NULL WHERE id = %s",
            "DELETE FROM distribution_cross_case_log WHERE id = %s",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [log.id])

    # === PRIVACY === #

    def test_export_tells_the_accused_nothing_of_the_reporter(self):
        case = self._hear("My words", text="Words of the reporter")
        [row] = self.suspect._get_export_sections()["cross_region_cases"]
        self.assertEqual((row["number"], row["statement"]), (case.name, "My words"))
        self.assertNotIn("Words of the reporter", str(row))
        [row] = self.reporter._get_export_sections()["cross_region_reports"]
        self.assertEqual(row["text"], "Words of the reporter")

    def test_open_case_keeps_a_member_and_a_closed_one_leaves_no_words(self):
        case = self._open(files=[self._photo()])
        self.assertIn(case.name, str(self.reporter._get_retention_reasons()))
        case.draft = "Nothing found"
        case.action_find_unfounded()
        self.reporter.action_terminate("Ended")
        self.assertEqual(self.reporter._forget("Asked"), [])
        self.assertEqual((case.description, case.file_ids.ids), ("[erased]", []))
        self.assertLessEqual(set(case.log_ids.mapped("text")), {"[erased]", False})
