import random
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.settlement_figures_mixin import FIGURES
from .common import CommissionCommon

MONEY_OF_ENTRY = ("amount", "base_amount", "rate", "fixed_amount", "uncapped_amount", "quantity")
PLACES = 8  # of each kind of tampering, at random


@tagged("post_install", "-at_install")
class TestSeal(CommissionCommon):
    """Eight kinds of tampering behind the ORM's back are found and named (security.md, G30)."""

    breaks_the_ledger = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20261128)
        for month in (1, 2, 3):
            for _order in range(4):
                amounts = [round(cls.random.uniform(10, 900), 2) for _line in range(3)]
                lines = [(cls.product, 1, amount) for amount in amounts]
                cls._sell(cls.shop, *lines, date=f"2026-0{month}-10 10:00:00")
        cls.settlements = cls.env["distribution.settlement"]
        for month, last in ((1, 31), (2, 28), (3, 31)):
            settlement = cls.settlements.create(
                {
                    "cycle_id": cls.cycle.id,
                    "date_from": date(2026, month, 1),
                    "date_to": date(2026, month, last),
                }
            )
            settlement.action_compute()
            settlement.action_publish()
            cls.settlements += settlement
        cls.env.cr.postcommit.run()  # the ends of the chain are in the journal
        cls.statements = cls.settlements.statement_ids
        cls.env.flush_all()
        cls.as_owner = cls.env.cr
        for table in ("distribution_commission_entry", "distribution_statement"):
            cls.as_owner.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table)))
        cls.as_owner.execute(
            "ALTER TABLE distribution_statement"
            " DROP CONSTRAINT distribution_statement_previous_id_fkey"
        )

    def _find_breaks(self):
        self.env.invalidate_all()
        return self.settlements.exists()[0]._find_breaks_of_company(self.company)

    def _tamper(self, query, *named):
        """Change rows as the owner of the tables would: it must be found, and the right row named.

        :param named: texts that the findings must contain
        """
        with self.subTest(query=query.code, named=named), self.cr.savepoint() as savepoint:
            self.cr.execute(query)
            self.assertTrue(self.cr.rowcount, "nothing was changed")
            breaks = " ".join(self._find_breaks())
            for text in named:
                self.assertIn(text, breaks)
            savepoint.rollback()
            self.env.invalidate_all()

    def _pick(self, records):
        return records[self.random.randrange(len(records))]

    def test_clean_statements_are_never_accused(self):
        self.assertEqual(self._find_breaks(), [])
        self.assertTrue(self.statements.verify_seal())
        self.assertEqual(len(set(self.statements.mapped("seal"))), len(self.statements))

    def test_changed_amount_of_an_entry(self):
        for _place in range(PLACES):
            entry = self._pick(self._pick(self.statements).entry_ids)
            self._tamper(
                SQL(
                    "UPDATE distribution_commission_entry SET amount = amount + 0.01 WHERE id = %s",
                    entry.id,
                ),
                entry.statement_id.number,
                f"amount of entry {entry.id}",
            )

    def test_any_money_column_of_an_entry(self):
        for column in MONEY_OF_ENTRY:
            entry = self._pick(self._pick(self.statements).entry_ids)
            self._tamper(
                SQL(
                    "UPDATE distribution_commission_entry SET %(column)s = COALESCE(%(column)s, 0)"
                    " + 1 WHERE id = %(id)s",
                    column=SQL.identifier(column),
                    id=entry.id,
                ),
                f"{column} of entry {entry.id}",
            )

    def test_any_money_column_of_a_statement(self):
        for column in FIGURES:
            statement = self._pick(self.statements)
            self._tamper(
                SQL(
                    "UPDATE distribution_statement SET %(column)s = %(column)s - 0.01"
                    " WHERE id = %(id)s",
                    column=SQL.identifier(column),
                    id=statement.id,
                ),
                f"{statement.number}: {column}",
            )

    def test_added_entry(self):
        for _place in range(PLACES):
            entry = self._pick(self._pick(self.statements).entry_ids)
            names = SQL(", ").join(
                SQL.identifier(column)
                for column in (*entry._frozen_fields, "statement_id", "posted_at")
                if column not in ("sequence",)
            )
            self._tamper(
                SQL(
                    "INSERT INTO distribution_commission_entry (%(names)s, sequence)"
                    " SELECT %(names)s, 77 FROM distribution_commission_entry WHERE id = %(id)s",
                    names=names,
                    id=entry.id,
                ),
                entry.statement_id.number,
                "was added",
            )

    def test_deleted_entries_first_middle_and_last(self):
        for place in (0, -1, *range(1, PLACES - 1)):
            entries = self._pick(self.statements).entry_ids.sorted("id")
            entry = entries[place % len(entries)]
            self._tamper(
                SQL("DELETE FROM distribution_commission_entry WHERE id = %s", entry.id),
                entry.statement_id.number,
                f"entry {entry.id} was deleted",
            )

    def test_deleted_statement(self):
        for statement in self.statements:
            self.cr.execute(
                SQL(
                    "UPDATE distribution_commission_entry SET statement_id = NULL"
                    " WHERE statement_id = %s",
                    statement.id,
                )
            )
            self._tamper(
                SQL("DELETE FROM distribution_statement WHERE id = %s", statement.id),
                f"statement {statement.number} was deleted",
            )
            self.cr.execute(
                SQL(
                    "UPDATE distribution_commission_entry SET statement_id = %s WHERE id = ANY(%s)",
                    statement.id,
                    statement.entry_ids.ids,
                )
            )

    def test_deleted_tail_of_the_chain(self):
        """The last run is gone with its statements and its seal: the journal still knows it."""
        last = self.settlements.sorted("publication")[-1]
        self.cr.execute(
            SQL(
                "UPDATE distribution_commission_entry SET statement_id = NULL"
                " WHERE statement_id = ANY(%s)",
                last.statement_ids.ids,
            )
        )
        self.cr.execute(SQL("DELETE FROM distribution_statement WHERE settlement_id = %s", last.id))
        self._tamper(
            SQL("DELETE FROM distribution_settlement WHERE id = %s", last.id),
            f"no. {last.publication} stands in the journal",
        )

    def test_swapped_and_forged_seals(self):
        for _place in range(PLACES):
            one = self._pick(self.statements)
            other = self._pick(self.statements - one)
            self._tamper(
                SQL(
                    "UPDATE distribution_statement SET seal = %s, seal_body = %s WHERE id = %s",
                    other.seal[::-1],
                    other.seal_body,
                    one.id,
                ),
                one.number,
            )
            self._tamper(
                SQL(
                    "UPDATE distribution_statement"
                    " SET seal = encode(sha256(seal::bytea), 'hex') WHERE id = %s",
                    one.id,
                ),
                one.number,
            )

    def test_unknown_key_and_foreign_predecessor(self):
        for _place in range(PLACES):
            one = self._pick(self.statements)
            for column in ("seal_key", "seal_previous"):
                self._tamper(
                    SQL(
                        "UPDATE distribution_statement SET %s = 'x' WHERE id = %s",
                        SQL.identifier(column),
                        one.id,
                    ),
                    one.number,
                )

    def test_renamed_journal_does_not_hide_a_cut_tail(self):
        self._tamper(
            SQL(
                "UPDATE res_company SET distribution_seal_chain = 'another' WHERE id = %s",
                self.company.id,
            ),
            "chain was changed",
        )

    def test_looking_changes_nothing(self):
        self.env.flush_all()
        before = self.company.distribution_seal_chain
        self._find_breaks()
        self.assertEqual(self.company.distribution_seal_chain, before)

    def test_only_finance_verifies_what_the_company_published(self):
        settlement = self.settlements[0]
        finance = self._create_user("seal_finance", "finance")
        self.assertEqual(
            settlement.with_user(finance).action_verify_seals()["params"]["type"], "success"
        )
        for role in ("manager", "reviewer"):
            other = self._create_user(f"seal_{role}", role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                settlement.with_user(other).action_verify_seals()
            with self.subTest(role=role, what="statement"):
                foreign = self.statements.filtered(
                    lambda one: one.member_id == self.agent
                ).with_user(other)
                with self.assertRaises(AccessError):
                    foreign[:1].action_verify_seal()

    def test_seal_is_written_once(self):
        self.cr.execute("ALTER TABLE distribution_statement ENABLE TRIGGER USER")
        self.assert_database_refuses(
            SQL("UPDATE distribution_statement SET seal = 'x' WHERE id = %s", self.statements[0].id)
        )
