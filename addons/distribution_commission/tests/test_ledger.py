from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestLedger(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.entries = cls.env["distribution.commission.entry"].search(
            [("order_id", "=", cls.order.id)]
        )

    def test_database_refuses_to_change_any_fact_of_an_entry(self):
        other = {
            "kind": "'rebate'",
            "capped_by": "'max_amount'",
            "amount": "amount + 0.01",
            "date": "date + 1",
        }
        for column in self.entries._frozen_fields:
            change = other.get(column, f"COALESCE({column}, 0) + 1")
            if column == "available_date":
                change = "available_date + 1"
            with self.subTest(column=column):
                self.assert_database_refuses(
                    f"UPDATE distribution_commission_entry SET {column} = {change}"  # noqa: S608
                    " WHERE id = %s",
                    [self.entries.filtered("depth")[0].id],
                )

    def test_database_refuses_deletion_and_truncation(self):
        self.assert_database_refuses(
            "DELETE FROM distribution_commission_entry WHERE id = %s", [self.entries[0].id]
        )
        self.assert_database_refuses("TRUNCATE distribution_commission_entry CASCADE")

    def test_orm_refuses_too(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.entries[0].amount = 1
            self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.entries[0].unlink()

    def test_same_movement_is_refused_twice(self):
        self.cr.execute(
            "SELECT * FROM distribution_commission_entry WHERE id = %s", [self.entries[0].id]
        )
        columns = [column.name for column in self.cr.description if column.name != "id"]
        names = ", ".join(columns)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.cr.savepoint(),
        ):
            self.cr.execute(
                f"INSERT INTO distribution_commission_entry ({names})"  # noqa: S608
                f" SELECT {names} FROM distribution_commission_entry WHERE id = %s",
                [self.entries[0].id],
            )
        self.assertEqual(caught.exception.pgcode, "23505")

    def test_what_entries_rest_on_cannot_be_deleted(self):
        for record, error in (
            (self.shop, IntegrityError),
            (self.order.order_line, UserError),
            (self.plan, UserError),
        ):
            with (
                self.subTest(record=record),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.cr.savepoint(),
            ):
                record.unlink()

    def test_upline_change_is_refused_where_the_branch_has_earned(self):
        for member in (self.shop, self.distributor):
            with (
                self.subTest(member=member.code),
                self.assertRaisesRegex(UserError, f"orders {self.order.name} .*later day"),
            ):
                member.change_upline(False, "2026-01-05", "Too late")
        self.shop.change_upline(self.other_distributor.id, "2026-01-06", "In time")
        self.assertEqual(self.shop.upline_id, self.other_distributor)

    def test_upline_change_in_the_past_names_the_statements_that_forbid_it(self):
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        with self.assertRaisesRegex(UserError, f"being settled by {settlement.name}"):
            self.shop.change_upline(self.other_distributor.id, "2026-01-05", "Draft")
        settlement.action_publish()
        numbers = settlement.statement_ids.sorted("number").mapped("number")
        with self.assertRaisesRegex(UserError, "are settled by") as refused:
            self.shop.change_upline(self.other_distributor.id, "2026-01-05", "Settled")
        for number in numbers:
            self.assertIn(number, str(refused.exception))
        self.assertEqual(self.shop.upline_id, self.distributor)
        self.assertEqual(self.env["distribution.member.closure"]._find_differences(), [])

    def test_upline_change_in_the_past_is_allowed_where_only_others_earned(self):
        other_shop = self._create_member(
            "SHOP2", rank=3, upline=self.distributor, region=self.north
        )
        other_shop.change_upline(self.other_distributor.id, "2025-06-01", "Nothing was sold")
        self.assertEqual(other_shop.upline_id, self.other_distributor)

    def test_branch_of_the_day_counts_not_that_of_today(self):
        """The shop has left the distributor's branch, but its sale stood in it."""
        self.shop.change_upline(self.other_distributor.id, "2026-01-06", "In time")
        with self.assertRaisesRegex(UserError, self.order.name):
            self.distributor.change_upline(False, "2026-01-01", "The sale was below it")
        self.distributor.change_upline(False, "2026-01-06", "The shop had left")
        self.assertFalse(self.distributor.upline_id)

    def test_transfer_shows_what_stands_in_the_way(self):
        wizard = self.env["distribution.member.transfer"].create(
            {
                "member_ids": self.distributor.ids,
                "upline_id": False,
                "date": "2026-01-01",
                "reason": "Seen before confirming",
            }
        )
        self.assertEqual((wizard.branch_count, wizard.accrual_count), (2, 3))
        self.assertIn(self.order.name, wizard.obstacles)
        self.assertEqual(
            wizard.accrual_amount,
            sum(self.ledger.search([("order_id", "=", self.order.id)]).mapped("amount")),
        )
        wizard.date = "2026-01-06"
        self.assertEqual((wizard.accrual_count, wizard.obstacles), (0, ""))
        wizard.action_confirm()
        self.assertFalse(self.distributor.upline_id)

    def test_only_finance_may_accrue(self):
        for role, allowed in (("user", False), ("manager", False), ("finance", True)):
            ledger = self.ledger.with_user(self._create_user(f"tl_{role}", role))
            with self.subTest(role=role):
                if allowed:
                    self.assertEqual(ledger.accrue(), 0)
                else:
                    with self.assertRaises(AccessError):
                        ledger.accrue()

    def test_state_follows_hold_and_statement(self):
        self.assertEqual(set(self.entries.mapped("state")), {"available"})
        found = self.ledger.search([("state", "=", "available")])
        self.assertLessEqual(self.entries, found)
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        self.assertEqual(set(self.entries.mapped("state")), {"available"})
        settlement.action_publish()
        self.assertEqual(set(self.entries.mapped("state")), {"settled"})
        self.assertLessEqual(self.entries, self.ledger.search([("state", "=", "settled")]))
