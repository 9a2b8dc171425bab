from odoo.tests import tagged

from .browser_common import BrowserCommon
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestPortalTour(DistributionCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_portal_user("tp_tour", cls.distributor).lang = "en_US"
        certificate = cls.env["distribution.authorisation"].create(
            {"member_id": cls.distributor.id, "region_id": cls.north.id}
        )
        certificate.action_issue()

    def _run_tour(self):
        self.start_tour("/my/distribution", "distribution_portal", login="tp_tour")
        user = self.env["res.users"].search([("login", "=", "wu.tour@example.com")])
        self.assertEqual(user._get_colleague_role(self.distributor), "finance")

    def test_distributor_invites_a_colleague_at_a_desk(self):
        self._run_tour()

    def test_distributor_invites_a_colleague_on_a_phone(self):
        self._use_a_phone()
        self._run_tour()
