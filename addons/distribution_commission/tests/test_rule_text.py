from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CommissionCommon

TIERS = [(0, 2.0), (100_000, 3.0), (150_000, 4.0)]


@tagged("post_install", "-at_install")
class TestRuleText(CommissionCommon):
    def _rule(self, **values):
        plan = self._create_plan(values, activate=False)
        return plan.rule_ids.with_context(lang="en_US")

    def _volume(self, **values):
        tiers = [Command.create({"threshold": low, "rate": rate}) for low, rate in TIERS]
        return self._rule(kind="volume", tier_ids=tiers, **values)

    def test_each_kind_has_its_sentence(self):
        for values, words in (
            ({"kind": "rebate", "rate": 2.5}, "2.5 % of what you buy (untaxed amount)"),
            ({"kind": "override", "depth": 1, "rate": 3}, "your direct downline"),
            ({"kind": "override", "depth": 2, "rate": 1}, "2 levels below you"),
            ({"kind": "rebate", "fixed_amount": 5}, "5.00 for each unit that you buy"),
            ({"kind": "override", "depth": 1, "fixed_amount": 5}, "that your direct downline"),
            ({"kind": "override", "depth": 2, "fixed_amount": 5}, "bought 2 levels below"),
            ({"kind": "differential", "rate": 7}, "Your rate is 7 %"),
            ({"kind": "volume", "rate": 1, "measure": "team"}, "1 % of the volume of each month"),
            ({"kind": "target", "rate": 1, "target_amount": 5}, "whole volume of a month once"),
        ):
            with self.subTest(words=words):
                self.assertIn(words, self._rule(**values).sentence)

    def test_conditions_and_caps_are_said(self):
        sentence = self._rule(
            kind="rebate",
            rate=2,
            product_id=self.product.id,
            region_id=self.north.id,
            min_quantity=10,
            max_amount=50,
            period_cap=900,
            date_to="2026-12-31",
        ).sentence
        for words in (
            f"product {self.product.display_name}",
            f"sales in {self.north.display_name}",
            "of 10 units or more",
            "until 12/31/2026",
            "50.00",
            "900.00",
        ):
            self.assertIn(words, sentence)
        self.assertNotIn("Only", self._rule(kind="rebate", rate=2).sentence)

    def test_mode_is_always_named(self):
        self.assertIn("marginal", self._volume().sentence)
        self.assertIn("cliff", self._volume(tier_mode="cliff").sentence)
        for rule in (self._volume(), self._volume(tier_mode="cliff")):
            for words in ("Marginal: each slice", "Cliff: all at", 'class="o_cliff"'):
                self.assertIn(words, rule.tier_graph)

    def test_example_recomputes_by_hand(self):
        example = self._volume()._prepare_tier_example()
        marginal, cliff = example["modes"]
        self.assertIn("180,000.00", example["volume"])
        self.assertIn("4,700.00", marginal["amount"])
        self.assertIn("7,200.00", cliff["amount"])
        self.assertEqual(marginal["sum"].count("+"), 2)
        rows = self._volume()._prepare_tier_table()
        self.assertEqual([row["rate"] for row in rows], ["2", "3", "4"])
        self.assertIsNone(rows[-1]["high"])

    def test_picture_follows_while_the_table_is_edited(self):
        rule = self._volume()
        with Form(rule) as form:
            before = form.tier_graph
            with form.tier_ids.edit(2) as tier:
                tier.rate = 9.0
            self.assertNotEqual(form.tier_graph, before)
            changed = form.tier_graph
            form.tier_mode = "cliff"
            self.assertNotEqual(form.tier_graph, changed)

    def test_rule_without_a_table_has_no_picture(self):
        self.assertFalse(self._rule(kind="rebate", rate=1).tier_graph)
        self.assertFalse(self._rule(kind="volume", rate=1).tier_graph)
