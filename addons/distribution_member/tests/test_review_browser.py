from odoo.tests import tagged

from .application_common import ApplicationCommon
from .browser_common import BrowserCommon


@tagged("post_install", "-at_install")
class TestReviewBrowser(ApplicationCommon, BrowserCommon):
    """An application is judged document by document, asked about, answered and approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north.staff_ids = cls.reviewer

    def _review(self):
        application = self._submit(level_id=self.levels[2].id, upline_id=self.distributor.id)
        self._start("distribution_review_ask", application, "app_reviewer")
        self.assertEqual(application.state, "need_info")
        self.assertEqual(application.document_ids.state, "refused")
        self.assertEqual(application.document_ids.refusal_reason, "The licence is blurred")
        self.start_tour(
            application._get_link().removeprefix(application.get_base_url()),
            "distribution_review_answer",
            login=None,
        )
        self.assertEqual(application.state, "in_review")
        newest = application.document_ids.sorted("id")[1]
        self.assertEqual((newest.number, str(newest.date_end)), ("L-2", "2099-12-31"))
        self._start("distribution_review_approve", application, "app_reviewer")
        self.assertEqual(application.state, "approved")
        self.assertEqual(
            application.document_ids.sorted("id").mapped("state"), ["refused", "accepted"]
        )
        member = application.member_id
        self.assertEqual((member.state, member.upline_id), ("active", self.distributor))

    def test_application_is_reviewed_at_a_desk(self):
        self._review()

    def test_application_is_reviewed_on_a_phone(self):
        self._use_a_phone()
        self._review()
