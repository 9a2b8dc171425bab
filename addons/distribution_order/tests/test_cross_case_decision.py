from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import freeze_time, tagged

from .cross_case_common import CrossCaseCommon


@tagged("post_install", "-at_install")
class TestCrossCaseDecision(CrossCaseCommon):
    # === DECISION === #

    def test_whoever_reported_does_not_decide(self):
        case = self.env["distribution.cross.case"].with_user(self.manager)
        case = case.create(
            {"description": "Seen", "region_id": self.south.id, "member_id": self.suspect.id}
        )
        case.action_check()
        self._ask(case)
        case.sudo()._answer(self.accused, "No", [])
        case.draft = "Reasons"
        for act in ("action_confirm", "action_find_unfounded"):
            with self.subTest(act=act), self.assertRaisesRegex(UserError, "somebody else decides"):
                getattr(case, act)()
        case.with_user(self.colleague).action_confirm()
        case.with_user(self.colleague).measure_id = self.warning
        with self.assertRaisesRegex(UserError, "somebody else decides"):
            case.action_take_measure()
        case.with_user(self.colleague).action_take_measure()
        self.assertEqual((case.decider_id, case.state), (self.colleague, "measure"))

    def test_decision_needs_reasons_and_a_measure_needs_the_decision(self):
        case = self._hear()
        with self.assertRaisesRegex(UserError, "Write the reasons"):
            case.action_confirm()
        with self.assertRaisesRegex(UserError, "between the decision and taking it"):
            case.measure_id = self.warning
        self._confirm(case)
        with self.assertRaisesRegex(UserError, "Choose the measure"):
            case.action_take_measure()

    def test_freeze_stops_orders_for_the_days_of_the_case(self):
        case = self._confirm()
        case.measure_id = self.freeze
        self.assertEqual(case.measure_days, 15)
        case.measure_days = 20
        case.action_take_measure()
        self.assertTrue(self.suspect.freeze_order)
        freeze = self.suspect.freeze_ids
        self.assertEqual((freeze.date_to - freeze.date_from).days, 20)
        self.assertIn(case.name, freeze.reason)

    def test_revoking_ends_the_certificates(self):
        with self.assertRaisesRegex(UserError, "no authorisation to revoke"):
            self._punish(self.revoke)
        paper = self.env["distribution.authorisation"].create(
            {"member_id": self.suspect.id, "region_id": self.north.id}
        )
        paper.action_issue()
        case = self._punish(self.revoke)
        self.assertEqual((case.state, paper.state), ("measure", "revoked"))

    def test_measure_needs_the_right_to_the_member(self):
        """Who looks after the place only cannot punish a member of another region."""
        self.south.manager_ids = self._create_user("cc_south", "manager")
        case = self._confirm().with_user(self.south.manager_ids)
        case.measure_id = self.freeze
        with self.assertRaises(AccessError):
            case.action_take_measure()
        self.assertFalse(self.suspect.freeze_order)

    def test_member_objects_once_and_is_answered_before_the_end(self):
        case = self._punish(self.warning)
        with self.assertRaisesRegex(UserError, "may object until"):
            case.action_close()
        case.sudo()._object(self.accused, "The lots were stolen")
        with self.assertRaisesRegex(UserError, "objection already"):
            case.sudo()._object(self.accused, "Again")
        with self.assertRaisesRegex(UserError, "Answer the objection"):
            case.action_close()
        case.draft = "There is no report to the police"
        case.action_close()
        self.assertRecordValues(
            case,
            [
                {
                    "state": "closed",
                    "outcome": "confirmed",
                    "closing_note": "There is no report to the police",
                }
            ],
        )
        self.assertEqual(
            case.log_ids.mapped("step"),
            [
                *("reported", "checking", "hearing", "answer", "confirmed"),
                *("measure", "objection", "closed"),
            ],
        )
        for values in ({"draft": "x"}, {"responsible_id": self.colleague.id}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "is closed"):
                case.write(values)

    def test_case_is_closed_when_the_days_to_object_are_over(self):
        case = self._punish(self.warning)
        with freeze_time(Datetime.now() + timedelta(days=9)):
            self.assertFalse(case._may_object())
            case.action_close()
        self.assertEqual(case.state, "closed")

    def test_objection_can_turn_the_decision(self):
        case = self._punish(self.warning)
        case.draft = "You are right"
        with self.assertRaisesRegex(UserError, "nobody has objected"):
            case.action_find_unfounded()
        case.sudo()._object(self.accused, "The lots were stolen")
        case.action_find_unfounded()
        self.assertEqual((case.state, case.outcome), ("unfounded", "unfounded"))
