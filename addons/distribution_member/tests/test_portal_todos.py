from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .application_common import ApplicationCommon
from .pure.test_safe_files import pdf


@tagged("post_install", "-at_install")
class TestPortalTodos(ApplicationCommon):
    """Each kind of to-do is found by its sign, and only whom it is for sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._create_portal_user("pt_first", cls.shop)
        cls.second = cls._create_portal_user("pt_second", cls.shop)
        (cls.first | cls.second).lang = "en_US"
        cls.today = fields.Date.context_today(cls.env.user)

    def _join_todos(self, role="admin", user=None):
        return self._read_todos(self.shop.with_user(user or self.first).sudo(), role)

    def test_second_user_waits_for_a_role_until_it_has_one(self):
        self.assertIn("without a confirmed role: 1", self._join_todos())
        self.assertNotIn("confirmed role", self._join_todos("buyer"))
        self.shop.colleague_ids.filtered("is_new")._change_role("buyer")
        self.assertNotIn("confirmed role", self._join_todos())

    def test_document_that_ends_is_told_until_its_successor_is_sent(self):
        document = self._add_document(
            self.env["distribution.application"],
            self.licence,
            pdf(),
            member_id=self.shop.id,
            date_end=self.today + timedelta(days=90),
            number="X1",
        )
        self.assertNotIn("is valid until", self._join_todos(), "it is not accepted yet")
        document._write_state("accepted")
        self.assertIn("is valid until", self._join_todos())
        document.date_end = self.today + timedelta(days=91)
        self.assertNotIn("is valid until", self._join_todos())

    def test_notice_waits_until_the_user_has_read_it(self):
        notice, elsewhere = self.env["distribution.notice"].create(
            [
                {"name": "Holiday", "body": "<p>x</p>"},
                {"name": "There", "body": "<p>x</p>", "region_ids": self.south.ids},
            ]
        )
        (notice | elsewhere).action_publish()
        self.assertIn("Notices to read: 1", self._join_todos("viewer"))
        notice.with_user(self.first).sudo()._mark_read()
        self.assertNotIn("Notices to read", self._join_todos("viewer"))
        self.assertIn("Notices to read: 1", self._join_todos("viewer", self.second))

    def test_nothing_waits_when_there_is_nothing(self):
        self.shop.date_end = False
        self.shop.colleague_ids.filtered("is_new")._change_role("admin")
        self.assertNotRegex(self._join_todos(), "ends on|valid until|to read|confirmed role")
