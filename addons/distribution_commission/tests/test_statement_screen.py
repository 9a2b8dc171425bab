from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import Form

from .payout_common import PayoutCommon
from .settlement_common import FEBRUARY

FEW, MANY = 5, 50


@tagged("post_install", "-at_install")
class TestStatementScreen(PayoutCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        bonus = {"kind": "volume", "rate": 1.0, "measure_period": "quarter"}
        cls._create_plan(bonus, name="Bonus")
        cls.buyers = cls.env["distribution.member"].union(
            *(
                cls._create_member(f"N{number}", 3, cls.north, upline=cls.distributor)
                for number in range(MANY)
            )
        )
        for buyer in cls.buyers:
            cls._sell(buyer, (cls.product, 3, 100.0), date="2026-02-05 10:00:00")
        lines = [(cls.product, 1, 100.0)] * 120
        cls.big_order = cls._sell(cls.shop, *lines, date="2026-02-06 10:00:00")
        cls.february = cls.env["distribution.settlement"]._ensure_settlement(cls.cycle, *FEBRUARY)
        cls.february.action_compute()

    def _count_queries(self, act):
        """Return how many queries it takes when nothing is in memory."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        return self.env.cr.sql_log_count - before

    def _explain(self, entries):
        return [entry.explanation for entry in self.ledger.browse(entries.ids)]

    def _bonuses(self):
        return self.ledger.search([("kind", "=", "volume")])

    def test_explaining_many_sales_takes_the_queries_of_a_few(self):
        sales = self.ledger.search([("kind", "=", "rebate"), ("buyer_id", "in", self.buyers.ids)])
        self.assertGreaterEqual(len(sales), MANY)
        self._explain(sales[:FEW])  # what the registry keeps for ever
        few = self._count_queries(lambda: self._explain(sales[:FEW]))
        many = self._count_queries(lambda: self._explain(sales[:MANY]))
        self.assertEqual(many, few)

    def test_explaining_many_bonuses_takes_the_queries_of_a_few(self):
        bonuses = self._bonuses()
        self.assertGreaterEqual(len(bonuses), MANY)
        self._explain(bonuses[:FEW])
        few = self._count_queries(lambda: self._explain(bonuses[:FEW]))
        many = self._count_queries(lambda: self._explain(bonuses[:MANY]))
        self.assertEqual(many, few)

    def test_bonus_says_what_was_given_before_by_its_rule_to_its_member(self):
        """A second rule and other members have given too; a later entry does not count."""
        self.february.action_publish()
        buyer = self.buyers[0]
        self._sell(buyer, (self.product, 2, 100.0), date="2026-03-05 10:00:00")
        march = self._settle("2026-03-01", "2026-03-31")
        entries = march.statement_ids.entry_ids.filtered(
            lambda entry: entry.kind == "volume" and entry.member_id == buyer
        )
        self.assertRecordValues(entries, [{"given_before": 3.0, "amount": 2.0}])
        earlier = self.ledger.search(
            [("kind", "=", "volume"), ("member_id", "=", buyer.id), ("id", "!=", entries.id)]
        )
        self.assertRecordValues(earlier, [{"given_before": 0.0, "amount": 3.0}])

    def _read_form(self, statement):
        """Read a statement as the web client does for its form."""
        view = self.env["distribution.statement"].get_view(
            self.env.ref("distribution_commission.distribution_statement_view_form").id
        )
        self.assertNotIn('name="entry_ids"', view["arch"])
        line = {name: {} for name in ("date", "kind", "depth", "amount", "explanation")}
        line |= {name: {"fields": {"display_name": {}}} for name in ("order_id", "buyer_id")}
        names = view["models"]["distribution.statement"]
        specification = {
            name: {}
            for name in names
            if self.env["distribution.statement"]._fields[name].type
            not in ("one2many", "many2many")
        }
        specification["latest_entry_ids"] = {"fields": line, "limit": 80}
        [values] = statement.with_user(self.maker).web_read(specification)
        return values

    def test_form_reads_and_explains_no_line_beyond_its_page(self):
        big = self._find_statement(self.february, self.shop)
        small = self._find_statement(self.february, self.buyers[0])
        self.assertGreater(len(big.entry_ids), 80)
        explained = []
        ledger = type(self.ledger)
        explain = ledger._explain

        def note(entry):
            explained.append(entry.id)
            return explain(entry)

        self._read_form(small)
        few = self._count_queries(lambda: self._read_form(small))
        with patch.object(ledger, "_explain", note):
            many = self._count_queries(lambda: self._read_form(big))
        self.assertEqual(len(explained), 80)
        self.assertLessEqual(many, few + 5)
        lines = self._read_form(big)["latest_entry_ids"]
        self.assertEqual([line["id"] for line in lines], big.entry_ids.ids[:80])

    def test_entry_shows_cap_invoice_line_and_period_where_there_are_some(self):
        arch = self.env["distribution.commission.entry"].get_view(view_type="form")["arch"]
        for name in ("capped_by", "uncapped_amount", "move_line_id", "period_start"):
            self.assertIn(f'name="{name}"', arch)
        form = Form(self._bonuses()[:1])
        for name, is_shown in (("period_start", True), ("capped_by", False)):
            self.assertEqual(not form._get_modifier(name, "invisible"), is_shown, name)

    def test_document_opens_its_statement_for_those_who_may_read_it(self):
        self._as_member(self.statement).action_confirm()
        self.statement.action_pay()
        bill = self.statement.move_id
        action = bill.with_user(self.env.user).action_open_statement()
        self.assertEqual(action["res_id"], self.statement.id)
        arch = bill.get_view(view_type="form")["arch"]
        self.assertIn('name="action_open_statement"', arch)
        clerk = self._create_user("ss_clerk", "user")
        clerk.group_ids += self.env.ref("account.group_account_invoice")
        self.assertNotIn(
            'name="action_open_statement"', bill.with_user(clerk).get_view(view_type="form")["arch"]
        )
        with self.assertRaises(AccessError):
            bill.with_user(clerk).action_open_statement()

    def test_payment_below_the_minimum_says_that_all_lowers_the_balance(self):
        """Recovered 10 of 20, and the other 10 are below the minimum: −100 + 20 = −80."""
        statement = self._find_statement(self.february, self.shop)
        statement.sudo().write(
            {"opening_balance": -100.0, "recovered": 10.0, "gross": 0.0, "carried": -80.0}
        )
        [note] = [note for note in statement._get_notes() if "minimum payout" in note]
        self.assertIn("20.00", note)
        statement.sudo().write({"gross": 10.0, "carried": -90.0})
        self.assertIn("10.00", statement._get_notes()[0])
        self.assertNotIn("minimum payout", statement._get_notes()[0])
        self.february.action_compute()
