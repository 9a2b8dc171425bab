from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestDistributionNotice(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notices = cls.env["distribution.notice"]

    def _publish(self, **values):
        notice = self.notices.create({"name": "News", "body": "<p>News</p>", **values})
        notice.action_publish()
        return notice

    def test_notice_reaches_whom_it_is_for(self):
        yesterday = fields.Date.subtract(fields.Date.context_today(self.notices), days=1)
        for values, reached in (
            ({}, True),
            ({"region_ids": [Command.set(self.north.ids)]}, True),
            ({"region_ids": [Command.set(self.city.ids)]}, True),
            ({"region_ids": [Command.set(self.south.ids)]}, False),
            ({"level_ids": [Command.set(self.levels[2].ids)]}, True),
            ({"level_ids": [Command.set(self.levels[0].ids)]}, False),
            ({"date_from": "2020-01-01", "date_to": yesterday}, False),
            ({"date_from": "2999-01-01"}, False),
        ):
            notice = self._publish(**values)
            with self.subTest(values=values):
                self.assertEqual(notice in self.notices._find_for(self.shop), reached)

    def test_draft_and_withdrawn_notices_are_not_shown(self):
        draft = self.notices.create({"name": "Draft", "body": "<p>x</p>"})
        withdrawn = self._publish()
        withdrawn.action_withdraw()
        self.assertFalse((draft | withdrawn) & self.notices._find_for(self.shop))

    def test_pinned_notices_come_first(self):
        pinned = self._publish(is_pinned=True, date_from="2020-01-01")
        self._publish()
        self.assertEqual(self.notices._find_for(self.shop)[0], pinned)

    def test_reading_is_recorded_once_per_reader(self):
        notice = self._publish()
        reader = self._create_portal_user("tn_reader", self.shop)
        theirs = self.notices.with_user(reader).sudo()
        before = theirs._count_unread(self.shop)
        notice.with_user(reader).sudo()._mark_read()
        notice.with_user(reader).sudo()._mark_read()
        self.assertEqual(notice.receipt_count, 1)
        self.assertEqual(theirs._count_unread(self.shop), before - 1)

    def test_reading_in_two_tabs_at_once_is_no_error(self):
        notice = self._publish()
        notice._mark_read()
        receipts = type(self.env["distribution.notice.receipt"])
        # What the other tab has written is not seen before it is committed.
        self.patch(receipts, "search", lambda model, *args, **options: model.browse())
        notice._mark_read()
        self.assertEqual(notice.receipt_count, 1)

    def test_script_in_a_notice_is_removed(self):
        notice = self._publish(body='<p onclick="x()">Hi<script>alert(1)</script></p>')
        self.assertNotIn("script", notice.body)
        self.assertNotIn("onclick", notice.body)

    def test_manager_speaks_to_the_own_regions_only(self):
        manager = self._create_user("tn_manager", "manager")
        self.north.manager_ids = manager
        own = self.notices.with_user(manager)
        notice = own.create(
            {"name": "N", "body": "<p>n</p>", "region_ids": [Command.set(self.north.ids)]}
        )
        notice.action_publish()
        self.assertEqual(notice.state, "published")
        both = (self.north | self.south).ids
        for regions in ([], self.south.ids, both):
            with (
                self.subTest(regions=regions),
                self.assertRaises(UserError),  # of both kinds: by rule, or by constraint
                self.env.cr.savepoint(),
            ):
                own.create({"name": "N", "body": "<p>n</p>", "region_ids": [Command.set(regions)]})
