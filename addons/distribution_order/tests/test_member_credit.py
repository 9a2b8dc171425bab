from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestMemberCredit(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels[1].credit_default = 200_000

    def test_new_member_begins_with_the_limit_of_its_level(self):
        member = self._create_member("NEW", rank=2, upline=self.agent, region=self.north)
        member.partner_id.invalidate_recordset()
        self.assertTrue(member.partner_id.use_partner_credit_limit)
        self.assertEqual(member.partner_id.credit_limit, 200_000)

    def test_contact_with_a_limit_of_its_own_keeps_it(self):
        partner = self.env["res.partner"].create(
            {"name": "Old customer", "is_company": True, "credit_limit": 5_000}
        )
        self._create_member(
            "OLD", rank=2, upline=self.agent, region=self.north, partner_id=partner.id
        )
        self.assertEqual(partner.credit_limit, 5_000)

    def test_limit_is_the_companys_own(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        member = self._create_member("NEW", rank=2, upline=self.agent, region=self.north)
        self.assertFalse(member.partner_id.with_company(elsewhere).use_partner_credit_limit)

    def test_level_without_a_limit_gives_none(self):
        member = self._create_member("NEW", rank=3, upline=self.distributor, region=self.north)
        self.assertFalse(member.partner_id.use_partner_credit_limit)

    def test_another_level_leaves_the_limit(self):
        member = self._create_member("NEW", rank=3, upline=self.agent, region=self.north)
        member.change_level(self.levels[1].id, "2026-01-01", "Grown")
        self.assertFalse(member.partner_id.use_partner_credit_limit)

    def test_manager_without_rights_on_contacts_places_a_member(self):
        manager = self._create_user("credit_manager", "manager")
        self.north.manager_ids = manager
        partner = self.env["res.partner"].create({"name": "By manager", "is_company": True})
        self.env["distribution.member"].with_user(manager).create(
            {
                "partner_id": partner.id,
                "code": "BYMANAGER",
                "level_id": self.levels[1].id,
                "region_id": self.north.id,
            }
        )
        self.assertEqual(partner.credit_limit, 200_000)
