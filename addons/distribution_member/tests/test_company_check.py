from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestCompanyCheck(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.foreign_region = cls.env["distribution.region"].create(
            {"name": "Elsewhere", "code": "ELSEWHERE", "company_id": cls.elsewhere.id}
        )

    def test_foreign_region_is_refused_when_it_is_the_last_of_many(self):
        vals_list = self._prepare_members(5)
        vals_list[-1]["region_id"] = self.foreign_region.id
        with self.assertRaisesRegex(UserError, "Elsewhere"):
            self.env["distribution.member"].create(vals_list)

    def test_foreign_upline_is_refused_among_members_of_two_companies(self):
        vals_list = self._prepare_members_of_two_companies()
        vals_list[1]["upline_id"] = self.shop.upline_id.id
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            self.env["distribution.member"].create(vals_list)

    def test_members_of_two_companies_are_made_at_once(self):
        vals_list = self._prepare_members_of_two_companies()
        members = self.env["distribution.member"].create(vals_list)
        self.assertEqual(len(members.company_id), 2)

    def test_many_members_are_checked_by_few(self):
        members = self.env["distribution.member"].create(self._prepare_members(50))
        self.assertEqual(len(members._one_of_each("level_id")), 1)
        self.assertEqual(len(members._one_of_each("upline_id")), 1)
        self.assertFalse(self.env["distribution.member"]._one_of_each("level_id"))

    def _prepare_members_of_two_companies(self):
        vals_list = self._prepare_members(4)
        vals_list[1] |= {
            "company_id": self.elsewhere.id,
            "region_id": self.foreign_region.id,
            "upline_id": False,
        }
        return vals_list

    def _prepare_members(self, count):
        partners = self.env["res.partner"].create(
            [{"name": f"Many {number}", "is_company": True} for number in range(count)]
        )
        return [
            {
                "partner_id": partner.id,
                "code": f"MANY{partner.id}",
                "level_id": self.shop.level_id.id,
                "region_id": self.shop.region_id.id,
                "upline_id": self.shop.upline_id.id,
                "company_id": self.env.company.id,
            }
            for partner in partners
        ]
