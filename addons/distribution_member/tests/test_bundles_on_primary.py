from odoo.http import _generate_routing_rules
from odoo.tests import TransactionCase, tagged

from ..bundles_on_primary import keep


@tagged("post_install", "-at_install")
class TestBundlesOnPrimary(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keep()  # pytest imports addons before Odoo loads them: their post_load is not called

    def test_no_bundle_is_looked_for_on_the_replica(self):
        modules = sorted(self.env.registry._init_modules)
        converters = self.env["ir.http"]._get_converters()
        found = [
            endpoint.routing["readonly"]
            for url, endpoint in _generate_routing_rules(modules, False, converters)
            if url.startswith("/web/assets/")
        ]
        self.assertTrue(found)
        self.assertEqual(set(found), {False})
