from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .common import CommissionCommon

REBATE = {"kind": "rebate", "rate": 2.0}


@tagged("post_install", "-at_install")
class TestPlanFindings(CommissionCommon):
    def _find(self, *rules, **values):
        """Return the sentences about a draft with these rules."""
        plan = self._create_plan(*rules, activate=False, **values)
        plan = plan.with_context(lang="en_US")
        found = plan._find_findings()
        self.assertEqual(plan.finding_count, len(found))
        return [text for text, _rules in found]

    def assert_finds(self, words, *rules, **values):
        """Fail when no sentence, or more than one, holds the words."""
        texts = self._find(*rules, **values)
        self.assertEqual(len([text for text in texts if words in text]), 1, texts)

    def test_good_plan_has_no_findings(self):
        category = self.env["product.category"].create({"name": "Wood"})
        self.assertEqual(
            self._find(
                REBATE,
                {**REBATE, "rate": 3.0, "categ_id": category.id},
                {"kind": "override", "depth": 1, "rate": 3.0},
                {"kind": "override", "depth": 2, "rate": 1.0},
                {"kind": "volume", "tier_ids": [Command.create({"rate": 1.0})]},
            ),
            [],
        )

    def test_equally_specific_rules_are_found_and_linked(self):
        self.assert_finds("the one made first wins", REBATE, {**REBATE, "rate": 3.0})
        self.assert_finds("only their sequence", REBATE, {**REBATE, "rate": 3.0, "sequence": 20})
        levels = {"level_id": self.shop.level_id.id}, {"buyer_level_id": self.shop.level_id.id}
        self.assert_finds("made first wins", *({**REBATE, **level} for level in levels))
        plan = self._create_plan(REBATE, {**REBATE, "rate": 3.0}, activate=False)
        for rule in plan.rule_ids:
            self.assertIn(f'href="/odoo/distribution.commission.rule/{rule.id}"', plan.findings)

    def test_rules_apart_are_no_overlap(self):
        for one, other in (
            ({"level_id": self.shop.level_id.id}, {"level_id": self.agent.level_id.id}),
            ({"region_id": self.north.id}, {"region_id": self.south.id}),
            ({"date_to": "2026-01-31"}, {"date_from": "2026-02-01"}),
            ({"product_id": self.product.id}, {}),
        ):
            texts = self._find({**REBATE, **one}, {**REBATE, **other})
            with self.subTest(one=one):
                self.assertFalse([text for text in texts if "equally specific" in text])
        texts = self._find(REBATE, {"kind": "override", "depth": 1, "rate": 2.0})
        self.assertFalse(texts)

    def test_level_that_earns_nothing_is_found(self):
        rule = {**REBATE, "level_id": self.agent.level_id.id}
        texts = self._find(rule)
        self.assertEqual(
            sorted(text.split(" buys")[0] for text in texts),
            ["The level Level 2", "The level Level 3"],
        )
        self.assertIn("(2 members)", texts[0])

    def test_skipped_depth_is_found(self):
        self.assert_finds("none 1 level", REBATE, {"kind": "override", "depth": 2, "rate": 1.0})

    def test_table_that_does_not_begin_at_0_is_found(self):
        tiers = [Command.create({"threshold": 100, "rate": 1.0})]
        self.assert_finds("does not begin at 0", REBATE, {"kind": "volume", "tier_ids": tiers})

    def test_level_that_may_not_earn_the_kind_is_found(self):
        self.shop.level_id.earns_rebate = False
        self.assert_finds(
            "may not earn",
            {"kind": "volume", "rate": 1.0},
            {**REBATE, "level_id": self.shop.level_id.id},
        )

    def test_period_that_the_plan_cuts_is_found(self):
        rule = {"kind": "volume", "rate": 1.0, "measure_period": "quarter"}
        self.assert_finds("within a measuring period", rule, date_from="2026-02-01")
        self.assertFalse(self._find(rule, date_from="2026-04-01"))

    def test_rates_above_the_highest_payout_are_found(self):
        rules = (
            {**REBATE, "rate": 10.0},
            {**REBATE, "rate": 12.0, "product_id": self.product.id},
            {"kind": "override", "depth": 1, "rate": 9.0},
            {"kind": "differential", "rate": 10.0},
            {"kind": "differential", "rate": 4.0, "level_id": self.shop.level_id.id},
            {"kind": "volume", "rate": 50.0},
        )
        self.assert_finds("31 % by all rules together", *rules)
        self.assertFalse(self._find(*rules, payout_cap=31.0))
        self.assertFalse(self._find(*rules, base="quantity"))

    def test_journal_whose_payments_earn_late_is_found(self):
        methods = self.env["account.journal"].search(
            [("type", "in", ("bank", "cash")), ("company_id", "=", self.company.id)]
        )
        methods.inbound_payment_method_line_ids.payment_account_id = False
        with self._with_accounting_app():
            self.assert_finds("earns when its bank line is matched", REBATE, trigger="paid")
            self.assertFalse(self._find(REBATE))
            accounts = self.env["account.account"].search([("account_type", "=", "asset_current")])
            methods.inbound_payment_method_line_ids.payment_account_id = accounts[:1]
            self.assertFalse(self._find(REBATE, trigger="paid"))
        methods.inbound_payment_method_line_ids.payment_account_id = False
        self.assertFalse(self._find(REBATE, trigger="paid"))

    def _with_accounting_app(self):
        """Let Odoo behave as with its accounting app, which is not free."""
        return patch.object(
            type(self.env["account.move"]),
            "_get_invoice_in_payment_state",
            lambda _self: "in_payment",
        )

    def test_warnings_stop_nobody(self):
        plan = self._create_plan(REBATE, {**REBATE, "rate": 3.0})
        self.assertTrue(plan.finding_count)
        self.assertEqual(plan.state, "active")
