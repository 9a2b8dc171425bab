from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestBundlesOnPrimary(TransactionCase):
    def test_no_bundle_is_looked_for_on_the_replica(self):
        rules = [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith("/web/assets/")
        ]
        self.assertTrue(rules)
        self.assertEqual({rule.endpoint.routing["readonly"] for rule in rules}, {False})
