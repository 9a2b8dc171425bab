from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestRegionLoad(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.chongqing = cls.env.ref("base.state_cn_CQ")
        cls.sichuan = cls.env.ref("base.state_cn_SC")

    def _load(self, states, depth):
        wizard = self.env["distribution.region.load"].create(
            {"state_ids": states.ids, "depth": depth}
        )
        domain = wizard.action_load()["domain"]
        return self.env["distribution.region"].with_context(lang="zh_CN").search(domain)

    def test_chongqing_has_38_districts_and_counties_of_today(self):
        regions = self._load(self.chongqing, "city")
        districts = regions.filtered(lambda region: region.kind == "district")
        self.assertEqual(len(districts), 38)
        yuzhong = districts.filtered(lambda region: region.name == "渝中区")
        self.assertEqual(yuzhong.code, "CN-500103")
        self.assertEqual(yuzhong.complete_name, "重庆市 / 渝中区")
        self.assertEqual(yuzhong.with_context(lang="en_US").name, "Yuzhong District")
        self.assertEqual(districts.state_id, self.chongqing)

    def test_loading_again_makes_nothing_new(self):
        first = self._load(self.chongqing | self.sichuan, "district")
        self.assertEqual(self._load(self.chongqing | self.sichuan, "district"), first)

    def test_cities_come_without_districts_when_so_chosen(self):
        kinds = self._load(self.sichuan, "city").mapped("kind")
        self.assertIn("city", kinds)
        self.assertNotIn("district", kinds)
        regions = self._load(self.sichuan, "district")
        gulin = regions.filtered(lambda region: region.name == "古蔺县")
        self.assertEqual(gulin.parent_id.name, "泸州市")

    def test_all_provinces_have_a_region(self):
        regions = self._load(self.env["res.country.state"], "province")
        self.assertEqual(len(regions), 34)

    def test_district_in_a_sales_area_is_not_made_again(self):
        province = self.env["distribution.region"].create({"name": "重庆市", "code": "MY-CQ"})
        area = province.create({"name": "北部", "code": "MY-N", "parent_id": province.id})
        own = province.create({"name": "渝中区", "code": "MY-YZ", "parent_id": area.id})
        regions = self._load(self.chongqing, "district")
        self.assertEqual(regions.filtered(lambda region: region.name == "渝中区"), own)
        self.assertEqual(len(regions), 1 + 1 + 38)

    def test_only_the_administrator_loads_and_only_china(self):
        manager = self._create_user("t_manager", "manager")
        with self.assertRaises(AccessError):
            self.env["distribution.region.load"].with_user(manager).create({"depth": "province"})
        with self.assertRaisesRegex(UserError, "not in China"):
            self._load(self.env.ref("base.state_us_1"), "province")
