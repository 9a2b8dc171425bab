from datetime import date, timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .settlement_common import JANUARY, SettlementCommon

# Gross payment of a month: tax (commission.md §5).
LABOUR = {
    0.01: 0,
    800: 0,
    3000: 440,
    4000: 640,
    4000.01: 640,
    10000: 1600,
    25000: 4000,
    25000.01: 4000,
    30000: 5200,
    62500: 13000,
    100000: 25000,
}
FIRST_WEEK = date(2025, 12, 29)  # it ends in January, as do the three weeks after it
WEEK = timedelta(days=7)


@tagged("post_install", "-at_install")
class TestWithholding(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = cls.env.ref("distribution_commission.withholding_table_labour_2019")
        cls.table.currency_id = cls.company.currency_id
        cls.company.distribution_withholding = "labour_monthly"
        cls.shop.subject_type = "person"
        cls.weekly = cls.env["distribution.settlement.cycle"].create(
            {"name": "Weekly", "code": "W", "frequency": "weekly"}
        )

    def _pay(self, amount, day, cycle=None, publish=True):
        """Return the member's statement that pays an amount."""
        cycle = cycle or self.cycle
        if amount:
            self._adjust(self.shop, amount, day, cycle)
        return self._find_statement(self._settle_cycle(cycle, day, publish), self.shop)

    def test_table_of_the_law(self):
        for number, (gross, tax) in enumerate(LABOUR.items()):
            with self.subTest(gross=gross):
                cycle = self.env["distribution.settlement.cycle"].create(
                    {"name": "Monthly", "code": f"L{number}"}
                )
                member = self._create_member(f"P{number}", 3, self.north, subject_type="person")
                self._adjust(member, gross, JANUARY[0], cycle)
                statement = self._settle_cycle(cycle, JANUARY[0]).statement_ids
                self.assertEqual((statement.tax, statement.payable), (tax, gross - tax))

    def test_weeks_of_a_month_are_one_occasion(self):
        statements = [self._pay(3000, FIRST_WEEK + week * WEEK, self.weekly) for week in range(4)]
        self.assertEqual([one.tax for one in statements], [440, 520, 480, 480])
        last = statements[-1]
        self.assertEqual((last.month_gross_before, last.month_tax_before), (9000, 1440))
        self.assertEqual(last.taxable, 9600)
        self.assertIn("12,000.00", last._get_notes()[0])
        february = self._pay(3000, FIRST_WEEK + 4 * WEEK, self.weekly)
        self.assertEqual((february.month_gross_before, february.tax), (0, 440))
        action = last.with_context(figure="tax").action_open_figure()
        self.assertEqual(len(self.env["distribution.statement"].search(action["domain"])), 4)

    def test_all_cycles_of_the_company_count_and_a_change_in_between_refuses(self):
        weekly = self._pay(3000, FIRST_WEEK, self.weekly, publish=False)
        monthly = self._pay(3000, JANUARY[0])
        self.assertEqual((weekly.tax, monthly.tax), (440, 440))
        settlement = weekly.settlement_id
        self.assertIn("taxes_off", self._refused_totals(settlement))
        with self.assertRaisesRegex(UserError, "do not meet"), self.cr.savepoint():
            settlement.action_publish()
        settlement.action_compute()
        weekly = self._find_statement(settlement, self.shop)
        self.assertEqual((weekly.tax, weekly.month_gross_before), (520, 3000))
        settlement.action_publish()
        # What was published stays right by what it says itself.
        self.assert_ledger_balanced(monthly.settlement_id)
        self.assert_ledger_balanced(settlement)
        numbers = [monthly.settlement_id.publication, settlement.publication]
        self.assertEqual(numbers[1], numbers[0] + 1)

    def test_change_of_the_subject_type_before_publishing_refuses(self):
        statement = self._pay(3000, JANUARY[0], publish=False)
        self.shop.subject_type = "company"
        self.env.flush_all()
        self.assertIn("taxes_off", self._refused_totals(statement.settlement_id))

    def test_companies_and_companies_without_the_setting_are_not_taxed(self):
        self.shop.subject_type = "sole_trader"
        self.assertEqual(self._pay(3000, FIRST_WEEK, self.weekly).tax, 0)
        self.shop.subject_type = "person"
        self.company.distribution_withholding = "none"
        statement = self._pay(3000, FIRST_WEEK + WEEK, self.weekly)
        self.assertEqual((statement.tax, statement.payable), (0, 3000))
        self.assertFalse(statement.withholding_table_id)
        # What was paid against invoices is no income from labour.
        self.company.distribution_withholding = "labour_monthly"
        self.assertEqual(self._pay(3000, FIRST_WEEK + 2 * WEEK, self.weekly).tax, 440)

    def test_tampered_tax_forbids_publishing(self):
        statement = self._pay(3000, JANUARY[0], publish=False)
        settlement = statement.settlement_id
        for tampering in ("tax = tax - 1, payable = payable + 1", "month_gross_before = 1"):
            with self.subTest(tampering=tampering):
                self.env.flush_all()
                self.cr.execute(f"UPDATE distribution_statement SET {tampering}")  # noqa: S608
                self.env.invalidate_all()
                self.assertIn("taxes_off", self._refused_totals(settlement))
                settlement.action_compute()

    def test_newer_table_applies_from_its_day(self):
        self.table.copy(
            {
                "date_from": "2026-02-01",
                "bracket_ids": [Command.create({"threshold": 0, "rate": 10})],
            }
        )
        self.assertEqual(self._pay(3000, JANUARY[0]).tax, 440)
        self.assertEqual(self._pay(3000, date(2026, 2, 1)).tax, 220)

    def test_missing_table_stops_the_computation(self):
        self.table.date_from = "2027-01-01"
        with self.assertRaisesRegex(UserError, "no withholding table"):
            self._pay(3000, JANUARY[0])

    def test_table_that_was_used_is_frozen(self):
        self._pay(3000, JANUARY[0])
        changes = (
            lambda: self.table.write({"deduction_amount": 900}),
            lambda: self.table.bracket_ids[0].write({"rate": 10}),
            lambda: self.table.bracket_ids[1].unlink(),
            lambda: self.table.write({"bracket_ids": [Command.create({"threshold": 9e9})]}),
            self.table.unlink,
        )
        for number, change in enumerate(changes):
            with (
                self.subTest(number),
                self.assertRaisesRegex(UserError, "withheld by this table"),
                self.cr.savepoint(),
            ):
                change()
        self.table.name = "The law of 2018"

    def test_typing_errors_in_brackets_are_found(self):
        for brackets in (
            [],
            [{"threshold": 100, "rate": 20}],
            [
                {"threshold": 0, "rate": 20},
                {"threshold": 20000, "rate": 30, "quick_deduction": 200},
            ],
        ):
            commands = [Command.create(values) for values in brackets]
            with (
                self.subTest(brackets=brackets),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.table.copy({"date_from": "2030-01-01", "bracket_ids": commands})
