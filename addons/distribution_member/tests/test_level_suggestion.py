from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .level_common import LevelCommon

REFUSED = "odoo.addons.distribution_member.models.distribution_audit"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestLevelSuggestion(LevelCommon):
    # === DECISION === #

    def _suggest_up(self):
        self._set_values(FREE=120)
        return self._find()

    def test_confirming_moves_the_member_with_history_and_audit(self):
        suggestion = self._suggest_up()
        suggestion.with_user(self.manager).action_confirm("2026-03-15", "Well done")
        with freeze_time("2026-03-15"):
            self._run_cron("ir_cron_apply_levels", "2026-03-15")
            self.assertEqual(self.free.level_id, self.levels[0])
        self.assertRecordValues(
            suggestion,
            [
                {
                    "state": "confirmed",
                    "decision_user_id": self.manager.id,
                    "decision_reason": "Well done",
                    "date_effective": date(2026, 3, 15),
                }
            ],
        )
        newest = self.free.level_history_ids.sorted("date_from")[-1]
        self.assertEqual((newest.reason, newest.user_id), ("Well done", self.manager))
        row = self.env["distribution.audit"].search([("action", "=", "level_change")], limit=1)
        self.assertEqual((row.res_id, row.reason), (self.free.id, "Well done"))

    def test_suggestion_is_outdated_when_the_level_has_changed_since(self):
        suggestion = self._suggest_up()
        self.free.change_level(self.levels[2].id, "2026-03-10", "By contract")
        answer = suggestion.with_user(self.manager).action_confirm("2026-03-15", "Well done")
        self.assertIn("FREE", answer["params"]["message"])
        self.assertEqual(suggestion.state, "outdated")
        self.assertEqual(self.free.level_id, self.levels[2])
        self.assertFalse(suggestion.decision_user_id)

    def test_suggestion_is_outdated_when_the_member_is_suspended(self):
        suggestion = self._suggest_up()
        self.free.action_suspend("Late")
        suggestion.action_confirm("2026-03-15", "Well done")
        self.assertEqual(suggestion.state, "outdated")

    def test_dismissed_is_kept_with_its_reason_and_never_suggested_again(self):
        suggestion = self._suggest_up()
        suggestion.objection = "We want to stay small"
        suggestion.with_user(self.manager).action_dismiss("The member does not want it")
        self.assertEqual(suggestion.state, "dismissed")
        self.assertEqual(suggestion.decision_reason, "The member does not want it")
        self.assertEqual(self.free.level_id, self.levels[1])
        self.assertFalse(self._find())
        with freeze_time("2026-04-02"):
            self.assertEqual(
                self._find().member_id, self.free, "another period is another question"
            )

    def test_decision_needs_a_reason_and_something_to_decide(self):
        suggestion = self._suggest_up()
        for reason in ("", "  ", None, 5):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                suggestion.action_dismiss(reason)
        suggestion.action_dismiss("No")
        for act in (
            lambda: suggestion.action_dismiss("Again"),
            lambda: suggestion.action_confirm("2026-03-15", "After all"),
        ):
            with self.assertRaisesRegex(UserError, "nothing to decide"):
                act()

    @mute_logger(REFUSED, "odoo.sql_db")
    def test_only_managers_of_the_region_decide(self):
        suggestion = self._suggest_up()
        other = self._create_user("s_other", "manager")
        self.south.manager_ids = other
        user = self._create_user("s_user", "user")
        self.north.staff_ids = user
        for person in (other, user, self._create_user("s_finance", "finance")):
            for act in (
                lambda record: record.action_confirm("2026-03-15", "Mine"),
                lambda record: record.action_dismiss("Mine"),
                lambda record: record.write({"objection": "Mine"}),
            ):
                with self.subTest(person=person.login), self.assertRaises(AccessError):
                    act(suggestion.with_user(person))
        suggestion.with_user(self._create_user("s_admin", "admin")).action_dismiss("Not now")
        self.assertEqual(suggestion.state, "dismissed")

    def test_decision_cannot_be_written_past_the_buttons(self):
        suggestion = self._suggest_up().with_user(self.manager)
        suggestion.objection = "We were closed for six weeks"
        for values in (
            {"state": "confirmed"},
            {"decision_reason": "X"},
            {"decision_user_id": self.manager.id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                suggestion.write(values)

    def test_what_was_suggested_cannot_be_changed_by_anybody(self):
        suggestion = self._suggest_up()
        for act in (
            lambda: suggestion.sudo().write({"suggested_level_id": self.levels[2].id}),
            lambda: suggestion.line_ids.sudo().write({"value": 500}),
            lambda: suggestion.line_ids.sudo().unlink(),
            lambda: suggestion.sudo().unlink(),
        ):
            with (
                self.subTest(act=act),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                act()
                self.env.flush_all()

    def test_database_allows_one_pending_suggestion_per_member(self):
        suggestion = self._suggest_up()
        values = {
            "member_id": self.free.id,
            "level_id": self.levels[1].id,
            "suggested_level_id": self.levels[2].id,
            "direction": "down",
            "rule_id": self.rules[1].id,
            "date_from": "2025-09-01",
            "date_to": "2026-03-01",
        }
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.suggestions.create(values)
        suggestion.action_dismiss("No")
        self.env.flush_all()
        self.assertTrue(self.suggestions.create(values))

    # === WIZARD === #

    def test_wizard_shows_what_changes_and_confirms(self):
        cheap = self.env["product.pricelist"].create({"name": "Cheap", "company_id": False})
        self.levels[0].write({"pricelist_id": cheap.id, "credit_default": 5000})
        self.env["distribution.document.type"].create(
            {"name": "Licence", "code": "L-T", "required_level_ids": self.levels[0].ids}
        )
        suggestion = self._suggest_up()
        suggestion.objection = "Not yet please"
        wizard = (
            self.env["distribution.level.decision"]
            .with_user(self.manager)
            .create({"suggestion_ids": suggestion.ids})
        )
        for text in ("Level 2 → Level 1", "Cheap", "5,000", "Licence"):
            self.assertIn(text, wizard.effects)
        self.assertIn("Not yet please", wizard.objections)
        self.assertEqual(wizard.date, date(2026, 4, 1))
        for text in ("120.00", "100.00"):
            self.assertIn(text, wizard.reason)
        wizard.action_apply()
        self.assertEqual(suggestion.state, "confirmed")
        self.assertEqual(suggestion.date_effective, date(2026, 4, 1))

    def test_wizard_dismisses_many(self):
        second = self._create_member("FREE2", rank=2, region=self.north)
        self._set_values(FREE=120, FREE2=300)
        found = self._find()
        self.assertEqual(found.member_id, self.free | second)
        wizard = self.env["distribution.level.decision"].create(
            {"operation": "dismiss", "suggestion_ids": found.ids, "reason": "Wait for the contract"}
        )
        wizard.action_apply()
        self.assertEqual(set(found.mapped("state")), {"dismissed"})

    # === AROUND === #

    def test_member_opens_and_exports_what_was_suggested(self):
        suggestion = self._suggest_up()
        self.assertEqual(self.free.level_suggestion_count, 1)
        action = self.free.action_open_level_suggestions()
        self.assertEqual(self.suggestions.search(action["domain"]), suggestion)
        [row] = self.free._get_export_sections()["level_suggestions"]
        self.assertEqual((row["level"], row["suggested_level"]), ("Level 2", "Level 1"))
        self.assertIn("120.00", row["measures"])

    def test_pile_counts_what_the_manager_decides(self):
        self._create_member("FAR", rank=2, region=self.south)
        self._set_values(FREE=120, FAR=120)
        self.assertEqual(len(self._find()), 2)
        pile = self.env.ref("distribution_member.todo_level_suggestions")
        self.assertEqual(pile.with_user(self.manager).waiting_count, 1)

    def test_value_of_a_measure_without_its_app_cannot_be_opened(self):
        suggestion = self._suggest_up()
        with self.assertRaisesRegex(UserError, "not installed any more"):
            suggestion.line_ids.action_open_records()

    def test_rule_whose_measure_is_gone_stops_the_search_with_its_name(self):
        self.rules[1].line_ids.measure = False
        with self.assertRaisesRegex(UserError, "Rule of Level 2"):
            self.suggestions.action_find()

    def test_level_has_one_active_rule(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._create_rule(self.levels[0])
        self.rules[0].active = False
        self.env.flush_all()
        self.assertTrue(self._create_rule(self.levels[0]))

    def test_rule_names_each_measure_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.rules[0].line_ids = [Command.create({"measure": "bought", "threshold": 1})]
