from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import CommissionCommon

OVERRIDE = {"kind": "override", "depth": 1, "rate": 3.0}
# Every field of a rule, so that whoever adds one thinks of the law first.
RULE_FIELDS = {
    *("plan_id", "company_id", "sequence", "kind", "depth", "rate", "fixed_amount", "member_id"),
    *("level_id", "buyer_level_id", "region_id", "product_id", "categ_id", "min_quantity"),
    *("min_amount", "max_amount", "period_cap", "measure", "measure_period", "tier_mode"),
    *("target_amount", "date_from", "date_to", "previous_id"),
}
BASE_FIELDS = {"id", "create_uid", "create_date", "write_uid", "write_date"}


@tagged("post_install", "-at_install")
class TestPlanLaw(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls._create_user("tl_maker", "admin")
        cls.second = cls._create_user("tl_second", "admin")
        cls.person = cls._create_member(
            "PERSON", rank=3, upline=cls.distributor, region=cls.north, subject_type="person"
        )

    def _draft(self, *rules, **values):
        return self._create_plan(*rules, activate=False, **values).with_user(self.maker)

    def test_no_rule_knows_head_counts_or_joining_fees(self):
        rules = self.env["distribution.commission.rule"]
        stored = {
            name for name, field in rules._fields.items() if field.store and field.column_type
        }
        self.assertEqual(stored - BASE_FIELDS, RULE_FIELDS)
        for name, values in (
            ("kind", ["rebate", "override", "differential", "volume", "target"]),
            ("measure", ["own", "direct", "team"]),
        ):
            self.assertEqual(rules._fields[name].get_values(self.env), values)
        plan = self.env["distribution.commission.plan"]._fields
        self.assertEqual(
            plan["trigger"].get_values(self.env), ["confirmed", "delivered", "invoiced", "paid"]
        )
        self.assertEqual(
            plan["base"].get_values(self.env), ["untaxed", "taxed", "margin", "quantity"]
        )

    def test_plan_that_reaches_persons_needs_all_four(self):
        plan = self._draft(OVERRIDE)
        self.assertEqual(plan.person_count, 1)
        self.assertIn("cannot be activated", plan.findings)
        with self.assertRaisesRegex(UserError, "article 7") as caught:
            plan.action_activate()
        for text in ("legal basis", "end date", "second administrator", "1 natural"):
            self.assertIn(text, str(caught.exception))
        self.assertNotIn("levels", str(caught.exception).split("needs:")[1])
        plan.write({"legal_basis": "Contract 12", "date_to": "2030-12-31"})
        with self.assertRaisesRegex(UserError, "second administrator"):
            plan.action_activate()
        plan.with_user(self.second).action_approve()
        plan.action_activate()
        self.assertEqual(plan.state, "active")
        self.assertEqual((plan.approver_id, bool(plan.approved_on)), (self.second, True))

    def test_article_is_named_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["distribution_commission"], ["zh_CN"])
        with self.assertRaisesRegex(UserError, "《禁止传销条例》.*第七条"):
            self._draft(OVERRIDE).with_context(lang="zh_CN").action_activate()

    def test_which_rules_reach_persons(self):
        person_level = self.person.level_id
        for rule, is_reached in (
            ({"kind": "rebate", "rate": 2.0}, False),
            ({"kind": "volume", "rate": 2.0}, False),
            ({"kind": "target", "rate": 2.0, "target_amount": 10.0}, False),
            ({"kind": "volume", "rate": 2.0, "measure": "team"}, True),
            ({"kind": "volume", "rate": 2.0, "measure": "direct"}, True),
            ({"kind": "target", "rate": 2.0, "target_amount": 1.0, "measure": "direct"}, True),
            ({"kind": "differential", "rate": 2.0}, True),
            (OVERRIDE, True),
            ({**OVERRIDE, "level_id": person_level.id}, True),
            ({**OVERRIDE, "level_id": self.agent.level_id.id}, False),
            ({**OVERRIDE, "member_id": self.person.id}, True),
            ({**OVERRIDE, "member_id": self.agent.id}, False),
            ({**OVERRIDE, "region_id": self.north.id}, True),
            ({**OVERRIDE, "region_id": self.city.id}, True),
            ({**OVERRIDE, "region_id": self.south.id}, False),
        ):
            with self.subTest(rule=rule):
                self.assertEqual(bool(self._draft(rule).person_count), is_reached)

    def test_person_above_a_buyer_of_the_region_is_reached(self):
        above = self._create_member(
            "ABOVE", rank=2, upline=self.agent, region=self.north, subject_type="person"
        )
        self._create_member("BELOW", rank=3, upline=above, region=self.south)
        plan = self._draft({**OVERRIDE, "region_id": self.south.id})
        self.assertEqual(plan.person_count, 1)

    def test_level_that_earns_nothing_of_the_kind_is_not_reached(self):
        self.person.level_id.earns_override = False
        self.assertFalse(self._draft(OVERRIDE).person_count)

    def test_terminated_persons_are_not_reached(self):
        plan = self._draft(OVERRIDE)
        self.person.action_terminate("Closed")
        plan.invalidate_recordset()
        self.assertFalse(plan.person_count)

    def test_persons_are_paid_one_level(self):
        terms = {"legal_basis": "Contract", "date_to": "2030-12-31"}
        for rules, is_lawful in (
            ([OVERRIDE], True),
            ([OVERRIDE, {"kind": "override", "depth": 2, "rate": 1.0}], False),
            ([{"kind": "differential", "rate": 1.0}], False),
            ([{"kind": "volume", "rate": 1.0, "measure": "direct"}], True),
            ([{"kind": "volume", "rate": 1.0, "measure": "team"}], False),
        ):
            plan = self._draft(*rules, **terms)
            plan.with_user(self.second).action_approve()
            with self.subTest(rules=rules):
                missing = plan._list_missing_for_persons()
                self.assertEqual(
                    ["at most 1 level" in text for text in missing], [True][is_lawful:]
                )

    def test_company_may_be_stricter_never_more_generous(self):
        self.company.distribution_person_levels_max = 0
        plan = self._draft(OVERRIDE, legal_basis="Contract", date_to="2030-12-31")
        plan.with_user(self.second).action_approve()
        with self.assertRaisesRegex(UserError, "at most 0 level"):
            plan.action_activate()
        with self.assertRaisesRegex(ValidationError, "article 7"):
            self.company.distribution_person_levels_max = 2
        with self.assertRaises(ValidationError):
            self.company.distribution_levels_max = 4

    def test_no_plan_pays_more_levels_than_allowed(self):
        self.company.distribution_levels_max = 2
        with self.assertRaisesRegex(ValidationError, "2 that are allowed.*article 7"):
            self._draft(OVERRIDE, max_depth=3)
        plan = self._draft(OVERRIDE)
        self.assertEqual(plan.max_depth, 2)

    def test_limits_are_data_with_dates(self):
        limits = self.env["distribution.commission.limit"]
        year = fields.Date.today().year + 2  # of the newer law
        limits.create(
            {
                "code": "person_levels",
                "value": 0,
                "date_from": f"{year}-01-01",
                "source": "A newer law, article 9",
            }
        )
        terms = {"legal_basis": "Contract", "date_to": f"{year + 2}-12-31"}
        before = self._draft(OVERRIDE, date_from=f"{year - 1}-06-01", **terms)
        after = self._draft(OVERRIDE, date_from=f"{year}-06-01", **terms)
        for plan in (before, after):
            plan.with_user(self.second).action_approve()
        before.action_activate()
        with self.assertRaisesRegex(UserError, "at most 0 level"):
            after.action_activate()

    def test_nobody_approves_what_they_made(self):
        plan = self._draft(OVERRIDE, legal_basis="Contract", date_to="2030-12-31")
        plan.rule_ids.rate = 2.5
        self.assertIn(self.maker, plan.maker_ids)
        with self.assertRaisesRegex(UserError, "Nobody approves"):
            plan.action_approve()
        plan.with_user(self.second).rule_ids.rate = 2.0
        with self.assertRaisesRegex(UserError, "Nobody approves"):
            plan.with_user(self.second).action_approve()

    def test_plan_waits_for_the_administrators_who_did_not_write_it(self):
        todo = self.env.ref("distribution_commission.todo_plans_to_approve")
        plan = self._draft(OVERRIDE, date_to="2030-12-31")
        self.assertEqual(todo.with_user(self.second).waiting_count, 0)
        plan.legal_basis = "Contract"
        todo.invalidate_recordset()
        counts = [todo.with_user(user).waiting_count for user in (self.second, self.maker)]
        self.assertEqual(counts, [1, 0])
        plan.with_user(self.second).action_approve()
        todo.invalidate_recordset()
        self.assertEqual(todo.with_user(self.second).waiting_count, 0)

    def test_every_change_of_the_terms_undoes_the_approval(self):
        plan = self._draft(
            {"kind": "volume", "measure": "direct", "tier_ids": [Command.create({"rate": 1.0})]},
            legal_basis="Contract",
            date_to="2030-12-31",
        )
        rule = plan.rule_ids
        for change in (
            lambda: plan.write({"payout_cap": 20.0}),
            lambda: plan.write({"legal_basis": "Other"}),
            lambda: plan.write({"date_to": "2031-12-31"}),
            lambda: rule.write({"period_cap": 10.0}),
            lambda: rule.tier_ids.write({"rate": 2.0}),
            lambda: rule.write({"tier_ids": [Command.create({"threshold": 10, "rate": 3.0})]}),
            lambda: rule.tier_ids[:1].unlink(),
            lambda: plan.write({"rule_ids": [Command.create({"kind": "rebate", "rate": 1.0})]}),
            lambda: plan.rule_ids[:1].unlink(),
        ):
            plan.with_user(self.second).action_approve()
            self.assertEqual(plan.approver_id, self.second)
            change()
            self.assertFalse(plan.approver_id)
            self.assertFalse(plan.approved_on)

    def test_terms_that_changed_meanwhile_are_not_approved(self):
        plan = self._draft(OVERRIDE)
        seen = plan.terms_revision
        plan.hold_days = 3
        late = plan.with_user(self.second).with_context(terms_revision=seen)
        with self.assertRaisesRegex(UserError, "have changed"):
            late.action_approve()
        late.with_context(terms_revision=plan.terms_revision).action_approve()

    def test_approved_end_is_not_moved_back(self):
        plan = self._draft(OVERRIDE, legal_basis="Contract", date_to="2030-12-31")
        plan.with_user(self.second).action_approve()
        plan.action_activate()
        for end in (False, "2031-01-01"):
            with self.assertRaisesRegex(UserError, "approved until"):
                plan.date_to = end
        plan.date_to = "2030-06-30"
        self.assertEqual(plan.approver_id, self.second)

    def test_scheduler_reports_persons_that_came_later_and_changes_nothing(self):
        self.person.subject_type = "company"
        plan = self._create_plan(OVERRIDE)
        lines = plan.rule_ids.read()
        kind = self.env.ref("distribution_commission.mail_activity_plan_persons")
        plan._cron_watch_persons()
        self.assertFalse(plan.activity_ids)
        self.person.subject_type = "person"
        for _run in range(2):
            plan._cron_watch_persons()
            self.assertEqual(plan.activity_ids.activity_type_id, kind)
            self.assertEqual(len(plan.activity_ids), 1)
        self.assertTrue(plan.activity_ids.user_id)
        self.assertIn("1 natural person", plan.findings)
        self.assertEqual((plan.state, plan.rule_ids.read()), ("active", lines))
        order = self._sell(self.shop, (self.product, 10, 100.0))
        entries = self.ledger.search([("order_id", "=", order.id), ("plan_id", "=", plan.id)])
        self.assertEqual(entries.mapped("amount"), [30.0])

    def test_database_keeps_the_hard_maximum(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE distribution_commission_plan SET max_depth = 4 WHERE id = %s",
                (self.plan.id,),
            )

    def test_limits_are_added_and_never_above_the_hard_maximum(self):
        limits = self.env["distribution.commission.limit"].with_user(self.maker)
        row = {"code": "person_levels", "value": 2, "date_from": "2028-01-01", "source": "New law"}
        limit = limits.create(row)
        for operation in ("write", "unlink"):
            self.assertFalse(limit.has_access(operation))
        self.assertEqual(limits._get("person_levels", self.company, limit.date_from), 1)
        for code in ("levels", "person_levels"):
            values = {**row, "code": code, "value": 4, "date_from": "2029-01-01"}
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
                limits.create(values)
