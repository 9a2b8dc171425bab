from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestDistributionRegion(DistributionCommon):
    def test_full_name_follows_the_tree(self):
        self.assertEqual(self.north.complete_name, "City / North")
        self.city.name = "Town"
        self.assertEqual(self.north.complete_name, "Town / North")

    def test_region_is_refused_as_a_part_of_itself(self):
        with self.assertRaises(UserError):
            self.city.parent_id = self.north

    def test_member_count_includes_regions_inside(self):
        self.assertEqual(self.city.member_count, 4)
        self.assertEqual((self.north | self.south).mapped("member_count"), [2, 1])

    def test_member_count_takes_the_same_queries_for_many_regions(self):
        regions = self.env["distribution.region"].create(
            [{"name": str(n), "code": f"Q{n}", "parent_id": self.city.id} for n in range(50)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            (regions | self.city).mapped("member_count")
