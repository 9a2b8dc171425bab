from odoo.exceptions import AccessError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestPayout(PayoutCommon):
    def test_settlement_is_paid_by_one_bill_a_statement(self):
        self._confirm_all()
        finance = self.january.with_user(self.maker)
        for _click in range(3):
            finance.action_pay()
        moves = self.january.statement_ids.payout_move_ids
        self.assertEqual(sorted(moves.mapped("amount_total")), [10.0, 20.0, 30.0])
        self.assertEqual({*moves.mapped("move_type")}, {"in_invoice"})
        self.assertEqual({*moves.mapped("state")}, {"posted"})
        self.assertEqual(self.statement.move_id.ref, self.statement.number)
        self.assertEqual(self.january.state, "published")

    def test_payments_flow_back_from_accounting_and_reversals_too(self):
        self._confirm_all()
        self.january.with_user(self.maker).action_pay()
        moves = self.january.statement_ids.payout_move_ids
        move = self.statement.move_id
        self._register(move, 5.0)
        self.assertRecordValues(
            self.statement,
            [{"state": "confirmed", "payment_state": "partial", "paid_amount": 5.0}],
        )
        for one in moves:
            self._register(one)
        self.assertEqual({*self.january.statement_ids.mapped("state")}, {"paid"})
        self.assertEqual(self.january.state, "paid")
        self.assertTrue(self.statement.verify_seal())
        self._undo_payment(move)
        self.assertRecordValues(
            self.statement, [{"state": "confirmed", "payment_state": "not_paid"}]
        )
        self.assertEqual(self.january.state, "published")
        self._register(move)
        self.january.with_user(self.maker).action_close()
        self.assertEqual(self.january.state, "closed")

    def test_cancelled_or_reversed_bill_makes_the_statement_due_again(self):
        self._confirm_all()
        self.statement.with_user(self.maker).action_pay()
        bill = self.statement.move_id
        reversal = bill._reverse_moves([{"invoice_date": bill.invoice_date}], cancel=True)
        self.assertFalse(reversal.distribution_statement_id)
        self.assertRecordValues(
            self.statement, [{"payment_state": "reversed", "payable_now": 20.0}]
        )
        self.statement.with_user(self.maker).action_pay()
        again = self.statement.payout_move_ids - bill
        again.button_draft()
        again.button_cancel()
        self.assertEqual(self.statement.payable_now, 20.0)

    def test_database_refuses_a_second_document(self):
        self._confirm_all()
        self.statement.with_user(self.maker).action_pay()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "INSERT INTO account_move (move_type, state, date, journal_id, currency_id,"
                " auto_post, distribution_statement_id, distribution_part)"
                " SELECT move_type, 'draft', date, journal_id, currency_id, auto_post,"
                " distribution_statement_id, 1 FROM account_move WHERE id = %s",
                [self.statement.move_id.id],
            )

    def test_frozen_payout_stays_with_its_reason(self):
        self._confirm_all()
        today = self.company._get_distribution_today()
        self.shop.action_freeze("payout", today, "Account in dispute")
        self.january.with_user(self.maker).action_pay()
        self.assertFalse(self.statement.move_id)
        self.assertIn("Account in dispute", self.statement.payout_note)
        self.assertTrue(self._statement_of(self.agent).move_id)

    def test_unanswered_statement_waits_for_the_end_of_its_days(self):
        self.statement.with_user(self.maker).action_pay()
        self.assertFalse(self.statement.move_id)
        self.january.date_published = Date.subtract(self.company._get_distribution_today(), days=8)
        self.statement.with_user(self.maker).action_pay()
        self.assertEqual(self.statement.move_id.amount_total, 20.0)
        self.assertFalse(self.statement.confirmed_on)

    def test_rebate_credit_note_earns_nothing(self):
        self.cycle.payout_method = "credit_note"
        self._confirm_all()
        entries = self.ledger.search_count([])
        self.statement.with_user(self.maker).action_pay()
        credit = self.statement.move_id
        self.assertEqual((credit.move_type, credit.amount_total), ("out_refund", 20.0))
        self.assertEqual(self.ledger.accrue(), 0)
        self.assertEqual(self.ledger.search_count([]), entries)

    def test_credit_note_pays_by_being_set_off_against_an_invoice(self):
        self.shop.payout_method = "credit_note"
        self._confirm_all()
        self.statement.with_user(self.maker).action_pay()
        credit = self.statement.move_id
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.shop.partner_id.id,
                "invoice_date": credit.invoice_date,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": 50.0, "tax_ids": False})
                ],
            }
        )
        invoice.action_post()
        lines = (credit | invoice).line_ids
        lines.filtered(lambda line: line.display_type == "payment_term").reconcile()
        self.assertEqual(self.statement.state, "paid")

    def test_person_is_paid_net_of_the_tax(self):
        account = self.env["account.account"].create(
            {"name": "Tax owed", "code": "222199", "account_type": "liability_current"}
        )
        table = self.env.ref("distribution_commission.withholding_table_labour_2019")
        table.currency_id = self.company.currency_id
        self.company.distribution_withholding = "labour_monthly"
        self.shop.subject_type = "person"
        self._adjust(self.shop, 3000.0, "2026-02-10")
        statement = self._find_statement(self._settle("2026-02-01", "2026-02-28"), self.shop)
        self._as_member(statement).action_confirm()
        statement.with_user(self.maker).action_pay()
        bill = statement.move_id
        self.assertEqual((bill.amount_total, statement.payable), (2560.0, 2560.0))
        withheld = bill.line_ids.filtered(lambda line: line.account_id == account)
        self.assertEqual(withheld.credit, 440.0)

    def test_only_finance_pays(self):
        manager = self._create_user("po_manager", "manager")
        for user in (manager, self.people[self.shop]):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.statement.with_user(user).action_pay()
        with self.assertRaises(AccessError):
            self.january.with_user(manager).action_pay()
