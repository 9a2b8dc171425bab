from odoo.tests import tagged
from odoo.tools import SQL

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestIntegrity(CommissionCommon):
    """What the nightly check finds in a ledger that somebody has broken."""

    breaks_the_ledger = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["distribution.integrity.check"]
        cls.sale = cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.back = cls._sell(cls.shop, (cls.product, -3, 100.0), origin=cls.sale.order_line)
        cls.entries = cls.ledger.search([("order_id", "=", cls.sale.id)])
        cls.env.flush_all()

    def _break(self, query, *params):
        for table in ("distribution_commission_entry", "distribution_statement"):
            self.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.cr.execute(SQL(query, *params))
        self.env.invalidate_all()

    def _assert_found(self, label, record):
        findings = self.checks.find_findings()
        self.assertTrue(
            any(label in found and f"#{record.id}" in found for found in findings), findings
        )

    def test_good_ledger_has_no_findings(self):
        self._settle("2026-01-01", "2026-01-31")
        self.assertEqual(self.checks.find_findings(), [])
        action = self.checks.action_check_now()
        self.assertTrue(self.checks.browse(action["res_id"]).is_good)

    def test_changed_amount(self):
        entry = self.entries[0]
        self._break(
            "UPDATE distribution_commission_entry SET amount = amount + 0.01 WHERE id = %s",
            entry.id,
        )
        self._assert_found("not base × rate", entry)

    def test_more_taken_back_than_earned(self):
        entry = self.entries[0]
        self._break(
            "UPDATE distribution_commission_entry SET amount = amount * 10 WHERE origin_id = %s",
            entry.id,
        )
        self._assert_found("taken back than was earned", entry)

    def test_lost_reference(self):
        entry = self.entries[0]
        for column in (
            *("member_id", "buyer_id", "plan_id", "rule_id", "movement_id"),
            *("order_id", "order_line_id", "move_line_id"),
        ):
            with self.subTest(column=column), self.cr.savepoint() as savepoint:
                self._break(
                    "UPDATE distribution_commission_entry SET %s = 2147483000 WHERE id = %s",
                    SQL.identifier(column),
                    entry.id,
                )
                self._assert_found("gone", entry)
                savepoint.rollback()

    def test_statement_that_does_not_add_up(self):
        statement = self._settle("2026-01-01", "2026-01-31").statement_ids[0]
        self._break(
            "UPDATE distribution_statement SET payable = payable + 1 WHERE id = %s", statement.id
        )
        self._assert_found("do not add up", statement)

    def test_another_company_is_not_told(self):
        self._break(
            "UPDATE distribution_commission_entry SET amount = amount + 0.01 WHERE id = %s",
            self.entries[0].id,
        )
        other = self.env["res.company"].create({"name": "Elsewhere"})
        elsewhere = self.checks.with_context(allowed_company_ids=other.ids)
        self.assertEqual(elsewhere.find_findings(), [])

    def test_nightly_check_warns_the_administrators(self):
        admin = self._create_user("integrity_admin", "admin")
        self._break(
            "UPDATE distribution_commission_entry SET amount = amount + 0.01 WHERE id = %s",
            self.entries[0].id,
        )
        self.checks._cron_check()
        check = self.checks.search([], limit=1)
        self.assertFalse(check.is_good)
        message = self.env["mail.message"].search(
            [("model", "=", check._name), ("res_id", "=", check.id)]
        )
        self.assertIn(admin.partner_id, message.notified_partner_ids)
