from unittest.mock import patch

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.tests import tagged

from .browser_common import BrowserCommon
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestCertificateBrowser(DistributionCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("cb_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.certificate = cls.env["distribution.authorisation"].create(
            {"member_id": cls.distributor.id, "region_id": cls.north.id, "date_to": "2099-12-31"}
        )

    def _issue_check_and_revoke(self):
        printed = []
        render = IrActionsReport._render_qweb_pdf

        def spy(report, report_ref, res_ids=None, data=None):
            printed.append(res_ids)
            return render(report, report_ref, res_ids=res_ids, data=data)

        with patch.object(IrActionsReport, "_render_qweb_pdf", spy):
            self._start("distribution_certificate_issue", self.certificate, "cb_manager")
        self.assertEqual(printed, [self.certificate.ids])
        self.assertEqual(self.certificate.state, "issued")
        self.assertEqual(self.certificate.issue_user_id, self.manager)
        page = f"/distribution/certificate/{self.certificate.token}"
        self.start_tour(page, "distribution_certificate_check", login=None)
        self._start("distribution_certificate_revoke", self.certificate, "cb_manager")
        self.assertEqual(
            (self.certificate.state, self.certificate.revoke_reason),
            ("revoked", "Sold outside of the region"),
        )
        self.assertEqual(self.url_open(page).status_code, 404)

    def test_certificate_is_issued_checked_and_revoked_at_a_desk(self):
        self._issue_check_and_revoke()

    def test_certificate_is_issued_checked_and_revoked_on_a_phone(self):
        self._use_a_phone()
        self._issue_check_and_revoke()
