from odoo.tests import HttpCase, tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestPortalTour(DistributionCommon, HttpCase):
    browser_size = "1366x768"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_portal_user("tp_tour", cls.distributor).lang = "en_US"

    def _run_tour(self):
        self.start_tour("/my/distribution", "distribution_portal", login="tp_tour")
        user = self.env["res.users"].search([("login", "=", "wu.tour@example.com")])
        self.assertEqual(user._get_colleague_role(self.distributor), "finance")

    def test_distributor_invites_a_colleague_at_a_desk(self):
        self._run_tour()

    def test_distributor_invites_a_colleague_on_a_phone(self):
        self.patch(type(self), "browser_size", "390x844")
        self.patch(type(self), "touch_enabled", True)
        self._run_tour()
