from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation


@tagged("post_install", "-at_install")
class TestPurpose(TransactionCase):
    def _create_purpose(self, **values):
        return self.env["distribution.purpose"].create(
            {
                "name": "Credit check",
                "code": "t_credit",
                "data_categories": "Bank account",
                "retention": "One year",
                "needs_separate_consent": True,
                **values,
            }
        )

    def _create_assessment(self, purpose, **values):
        return self.env["distribution.assessment"].create(
            {
                "purpose_id": purpose.id,
                "necessity": "Needed",
                "risks": "Few",
                "measures": "Enough",
                **values,
            }
        )

    def test_separate_purpose_starts_only_with_a_finished_good_assessment(self):
        purpose = self._create_purpose()
        bad = self._create_assessment(purpose, conclusion="unacceptable")
        with self.assertRaisesRegex(UserError, "impact assessment"):
            purpose.action_activate()
        bad.action_finish()
        with self.assertRaisesRegex(UserError, "impact assessment"):
            purpose.action_activate()
        good = self._create_assessment(purpose)
        with self.assertRaisesRegex(UserError, "impact assessment"):
            purpose.action_activate()
        good.action_finish()
        purpose.action_activate()
        self.assertEqual(purpose.state, "active")

    def test_plain_purpose_needs_no_assessment(self):
        purpose = self._create_purpose(needs_separate_consent=False)
        purpose.action_activate()
        purpose.action_close()
        self.assertFalse(self.env["distribution.purpose"]._find("t_credit"))

    def test_finished_assessment_is_kept_for_good(self):
        assessment = self._create_assessment(self._create_purpose())
        assessment.action_finish()
        for statement in (
            "UPDATE distribution_assessment SET risks = 'none' WHERE id = %s",
            "DELETE FROM distribution_assessment WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(CheckViolation, "append-only"),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [assessment.id])

    def test_shipped_purposes_are_in_use_and_assessed(self):
        for code in ("service", "sensitive", "share_upline", "marketing"):
            purpose = self.env["distribution.purpose"]._find(code)
            self.assertTrue(purpose)
            purpose._ensure_may_be_active()
