from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from . import sales_oracle
from .sales_facts_common import SalesFactsCommon

GROUPS = "distribution_member.group_distribution_"
# Who reads: group, and whether the sales of all regions are theirs.
ROLES = {"user": False, "reviewer": False, "manager": False, "finance": True, "admin": True}
REPORTS = ("report", "growth", "branch", "month")


@tagged("post_install", "-at_install")
class TestSalesOfRoles(SalesFactsCommon):
    """Each role's totals are the hand sums of the orders that are its own, kept facts or not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        members = cls.env["distribution.member"].search([("region_id", "!=", False)])
        # A region at the end of the tree, so that others are not its own.
        cls.own = members.region_id.filtered(lambda region: not region.child_ids)[:1]
        cls.orders = cls.env["sale.order"]
        for place, member in enumerate(members):
            cls.orders += cls._sell(
                member, (cls.product, place + 1, 11.0), (cls.product, 2, 3.3 + place)
            )
        cls.users = {
            role: new_test_user(cls.env, f"sum_{role}", groups=GROUPS + role) for role in ROLES
        }
        for role in ("user", "reviewer"):
            cls.own.staff_ids += cls.users[role]
        cls.own.manager_ids += cls.users["manager"]

    def _add_up(self, role, figure):
        orders = self.orders
        if not ROLES[role]:
            inner = self.env["distribution.region"].search([("id", "child_of", self.own.id)])
            orders = orders.filtered(lambda order: order.distribution_region_id in inner)
        [sums] = sales_oracle.add_up(orders).values()
        return float(sums[figure])

    def _read(self, role, report, figure="amount_net:sum", domain=()):
        model = self.env[f"distribution.sales.{report}"].with_user(self.users[role])
        return model._read_group(list(domain), [], [figure])[0][0]

    def test_totals_are_the_hand_sums_of_each_role(self):
        for is_kept in (False, True):
            if is_kept:
                self._keep()
            for role in ROLES:
                expected = self._add_up(role, "amount_net")
                with self.subTest(role, is_kept=is_kept):
                    self.assertAlmostEqual(self._read(role, "report"), expected)
                    self.assertAlmostEqual(self._read(role, "month"), expected)
                    self.assertAlmostEqual(
                        self._read(role, "branch", domain=[("depth", "=", 0)]), expected
                    )
                    self.assertAlmostEqual(self._read(role, "growth", "amount:sum"), expected)
            self.assertLess(
                self._add_up("manager", "amount_net"), self._add_up("finance", "amount_net")
            )

    def test_margin_and_commission_are_for_managers_and_finance(self):
        for role in ROLES:
            for figure in ("margin", "commission"):
                with self.subTest(role, figure=figure):
                    if role in ("user", "reviewer"):
                        with self.assertRaises(AccessError):
                            self._read(role, "report", f"{figure}:sum")
                    else:
                        self.assertAlmostEqual(
                            self._read(role, "report", f"{figure}:sum"), self._add_up(role, figure)
                        )

    def test_reports_are_refused_to_distributors(self):
        user = new_test_user(
            self.env, "sum_portal", groups="base.group_portal", partner_id=self.shop.partner_id.id
        )
        for report in REPORTS:
            with self.subTest(report), self.assertRaises(AccessError):
                self.env[f"distribution.sales.{report}"].with_user(user).search([])
