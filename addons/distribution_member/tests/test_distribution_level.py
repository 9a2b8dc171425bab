from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestDistributionLevel(DistributionCommon):
    def test_code_is_refused_when_another_level_has_it(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.level"].create(
                {"name": "Copy", "code": "T1", "rank": 9, "company_id": False}
            )

    def test_rank_is_refused_when_not_positive(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.level"].create({"name": "Zero", "code": "T0", "rank": 0})

    def test_members_buy_at_the_price_list_of_their_level(self):
        price_list, other = self.env["product.pricelist"].create(
            [{"name": name, "company_id": False} for name in "AB"]
        )
        self.levels[2].pricelist_id = price_list
        self.assertEqual(self.shop.partner_id.specific_property_product_pricelist, price_list)
        self.levels[1].pricelist_id = other
        joining = self._create_member("JOIN", rank=2, upline=self.agent, region=self.north)
        self.assertEqual(joining.partner_id.specific_property_product_pricelist, other)
        joining.change_level(self.levels[2].id, "2026-01-01", "Smaller")
        self.assertEqual(joining.partner_id.specific_property_product_pricelist, price_list)

    def test_member_count_counts_own_members(self):
        self.assertEqual(self.levels.mapped("member_count"), [1, 2, 1])
        action = self.levels[1].action_open_members()
        found = self.env["distribution.member"].search(action["domain"])
        self.assertEqual(found, self.distributor | self.other_distributor)
