from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestCommissionPlan(CommissionCommon):
    def test_form_makes_a_plan_with_rules(self):
        with Form(self.env["distribution.commission.plan"]) as form:
            form.name = "By hand"
            form.cycle_id = self.cycle
            with form.rule_ids.new() as rule:
                rule.kind = "override"
                rule.rate = 4.5
        plan = form.save()
        self.assertEqual((plan.rule_ids.depth, plan.rule_ids.rate), (1, 4.5))
        self.assertIn("4.5 %", plan.rule_ids.with_context(lang="en_US").name)

    def test_plan_without_rules_cannot_be_activated(self):
        with self.assertRaisesRegex(UserError, "Add a rule"):
            self._create_plan()

    def test_terms_in_force_cannot_be_changed(self):
        for change in (
            lambda: self.plan.write({"hold_days": 3}),
            lambda: self.plan.write({"date_from": "2026-01-01"}),
            lambda: self.plan.rule_ids[0].write({"rate": 9.0}),
            lambda: self.plan.rule_ids[0].unlink(),
            lambda: self.plan.unlink(),
            lambda: self.env["distribution.commission.rule"].create(
                {"plan_id": self.plan.id, "kind": "rebate", "rate": 1.0}
            ),
        ):
            with self.assertRaisesRegex(UserError, "in force"):
                change()

    def test_plan_is_activated_and_closed_once(self):
        with self.assertRaises(UserError):
            self.plan.action_activate()
        self.plan.action_close()
        self.assertTrue(self.plan.date_to)
        with self.assertRaises(UserError):
            self.plan.action_close()

    def test_more_than_three_levels_are_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_plan({"kind": "rebate", "rate": 1.0}, max_depth=4)
        with self.assertRaises(ValidationError):
            self._create_plan({"kind": "override", "depth": 3, "rate": 1.0}, max_depth=2)

    def test_senseless_rules_are_refused_by_the_database(self):
        for rule in (
            {"kind": "rebate", "depth": 1, "rate": 1.0},
            {"kind": "override", "depth": 0, "rate": 1.0},
            {"kind": "rebate", "rate": 0.0},
            {"kind": "rebate", "rate": 1.0, "fixed_amount": 1.0},
            {"kind": "rebate", "rate": -1.0},
            {"kind": "rebate", "rate": 101.0},
            {"kind": "rebate", "rate": 1.0, "date_from": "2026-02-01", "date_to": "2026-01-01"},
        ):
            with (
                self.subTest(rule=rule),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_plan(rule)

    def test_plan_shows_what_it_has_earned(self):
        self._sell(self.shop, (self.product, 10, 100.0))
        self.assertEqual((self.plan.entry_count, self.plan.entry_amount), (3, 60.0))
