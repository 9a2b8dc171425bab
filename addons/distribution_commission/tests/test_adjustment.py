from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .settlement_common import JANUARY, SettlementCommon


@tagged("post_install", "-at_install")
class TestAdjustment(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adjustments = cls.env["distribution.commission.adjustment"].with_user(cls.maker)

    def _create(self, **values):
        return self.adjustments.create(
            {
                "member_id": self.shop.id,
                "amount": -12.5,
                "date": "2026-01-20",
                "reason": "Missed returns",
                **values,
            }
        )

    def test_approval_writes_one_explained_entry(self):
        adjustment = self._create()
        adjustment.action_submit()
        self.assertFalse(adjustment.posted_ids)
        adjustment.with_user(self.approver).action_approve()
        entry = adjustment.posted_ids
        self.assertRecordValues(
            entry,
            [
                {
                    "member_id": self.shop.id,
                    "kind": "adjustment",
                    "amount": -12.5,
                    "cycle_id": self.cycle.id,
                    "plan_id": False,
                    "order_id": False,
                    "buyer_id": False,
                }
            ],
        )
        self.assertIn("Missed returns", entry.explanation)
        statement = self._find_statement(self._settle(*JANUARY), self.shop)
        self.assertEqual((statement.adjustment, statement.carried), (-12.5, -12.5))
        self.assertEqual(adjustment.statement_id, statement)

    def test_nobody_approves_what_they_have_made(self):
        adjustment = self._create()
        adjustment.with_user(self.approver).amount = 500.0
        adjustment.action_submit()
        for user in (self.maker, self.approver):
            for decide in ("action_approve", "action_refuse"):
                with self.subTest(user=user.login), self.assertRaisesRegex(UserError, "yourself"):
                    getattr(adjustment.with_user(user), decide)()
        third = self._create_user("ta_third", "finance")
        adjustment.with_user(third).action_approve()
        self.assertEqual(adjustment.posted_ids.amount, 500.0)
        self.assertEqual(adjustment.decided_by_id, third)

    def test_signatures_and_state_are_not_written_by_hand(self):
        adjustment = self._create()
        adjustment.action_submit()
        for values in (
            {"state": "approved"},
            {"made_by_ids": [(5,)]},
            {"submitted_by_id": self.approver.id},
            {"decided_by_id": self.approver.id},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "buttons only"):
                adjustment.write(values)
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "buttons only"):
                self._create(**values)

    def test_terms_are_open_in_a_draft_only(self):
        adjustment = self._create()
        adjustment.amount = 1.0
        adjustment.action_submit()
        for values in ({"amount": 2.0}, {"reason": "Other"}, {"member_id": self.agent.id}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Only a draft"):
                adjustment.write(values)
        adjustment.action_withdraw()
        adjustment.amount = 3.0
        adjustment.action_submit()
        adjustment.with_user(self.approver).action_approve()
        self.assertEqual(adjustment.posted_ids.amount, 3.0)

    def test_database_keeps_what_was_decided_and_one_entry_each(self):
        adjustment = self._adjust(self.shop, 10.0, "2026-01-10")
        self.env.flush_all()
        for statement in (
            "UPDATE distribution_commission_adjustment SET amount = 11",
            "UPDATE distribution_commission_adjustment SET state = 'draft'",
            "DELETE FROM distribution_commission_adjustment",
            "UPDATE distribution_commission_entry SET adjustment_id = NULL",
            """
            INSERT INTO distribution_commission_entry (
                adjustment_id, company_id, cycle_id, kind, depth, sequence, member_id, amount,
                currency_id, date, available_date)
            SELECT adjustment_id, company_id, cycle_id, kind, depth, sequence, member_id, amount,
                   currency_id, date, available_date
              FROM distribution_commission_entry
            """,
            """
            INSERT INTO distribution_commission_entry (
                company_id, kind, depth, sequence, member_id, amount, currency_id, date,
                available_date)
            SELECT company_id, 'rebate', 0, 0, member_id, amount, currency_id, date, available_date
              FROM distribution_commission_entry
            """,
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement)
        with self.assertRaisesRegex(UserError, "Submit it first"):
            adjustment.with_user(self.approver).action_approve()
        self.assertEqual(len(adjustment.posted_ids), 1)

    def test_refusal_needs_a_note_and_writes_no_entry(self):
        adjustment = self._create()
        adjustment.action_submit()
        other = adjustment.with_user(self.approver)
        with self.assertRaisesRegex(UserError, "why you refuse"):
            other.action_refuse()
        other.decision_note = "Settled by a credit note"
        other.action_refuse()
        self.assertEqual(adjustment.state, "refused")
        self.assertFalse(adjustment.posted_ids)

    def test_values_that_make_no_sense_are_refused(self):
        self._sell(self.distributor, (self.product, 10, 100.0))
        entry = self.ledger.search([("member_id", "=", self.distributor.id)], limit=1)
        with self.assertRaises(ValidationError):
            self._create(entry_id=entry.id)
        for values in ({"amount": 0.0}, {"reason": False}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create(**values)

    def test_cycle_is_the_members_own_else_that_of_its_last_statement(self):
        other, own = self.env["distribution.settlement.cycle"].create(
            [
                {"name": "ZZ", "code": "Z", "frequency": "quarterly"},
                {"name": "ZZZ", "code": "ZZ", "frequency": "weekly"},
            ]
        )
        first = self.env["distribution.settlement.cycle"].search([], limit=1)
        self.assertEqual(self._create().cycle_id, first)
        self._adjust(self.shop, 5.0, "2026-01-10", other)
        self._settle_cycle(other, JANUARY[0])
        self.assertEqual(self._create().cycle_id, other)
        self.shop.settlement_cycle_id = own
        self.assertEqual(self._create().cycle_id, own)

    def test_late_adjustment_stands_on_the_next_statement(self):
        self._settle(*JANUARY)
        self._adjust(self.shop, 10.0, "2026-01-10")
        february = self._settle("2026-02-01", "2026-02-28")
        self.assertEqual(february.adjustment, 10.0)

    def test_others_than_finance_see_no_adjustments(self):
        self._create()
        for role in ("user", "reviewer", "manager"):
            user = self._create_user(f"ta_{role}", role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.adjustments.with_user(user).search([])

    def test_todo_counts_what_others_have_submitted(self):
        todo = self.env.ref("distribution_commission.todo_adjustments_to_decide")
        before = todo.with_user(self.approver).waiting_count
        self._create().action_submit()
        todo.invalidate_recordset()
        self.assertEqual(todo.with_user(self.approver).waiting_count, before + 1)
        self.assertEqual(todo.with_user(self.maker).waiting_count, 0)
