from odoo.tests import tagged

from ..controllers import distribution_join
from .browser_common import BrowserCommon
from .test_join_form import JoinCommon


@tagged("post_install", "-at_install")
class TestJoinLink(JoinCommon):
    def test_asking_for_links_is_limited(self):
        page = self._open("/distribution/join/link")
        for _attempt in range(distribution_join.LINK_LIMIT + 2):
            response = self.url_open("/distribution/join/link", {**page, "email": "a@example.com"})
        self.assertIn("hour", response.text)
        self.assertEqual(
            len(self.env["distribution.link.request"].search([])), distribution_join.LINK_LIMIT
        )


@tagged("post_install", "-at_install")
class TestJoinTour(JoinCommon, BrowserCommon):
    def _run_tour(self):
        self.start_tour("/distribution/join", "distribution_join", login=None)
        application = self.env["distribution.application"].search(
            [("email", "=", "tour@example.com")]
        )
        self.assertEqual((application.state, application.region_id), ("submitted", self.north))
        self.assertEqual(application.document_ids.mimetype, "image/png")

    def test_visitor_applies_on_a_desk(self):
        self._run_tour()

    def test_visitor_applies_on_a_phone(self):
        self._use_a_phone()
        self._run_tour()
