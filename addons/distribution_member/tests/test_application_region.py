from odoo.exceptions import AccessError
from odoo.tests import tagged

from .application_common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestApplicationRegion(ApplicationCommon):
    """Applications are reviewed by those who look after the region that is asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviewer_of_south = cls._create_user("app_south", "reviewer")
        cls.south.staff_ids = cls.reviewer_of_south
        cls.application = cls._create_application(region_id=cls.north.id)
        cls.application.action_submit()

    def test_reviewer_of_another_region_neither_sees_nor_decides(self):
        foreign = self.application.with_user(self.reviewer_of_south)
        self.assertFalse(foreign.search([("id", "=", foreign.id)]))
        for act in (foreign.action_approve, foreign.action_take):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            foreign.document_ids.with_user(self.reviewer_of_south).action_accept()

    def test_turn_is_theirs_who_may_see_the_region(self):
        reviewers = self.application.review_ids.reviewer_ids
        self.assertIn(self.reviewer, reviewers)
        self.assertIn(self.admin, reviewers)
        self.assertNotIn(self.reviewer_of_south, reviewers)

    def test_turn_changes_with_the_region(self):
        self.application.with_user(self.reviewer).region_id = self.south
        self.assertIn(self.reviewer_of_south, self.application.review_ids.reviewer_ids)
        mine = self.application.with_user(self.reviewer_of_south)
        self._accept_documents(self.application, self.reviewer_of_south)
        mine.action_approve()
        self.assertEqual(self.application.state, "approved")

    def test_turn_changes_with_the_people_of_the_region(self):
        self.north.staff_ids = self.reviewer_of_south
        self.assertIn(self.reviewer_of_south, self.application.review_ids.reviewer_ids)
        self.north.staff_ids = False
        self.assertNotIn(self.reviewer_of_south, self.application.review_ids.reviewer_ids)
