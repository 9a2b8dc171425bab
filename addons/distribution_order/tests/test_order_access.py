from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderAccess(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ("user", "reviewer", "manager", "finance", "admin")
        cls.users = {role: cls._create_user(f"to_{role}", role) for role in roles}
        cls.north.manager_ids = cls.users["manager"]
        cls.north.staff_ids = cls.users["user"]
        cls.order_north = cls._sell(cls.shop, (cls.product, 1, 10.0))
        cls.order_south = cls._sell(cls.other_distributor, (cls.product, 1, 10.0))
        (cls.order_north | cls.order_south).user_id = cls.env.user

    def _read_orders(self, user):
        both = self.order_north | self.order_south
        return self.env["sale.order"].with_user(user).search([("id", "in", both.ids)])

    def test_each_role_sees_the_orders_of_its_regions(self):
        both = self.order_north | self.order_south
        for role, expected in (
            ("user", self.order_north),
            ("reviewer", self.env["sale.order"]),
            ("manager", self.order_north),
            ("finance", both),
            ("admin", both),
        ):
            with self.subTest(role=role):
                self.assertEqual(self._read_orders(self.users[role]), expected)

    def test_distributor_sees_its_own_orders_only(self):
        portal = self._create_portal_user("to_portal", self.shop)
        self.assertEqual(self._read_orders(portal), self.order_north)

    def test_import_belongs_to_who_made_it(self):
        order_import = self._create_import(self._row("A1"))
        for role, allowed in (
            ("user", False),
            ("reviewer", False),
            ("manager", False),
            ("finance", True),
            ("admin", True),
        ):
            with self.subTest(role=role):
                self.assertEqual(
                    order_import.with_user(self.users[role]).has_access("read"), allowed
                )
        portal = self._create_portal_user("to_portal", self.shop)
        self.assertFalse(order_import.with_user(portal).has_access("read"))

    def test_manager_imports_orders_of_the_own_region(self):
        imports = self.env["distribution.order.import"].with_user(self.users["manager"])
        order_import = imports.create(
            {
                "name": "north.csv",
                "file": self._build_file(self._row("M1")),
                "profile_id": self.profile.id,
            }
        )
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.distribution_member_id, self.shop)

    def test_manager_does_not_find_members_of_other_regions(self):
        imports = self.env["distribution.order.import"].with_user(self.users["manager"])
        order_import = imports.create(
            {
                "name": "south.csv",
                "file": self._build_file(self._row("M2", customer="DIST2")),
                "profile_id": self.profile.id,
            }
        )
        order_import.action_preview()
        self.assertEqual(order_import.line_ids.finding, "unknown_member")

    def test_finance_may_look_but_not_import(self):
        with self.assertRaises(AccessError):
            self.env["distribution.order.import"].with_user(self.users["finance"]).create(
                {
                    "name": "x.csv",
                    "file": self._build_file(self._row("M3")),
                    "profile_id": self.profile.id,
                }
            )
