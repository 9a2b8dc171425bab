from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestPlanVersion(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.state = "draft"  # the small channel's own rests here
        cls.first = cls._create_plan(
            {"kind": "rebate", "rate": 2.0},
            {
                "kind": "volume",
                "tier_ids": [
                    Command.create({"threshold": 0, "rate": 2.0}),
                    Command.create({"threshold": 100_000, "rate": 3.0}),
                ],
            },
            {"kind": "override", "depth": 1, "rate": 1.0},
        )
        cls.today = cls.company._get_distribution_today()

    def _make_version(self, plan=None, date_from=None):
        action = (plan or self.first).action_new_version(date_from)
        return self.env["distribution.commission.plan"].browse(action["res_id"])

    def test_new_version_is_a_draft_with_the_same_terms(self):
        second = self._make_version()
        self.assertEqual(second.state, "draft")
        self.assertEqual((second.version, second.previous_id), (2, self.first))
        self.assertEqual(second.name, self.first.name)
        self.assertEqual(second.date_from, self.today + timedelta(days=1))
        self.assertEqual(second.rule_ids.previous_id, self.first.rule_ids)
        for rule in second.rule_ids:
            self.assertEqual(rule.kind, rule.previous_id.kind)
            self.assertEqual(rule.rate, rule.previous_id.rate)
        self.assertEqual(second.rule_ids.tier_ids.mapped("rate"), [2.0, 3.0])
        self.assertEqual(second._compare_rules(), [])
        self.assertEqual(second.version_ids, second | self.first)
        self.assertEqual(self.first.version_ids, second | self.first)

    def test_second_click_opens_the_same_draft(self):
        self.assertEqual(self._make_version(), self._make_version())
        self._make_version().unlink()
        self.assertEqual(self._make_version().version, 2)

    def test_draft_has_no_new_version(self):
        with self.assertRaisesRegex(UserError, "Only an active plan"):
            self._make_version().action_new_version()

    def test_activating_ends_the_version_before_on_the_day_before(self):
        second = self._make_version(date_from="2026-03-01")
        self.assertFalse(self.first.date_to, "a draft changes nothing")
        second.action_activate()
        self.assertEqual(self.first.date_to, Date.to_date("2026-02-28"))
        self.assertEqual(self.first.state, "active")
        third = self._make_version(second, "2026-04-01")
        third.action_activate()
        self.assertEqual((third.version, third.first_id), (3, self.first))
        self.assertEqual(len(self.first.version_ids), 3)

    def test_each_day_is_paid_by_exactly_one_version(self):
        second = self._make_version(date_from="2026-03-01")
        second.rule_ids.filtered(lambda rule: rule.kind == "rebate").rate = 5.0
        second.action_activate()
        for day, amount in (("2026-02-28", 20.0), ("2026-03-01", 50.0)):
            order = self._sell(self.shop, (self.product, 10, 100.0), date=f"{day} 04:00:00")
            entries = self.ledger.search([("order_id", "=", order.id), ("kind", "=", "rebate")])
            with self.subTest(day=day):
                self.assertEqual(entries.mapped("amount"), [amount])

    def test_start_on_which_the_old_version_has_earned_is_refused(self):
        order = self._sell(self.shop, (self.product, 10, 100.0), date="2026-03-10 04:00:00")
        kept = self.ledger.search([("order_id", "=", order.id)])
        for start in ("2026-03-10", "2026-03-01"):
            with self.assertRaisesRegex(UserError, "already earned"):
                self._make_version(date_from=start)
        second = self._make_version(date_from="2026-03-11")
        late = self._sell(self.shop, (self.product, 10, 100.0), date="2026-03-12 04:00:00")
        with self.assertRaisesRegex(UserError, "already earned"):
            second.action_activate()
        self.assertFalse(self.first.date_to)
        second.date_from = "2026-03-13"
        second.action_activate()
        self.assertEqual(self.first.date_to, Date.to_date("2026-03-12"))
        self.assertTrue(kept.exists())
        self.assertEqual(self.ledger.search([("order_id", "=", late.id)]).plan_id, self.first)

    def test_return_after_the_change_follows_its_sale_and_does_not_block(self):
        order = self._sell(self.shop, (self.product, 10, 100.0), date="2026-03-10 04:00:00")
        second = self._make_version(date_from="2026-03-11")
        self._sell(
            self.shop,
            (self.product, -3, 100.0),
            date="2026-03-20 04:00:00",
            origin=order.order_line,
        )
        second.action_activate()
        self.assertEqual(self.first.date_to, Date.to_date("2026-03-10"))

    def test_gaps_and_overlaps_are_refused(self):
        with self.assertRaisesRegex(UserError, "begins after that day"):
            self._make_version(date_from="2020-01-01")
        self.first.date_to = "2026-06-30"
        with self.assertRaisesRegex(UserError, "nobody would pay"):
            self._make_version(date_from="2026-07-02")
        second = self._make_version(date_from="2026-03-01")
        self.assertEqual(second.date_to, Date.to_date("2026-06-30"))
        second.action_activate()
        for end in ("2026-02-27", "2026-03-01", False):
            with self.subTest(end=end), self.assertRaisesRegex(ValidationError, "exactly one"):
                self.first.date_to = end

    def test_database_refuses_two_versions_of_a_day(self):
        second = self._make_version(date_from="2026-03-01")
        second.action_activate()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE distribution_commission_plan SET date_to = NULL WHERE id = %s",
                (self.first.id,),
            )

    def test_version_before_must_be_active_first(self):
        second = self._make_version(date_from="2026-03-01")
        second.action_activate()
        self.first._write_state("draft")
        self.env.invalidate_all()
        third = self._make_version(second, "2026-04-01")
        second._write_state("draft")
        with self.assertRaisesRegex(UserError, "first: it comes before"):
            third.action_activate()

    def test_clients_cannot_forge_a_version_or_an_approval(self):
        admin = self._create_user("tv_admin", "admin")
        plan = self._make_version().with_user(admin)
        for values in (
            {"version": 9},
            {"previous_id": False},
            {"first_id": False},
            {"approver_id": admin.id},
            {"approved_on": "2026-01-01 00:00:00"},
            {"maker_ids": [Command.clear()]},
            {"terms_revision": 0},
        ):
            forged = plan.with_context(distribution_plan_terms=True)
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "buttons"):
                forged.write(values)
        with self.assertRaisesRegex(UserError, "buttons"):
            plan.create({"name": "X", "cycle_id": self.cycle.id, "version": 3})

    def test_finance_makes_no_version(self):
        finance = self._create_user("tv_finance", "finance")
        with self.assertRaises(AccessError):
            self.first.with_user(finance).action_new_version()
        with self.assertRaises(AccessError):
            self._make_version().with_user(finance).action_activate()

    def test_difference_names_what_was_added_removed_and_changed(self):
        second = self._make_version(date_from="2026-03-01")
        second.hold_days = 7
        volume = second.rule_ids.filtered(lambda rule: rule.kind == "volume")
        volume.tier_mode = "cliff"
        volume.tier_ids[1].rate = 3.5
        volume.tier_ids = [Command.create({"threshold": 150_000, "rate": 4.0})]
        second.rule_ids.filtered(lambda rule: rule.kind == "override").unlink()
        second.rule_ids = [Command.create({"kind": "target", "rate": 1, "target_amount": 5000})]
        rules = second._compare_rules()
        self.assertEqual(sorted(rule["status"] for rule in rules), ["added", "changed", "removed"])
        [changed] = [rule for rule in rules if rule["status"] == "changed"]
        values = {(row["old"], row["new"]) for row in changed["rows"]}
        self.assertIn(("3 %", "3.5 %"), values)
        self.assertIn(("", "4 %"), values)
        self.assertEqual(len(values), 3)
        [added] = [rule for rule in rules if rule["status"] == "added"]
        self.assertFalse(added["rows"])
        terms = second._compare(self.first, second, ("hold_days", "trigger"))
        self.assertEqual([(row["old"], row["new"]) for row in terms], [("0", "7")])
        for text in ("3.5 %", "Removed", "Added", "v1", "v2"):
            self.assertIn(text, second.difference)
        self.assertFalse(self.first.difference)
        self.assertEqual(second.action_show_difference()["res_id"], second.id)

    def test_difference_lists_the_tiers_of_added_and_removed_rules(self):
        second = self._make_version(date_from="2026-03-01")
        second.rule_ids.filtered(lambda rule: rule.kind == "volume").unlink()
        tiers = [Command.create({"threshold": 50, "rate": 7.0})]
        second.rule_ids = [Command.create({"kind": "volume", "tier_ids": tiers})]
        rows = {rule["status"]: rule["rows"] for rule in second._compare_rules()}
        self.assertEqual([(row["old"], row["new"]) for row in rows["added"]], [("", "7 %")])
        self.assertEqual(
            [(row["old"], row["new"]) for row in rows["removed"]], [("2 %", ""), ("3 %", "")]
        )
        self.assertIn("50.00", rows["added"][0]["label"])

    def test_every_reader_sees_the_whole_plan(self):
        second = self._make_version(date_from="2026-03-01")
        for role in ("manager", "finance", "admin"):
            user = self._create_user(f"tv_reader_{role}", role)
            [values] = second.with_user(user).with_context(lang="en_US").read()
            with self.subTest(role=role):
                self.assertEqual(values["finding_count"], second.finding_count)
                self.assertIn("v2", values["difference"])
                self.assertEqual("payout_share" in values, role != "manager")

    def test_phase_follows_the_days(self):
        second = self._make_version(date_from=self.today + timedelta(days=5))
        self.assertEqual((self.first.phase, second.phase), ("running", "draft"))
        second.action_activate()
        self.assertEqual((self.first.phase, second.phase), ("running", "announced"))
