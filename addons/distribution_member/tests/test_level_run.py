from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models import distribution_level_run
from .level_common import LevelCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestLevelRun(LevelCommon):
    # === WHO IS SUGGESTED === #

    def _suggested(self):
        """Return {member code: (direction, suggested level)}."""
        return {
            suggestion.member_id.code: (suggestion.direction, suggestion.suggested_level_id)
            for suggestion in self._find()
        }

    def test_member_that_meets_a_better_rule_is_suggested_up(self):
        self._set_values(FREE=100, AGENT=1000)
        self.assertEqual(self._suggested(), {"FREE": ("up", self.levels[0])})

    def test_member_that_misses_its_rule_is_suggested_down_to_the_best_that_holds(self):
        high = self._create_member("HIGH", rank=1, region=self.north)
        self._set_values(HIGH="99.99", FREE="49.99")
        self.assertEqual(
            self._suggested(),
            {high.code: ("down", self.levels[1]), "FREE": ("down", self.levels[2])},
        )

    def test_measures_of_a_suggestion_say_what_was_asked_and_reached(self):
        self._set_values(FREE="49.99")
        suggestion = self._find()
        self.assertRecordValues(
            suggestion,
            [
                {
                    "level_id": self.levels[1].id,
                    "rule_id": self.rules[1].id,
                    "date_from": date(2025, 9, 1),
                    "date_to": date(2026, 3, 1),
                    "date_last": date(2026, 2, 28),
                }
            ],
        )
        self.assertRecordValues(
            suggestion.line_ids,
            [{"measure": "bought", "value": 49.99, "threshold": 50.0, "is_met": False}],
        )

    def test_missing_data_is_not_zero(self):
        self._set_values()
        self.assertEqual(self._suggested(), {})
        self.env["distribution.level.rule.line"].create(
            {"rule_id": self.rules[1].id, "measure": "grown", "threshold": 5}
        )
        self._set_values(FREE=10)  # growth stays unknown
        self.assertEqual(self._suggested(), {})
        self._set_values("grown", FREE=50)
        self.assertEqual(self._suggested(), {"FREE": ("down", self.levels[2])})

    def test_all_lines_must_be_met(self):
        self.env["distribution.level.rule.line"].create(
            {"rule_id": self.rules[0].id, "measure": "grown", "threshold": 5}
        )
        self._set_values(FREE=120)
        self._set_values("grown", FREE="4.99")
        self.assertEqual(self._suggested(), {})
        self._set_values("grown", FREE=5)
        self.assertEqual(self._suggested(), {"FREE": ("up", self.levels[0])})

    def test_nothing_is_suggested_that_breaks_the_order_of_ranks(self):
        # DIST stands between AGENT (rank 1) and SHOP (rank 3), SHOP right under DIST.
        self._set_values(DIST=500, SHOP=500, DIST2=10, AGENT=10)
        self.assertEqual(self._suggested(), {"DIST2": ("down", self.levels[2])})
        self._set_values(DIST=10)
        self.assertEqual(self._suggested(), {})

    def test_levels_without_rule_are_left_alone(self):
        self.rules[1].active = False
        self._set_values(FREE=500)
        self.assertEqual(self._suggested(), {})
        self.rules[0].active, self.rules[1].active = False, True
        self.assertEqual(self._suggested(), {})

    def test_rule_without_measures_does_not_lift(self):
        self.rules[0].line_ids.unlink()
        self._set_values(FREE=60)
        self.assertEqual(self._suggested(), {})

    def test_newcomers_to_a_level_are_not_suggested_down(self):
        self._create_member("NEW", rank=2, region=self.north, date_start="2025-12-01")
        self.free.change_level(self.levels[2].id, "2025-01-01", "Small")
        self.free.change_level(self.levels[1].id, "2025-10-01", "Grown")
        self._set_values(NEW=0, FREE=0)
        self.assertEqual(self._suggested(), {})
        self._set_values(NEW=100)
        self.assertEqual(self._suggested(), {"NEW": ("up", self.levels[0])})

    def test_member_with_a_planned_change_is_left_alone(self):
        self.free.change_level(self.levels[2].id, "2026-05-01", "Agreed")
        self._set_values(FREE=500)
        self.assertEqual(self._suggested(), {})

    def test_members_that_are_not_active_are_left_alone(self):
        self._set_values(FREE=500)
        self.free.action_suspend("Late")
        self.assertEqual(self._suggested(), {})

    def test_each_question_is_asked_once(self):
        self.rules[0].period_months = 12
        self.asked.clear()
        self._find()
        end = date(2026, 3, 1)
        self.assertEqual(
            self.asked, [("bought", date(2025, 3, 1), end), ("bought", date(2025, 9, 1), end)]
        )

    # === ANOTHER LOOK === #

    def test_second_look_keeps_what_still_holds_and_outdates_the_rest(self):
        self._set_values(FREE=120)
        first = self._find()
        self.assertEqual(self._find(), first)
        self._set_values(FREE=130)  # an order came in late
        second = self._find()
        self.assertEqual((first.state, second.line_ids.value), ("outdated", 130))
        self._set_values(FREE=60)
        self.assertFalse(self._find())
        self.assertEqual(second.state, "outdated")

    def test_suggestion_of_a_member_that_has_left_is_outdated(self):
        self._set_values(FREE=120)
        suggestion = self._find()
        self.free.action_terminate("Closed")
        self._find()
        self.assertEqual(suggestion.state, "outdated")

    # === THE SEARCH === #

    def test_search_goes_on_where_it_stopped(self):
        self._set_values(FREE=120)
        with patch.object(distribution_level_run, "MEMBERS_PER_BATCH", 2):
            run = self.runs._start(self.company)
            counts = []
            while not run.is_done:
                run._process_batch()
                counts.append(run.checked_count)
            self.assertEqual(counts[0], 2)
            self.assertEqual((run.checked_count, run.found_count), (run.member_count, 1))
            self.assertGreater(len(counts), 2)

    def test_scheduler_searches_once_a_month(self):
        self._set_values(FREE=120)
        self._run_cron("ir_cron_find_level_suggestions", "2026-03-10")
        suggestion = self.suggestions.search([("member_id", "=", self.free.id)])
        self.assertEqual(suggestion.state, "pending")
        self.asked.clear()
        self._run_cron("ir_cron_find_level_suggestions", "2026-03-31")
        self.assertFalse(self.asked)
        self._run_cron("ir_cron_find_level_suggestions", "2026-04-02")  # wherever the company is
        self.assertTrue(self.asked)
        self.assertEqual(suggestion.state, "outdated", "newer figures took its place")

    def test_broken_rule_of_a_company_does_not_hold_up_others(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._create_rule(
            self.levels[0], ("bought", 1), company_id=other.id
        ).line_ids.measure = False
        self._set_values(FREE=120)
        with self.assertLogs(
            "odoo.addons.distribution_member.models.distribution_level_run"
        ) as log:
            self._run_cron("ir_cron_find_level_suggestions", "2026-03-10")
        self.assertIn("Other", log.output[0])
        self.assertTrue(self.suggestions.search([("member_id", "=", self.free.id)]))

    def test_button_looks_at_all_and_says_how_many(self):
        self._set_values(FREE=120)
        answer = self.suggestions.with_user(self.manager).action_find()
        self.assertIn("1 new suggestions", answer["params"]["message"])
        self.assertEqual(answer["params"]["type"], "success")

    def test_button_leaves_the_rest_to_the_scheduler(self):
        cron = self.env.ref("distribution_member.ir_cron_find_level_suggestions")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        with patch.object(distribution_level_run, "MEMBERS_PER_BATCH", 2):
            answer = self.suggestions.with_user(self.manager).action_find()
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 1)
        self.assertEqual(answer["params"]["type"], "info")

    def test_button_needs_rules(self):
        self.rules.active = False
        with self.assertRaisesRegex(UserError, "no level rules"):
            self.suggestions.action_find()

    @mute_logger("odoo.addons.distribution_member.models.distribution_audit", "odoo.sql_db")
    def test_only_managers_search(self):
        for group in ("user", "reviewer", "finance"):
            user = self._create_user(f"r_{group}", group)
            with self.subTest(group=group), self.assertRaises(AccessError):
                self.suggestions.with_user(user).action_find()

    def test_number_of_queries_does_not_grow_with_the_members(self):
        def count(size):
            for number in range(size):
                self._create_member(f"M{size}-{number}", rank=2, region=self.north)
            self.env.flush_all()
            self.env.invalidate_all()
            run = self.runs._start(self.company)
            before = self.cr.sql_log_count
            run._process_batch()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        self._set_values()
        self._find()  # what is cached once for all
        few = count(2)
        self.assertEqual(count(40), few)
