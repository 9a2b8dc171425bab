import io

import openpyxl
from odoo import fields
from odoo.tests import tagged
from odoo.tools import format_date, mute_logger
from psycopg2 import IntegrityError

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestStatement(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.partner_id.name = "=HYPERLINK(evil)"
        cls.order = cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.settlement = cls.env["distribution.settlement"].create(
            {"cycle_id": cls.cycle.id, "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )
        cls.settlement.action_compute()
        cls.settlement.action_publish()
        cls.statement = cls.settlement.statement_ids.filtered(
            lambda statement: statement.member_id == cls.shop
        )

    def test_numbers_follow_the_member_codes(self):
        numbers = {s.member_id.code: s.number for s in self.settlement.statement_ids}
        self.assertEqual(
            numbers,
            {"AGENT": "T/202601/00001", "DIST": "T/202601/00002", "SHOP": "T/202601/00003"},
        )

    def test_database_refuses_to_change_a_published_statement(self):
        for change in (
            "payable = payable + 0.01",
            "earned = 0",
            "member_id = member_id + 1",
            "number = 'X'",
            "state = 'draft'",
        ):
            with self.subTest(change=change):
                self.assert_database_refuses(
                    f"UPDATE distribution_statement SET {change} WHERE id = %s",  # noqa: S608
                    [self.statement.id],
                )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute("DELETE FROM distribution_statement")

    def test_workbook_holds_figures_and_lines_and_no_formula(self):
        book = openpyxl.load_workbook(io.BytesIO(self.statement._build_workbook()))
        summary, lines = book.worksheets
        figures = [row[1].value for row in summary.iter_rows(min_row=7, max_row=16)]
        self.assertEqual(figures, [0, 20, 0, 0, 0, 0, 0, 0, 20, 0])
        self.assertEqual([cell.value for cell in lines[2]][8], 20)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.coordinate)

    def test_report_shows_number_and_lines(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "distribution_commission.report_statement", self.statement.ids
        )
        for words in (self.statement.number, self.order.name, "20.00"):
            self.assertIn(words, html.decode())

    def test_figures_add_up(self):
        figures = {figure.name: figure.amount for figure in self.statement._get_figures()}
        self.assertEqual(
            figures,
            {"opening_balance": 0, "earned": 20, "clawback": 0, "payable": 20, "carried": 0},
        )
        every = {figure.name: figure.amount for figure in self.statement._get_figures(False)}
        results = every.pop("payable") + every.pop("carried")
        self.assertEqual(sum(every.values()), results)

    def test_statement_says_since_when_and_why_payout_is_stopped(self):
        self.assertFalse(self.statement.payout_freeze_note)
        today = fields.Date.context_today(self.env.user)
        self.shop.action_freeze("order", today, "Does not concern payout")
        self.assertFalse(self.statement.payout_freeze_note)
        self.shop.action_freeze("payout", today, "Account in dispute")
        self.assertIn(format_date(self.env, today), self.statement.payout_freeze_note)
        self.assertIn("Account in dispute", self.statement.payout_freeze_note)
        stopped = self.env["distribution.statement"].search(
            [("member_id.freeze_payout", "=", True)]
        )
        self.assertEqual(stopped.member_id, self.shop)
        self.shop.action_unfreeze("payout", today, "Settled")
        self.assertFalse(self.statement.payout_freeze_note)
