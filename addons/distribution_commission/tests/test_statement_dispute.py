from odoo.addons.distribution_member.tests.pure.test_safe_files import pdf
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestDispute(PayoutCommon):
    def test_disputed_line_is_held_until_it_is_decided(self):
        dispute = self._dispute_line(self.statement)
        self.assertRecordValues(
            self.statement,
            [{"state": "disputed", "disputed_amount": 20.0, "payable_now": 0.0}],
        )
        self.assertIn("20.00", self.statement.payout_note)
        with self.assertRaises(UserError):
            self._as_member(self.statement).action_confirm()
        self._decide(dispute)
        self.assertEqual(self.statement.payable_now, 20.0)
        self._as_member(self.statement).action_confirm()
        self.assertEqual(self.statement.state, "confirmed")

    def test_undisputed_lines_are_paid_at_once_and_the_rest_after_the_decision(self):
        self._sell(self.shop, (self.product, 5, 100.0), date="2026-02-03 10:00:00")
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-02-04 10:00:00")
        february = self._settle("2026-02-01", "2026-02-28")
        statement = self._find_statement(february, self.shop)
        line = statement.entry_ids.filtered(lambda entry: entry.amount == 10.0)
        self._as_member(statement).action_dispute(line.ids, "Wrong")
        statement.with_user(self.maker).action_pay()
        self.assertEqual(statement.payout_move_ids.amount_total, 20.0)
        self._register(statement.payout_move_ids)
        self.assertRecordValues(
            statement, [{"state": "disputed", "payment_state": "partial", "paid_amount": 20.0}]
        )
        self._decide(statement.dispute_ids)
        statement.with_user(self.maker).action_pay()
        first, rest = statement.payout_move_ids.sorted("distribution_part")
        self.assertEqual((rest.amount_total, rest.ref), (10.0, f"{statement.number}-2"))
        self.assertEqual(statement.move_id, first)
        self._register(rest)
        self.assertEqual(statement.state, "paid")

    def test_accepted_dispute_becomes_an_adjustment_of_the_next_statement(self):
        dispute = self._dispute_line(self.statement)
        self._decide(dispute, "action_accept", correction=5.0)
        adjustment = dispute.adjustment_id
        self.assertRecordValues(
            adjustment,
            [
                {
                    "state": "submitted",
                    "amount": 5.0,
                    "member_id": self.shop.id,
                    "cycle_id": self.cycle.id,
                    "entry_id": dispute.entry_ids.id,
                }
            ],
        )
        with self.assertRaises(UserError):
            adjustment.with_user(self.maker).action_approve()
        adjustment.with_user(self.approver).action_approve()
        self.assertEqual(adjustment.posted_ids.amount, 5.0)
        self.assertTrue(self.statement.verify_seal())

    def test_missing_sale_holds_nothing_back(self):
        self._as_member(self.statement).action_dispute([], "Order 7 is missing")
        self.assertRecordValues(
            self.statement, [{"state": "disputed", "disputed_amount": 0.0, "payable_now": 20.0}]
        )
        self.assertEqual(self.statement.dispute_ids.code, "missing")

    def test_only_own_lines_once_and_with_a_reason(self):
        foreign = self._statement_of(self.agent).entry_ids
        own = self.statement.entry_ids
        member = self._as_member(self.statement)
        for entry_ids, reason in (
            (foreign.ids, "Not mine"),
            (own.ids, "  "),
            (own.ids, None),
            ([10**9], "None such"),
            ("1", "Text"),
            ([[1]], "List"),
        ):
            with self.subTest(entries=entry_ids), self.assertRaises(UserError):
                member.action_dispute(entry_ids, reason)
        member.action_dispute(own.ids, "Wrong")
        with self.assertRaises(UserError):
            member.action_dispute(own.ids, "Again")
        self.assertEqual(len(self.statement.dispute_ids), 1)

    def test_nobody_decides_what_they_made_or_without_an_answer(self):
        self._adjust(self.shop, 7.0, "2026-02-10")
        statement = self._find_statement(self._settle("2026-02-01", "2026-02-28"), self.shop)
        self._as_member(statement).action_dispute(statement.entry_ids.ids, "Not agreed")
        dispute = statement.dispute_ids
        with self.assertRaises(UserError):
            self._decide(dispute)  # the maker of the adjustment
        decided = dispute.with_user(self.approver)
        decided.answer = " "
        with self.assertRaises(UserError):
            decided.action_refuse()
        decided.answer = "Agreed by phone"
        decided.action_refuse()
        with self.assertRaises(UserError):
            decided.action_accept()
        with self.assertRaises(UserError):
            decided.answer = "Something else"
        self.assertEqual(dispute.decided_by_id, self.approver)

    def test_members_people_see_their_disputes_and_change_none(self):
        dispute = self._dispute_line(self.statement)
        own = dispute.with_user(self.people[self.shop])
        [row] = own.read()
        self.assertEqual((row["reason"], row["amount"]), ("Too little", 20.0))
        self.assertFalse({"entry_ids", "adjustment_id"} & row.keys())
        [row] = self._as_member(self.statement).read()
        self.assertEqual(row["disputed_amount"], 20.0)
        self.assertNotIn("move_id", row)
        with self.assertRaises(AccessError):
            own.action_accept()
        with self.assertRaises(AccessError):
            own.answer = "Yes"
        foreign = dispute.with_user(self.people[self.distributor])
        self.assertFalse(foreign.search([("id", "=", dispute.id)]))

    def test_words_and_files_go_with_the_person_and_the_decision_stays(self):
        statement = self._as_member(self.statement)
        statement._dispute(self.statement.entry_ids.ids, "Ask Zhao", upload=("p.pdf", pdf()))
        dispute = self.statement.dispute_ids
        self._decide(dispute)
        self.assertEqual(self.shop._get_export_sections()["disputes"][0]["reason"], "Ask Zhao")
        self.shop._unlink_personal_records(self.shop._get_persons(), self.env["res.users"])
        self.assertRecordValues(
            dispute, [{"reason": "[erased]", "answer": "[erased]", "state": "refused"}]
        )
        self.assertFalse(dispute.file_ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute("UPDATE distribution_statement_dispute SET answer = 'Yes'")
