from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestAssortment(GoodsCommon):
    def test_search_in_force_agrees_with_the_field(self):
        day = timedelta(days=1)
        rows = [
            self._create_assortment(date_from=self.today + start * day, date_to=end)
            for start, end in (
                (0, False),
                (0, self.today),
                (1, False),
                (-2, self.today - day),
            )
        ]
        rows[0].copy({"active": False})
        for value in (True, False):
            with self.subTest(value=value):
                found = self.env["distribution.assortment"].search(
                    [("is_in_force", "=", value), ("id", "in", [row.id for row in rows])]
                )
                self.assertEqual(set(found), {row for row in rows if row.is_in_force == value})

    def test_assortment_does_not_end_before_it_begins(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_assortment(date_to=self.today - timedelta(days=1))
