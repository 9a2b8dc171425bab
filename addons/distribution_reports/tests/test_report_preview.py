import io

import openpyxl
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .kpi_common import KpiCommon


@tagged("post_install", "-at_install")
class TestReportPreview(KpiCommon, HttpCase):
    """The download of a report as oneself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls.company._get_distribution_today()
        moment = f"{today.replace(day=1)} 02:00:00"
        cls._sell(cls.shop, (cls.product, 10, 100.0), date=moment)
        cls._sell(cls.other_distributor, (cls.product, 7, 100.0), date=moment)
        cls.schedule = cls.env["distribution.report.schedule"].create(
            {
                "name": "This / month",
                "period": "month",
                "user_id": cls.manager.id,
                "recipient_ids": [Command.set(cls.finance.ids)],
            }
        )

    def _download(self, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/distribution/report/{self.schedule.id}")

    def _read(self, answer):
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        return [cell for row in sheet.iter_rows(values_only=True) for cell in row]

    def test_each_downloads_the_own_rows(self):
        answer = self._download(self.manager)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(1000, self._read(answer))
        self.assertNotIn(1700, self._read(answer))
        self.assertIn(1700, self._read(self._download(self.finance)))
        action = self.schedule.with_user(self.manager).action_preview()
        self.assertEqual(action["url"], f"/distribution/report/{self.schedule.id}")

    def test_paper_is_downloaded_as_such(self):
        self.schedule.file_format = "pdf"
        answer = self._download(self.manager)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_strangers_find_nothing(self):
        other = self._create_user("kpi_other_manager", "manager")
        self.assertEqual(self._download(other).status_code, 404)
        self.assertEqual(self._download(self.staff).status_code, 404)
        portal = self._create_portal_user("kpi_preview_portal", self.shop)
        self.assertEqual(self._download(portal).status_code, 404)
