from odoo.addons.distribution_member.tests.browser_common import BrowserCommon
from odoo.tests import tagged

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestStatementBrowser(PayoutCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people[cls.shop].lang = "en_US"

    def test_clerk_goes_from_the_settlement_to_the_document(self):
        self.maker.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self._start("distribution_statement_clerk", self.january, self.maker.login)

    def test_distributor_disputes_a_line_with_a_file_on_a_phone(self):
        self._use_a_phone()
        url = "/my/distribution/statements"
        self.start_tour(url, "distribution_statement_portal", login="po_SHOP")
        dispute = self.statement.dispute_ids
        self.assertEqual(dispute.entry_ids, self.statement.entry_ids)
        self.assertEqual(dispute.reason, "We received ten, not nine")
        self.assertEqual(dispute.file_ids.mimetype, "image/png")

    def test_distributor_confirms_on_a_phone(self):
        self._use_a_phone()
        self.start_tour(
            self.statement.access_url, "distribution_statement_confirm", login="po_SHOP"
        )
        self.assertEqual(self.statement.confirmed_by_id, self.people[self.shop])
