from odoo.tests import TransactionCase, tagged

from ..queries.factory_rules import forget_rules

MODULE = "distribution_member"


@tagged("post_install", "-at_install")
class TestFactoryRules(TransactionCase):
    """Rules as they were brought make room for those of today; changed ones stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.names = ("old_rule", "changed_rule", "gone_rule")
        domains = ("[('code', '=',  'X')]", "[('code', '=', 'Y')]", "[('code', '=', 'Z')]")
        for name, domain in zip(cls.names, domains, strict=True):
            rule = cls.env["ir.rule"].create(
                {
                    "name": name,
                    "model_id": cls.env["ir.model"]._get_id("distribution.member"),
                    "domain_force": domain,
                }
            )
            cls.env["ir.model.data"]._update_xmlids(
                [{"xml_id": f"{MODULE}.{name}", "record": rule, "noupdate": True}]
            )

    def _find(self):
        """Return the names of the rules, and of the XML ids, that are there."""
        self.env.invalidate_all()
        rules = self.env["ir.rule"].search([("name", "in", self.names)])
        ids = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("name", "in", self.names)]
        )
        return set(rules.mapped("name")), set(ids.mapped("name"))

    def test_rule_as_it_was_brought_goes_with_its_xml_id(self):
        self.env.flush_all()
        self.env.cr.execute(
            forget_rules(
                MODULE,
                {
                    "old_rule": "[('code','=','X')]",
                    "changed_rule": "[('code','=','X')]",
                    "gone_rule": None,
                },
            )
        )
        self.assertEqual(self._find(), ({"changed_rule"}, {"changed_rule"}))

    def test_rule_of_another_addon_stays(self):
        self.env.flush_all()
        self.env.cr.execute(forget_rules("distribution_order", {"old_rule": None}))
        self.assertEqual(self._find(), (set(self.names), set(self.names)))
