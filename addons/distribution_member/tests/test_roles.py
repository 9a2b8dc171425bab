from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestRoles(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # It writes by a transaction of its own, which does not know the users of a test.
        cls.classPatch(
            type(cls.env["distribution.audit"]), "_record_refused", lambda *args, **values: None
        )
        cls.employee = cls._create_user("tr_employee")
        cls.finance = cls.env.ref("distribution_member.group_distribution_finance")

    def _trail(self, user):
        rows = self.env["distribution.audit"].search(
            [("action", "=", "role_change"), ("res_id", "=", user.id)], order="id"
        )
        return [(row.old_value, row.new_value) for row in rows]

    def test_role_given_to_a_user_is_recorded_once(self):
        self.employee.group_ids = [Command.link(self.finance.id)]
        self.assertEqual(
            sorted(map(str, self._trail(self.employee))),
            sorted(map(str, [(False, "User"), (False, "Finance")])),
        )

    def test_role_given_on_the_form_of_the_group_is_recorded(self):
        self.finance.user_ids = [Command.link(self.employee.id)]
        self.assertIn((False, "Finance"), self._trail(self.employee))
        self.finance.user_ids = [Command.unlink(self.employee.id)]
        self.assertIn(("Finance", False), self._trail(self.employee))

    def test_new_user_with_a_role_is_recorded(self):
        self.assertIn((False, "Reviewer"), self._trail(self._create_user("tr_new", "reviewer")))

    def test_write_of_something_else_records_nothing(self):
        self.employee.name = "Another Name"
        self.assertEqual(self._trail(self.employee), [])

    def test_nobody_gives_roles_to_himself(self):
        for role in ("user", "reviewer", "manager", "finance"):
            user = self._create_user(f"tr_{role}", role)
            admin = self.env.ref("distribution_member.group_distribution_admin")
            with self.subTest(role=role), self.assertRaises(AccessError):
                user.with_user(user).group_ids = [Command.link(admin.id)]
        keeper = self._create_user("tr_keeper", "manager")
        keeper.group_ids = [Command.link(self.env.ref("base.group_erp_manager").id)]
        with self.assertRaisesRegex(AccessError, "to himself"):
            keeper.with_user(keeper).group_ids = [Command.link(self.finance.id)]

    def test_portal_user_never_gets_an_internal_role(self):
        portal = self._create_portal_user("tr_portal", self.shop)
        for change in (
            lambda: portal.write({"group_ids": [Command.link(self.finance.id)]}),
            lambda: self.finance.write({"user_ids": [Command.link(portal.id)]}),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                change()
        portal.invalidate_recordset()
        self.assertFalse(portal.has_group("distribution_member.group_distribution_finance"))

    def test_switching_companies_switches_what_is_seen(self):
        company = self.env["res.company"].create({"name": "Second"})
        there = self._create_member("THERE", rank=1, region=self.north, company_id=company.id)
        manager = self._create_user("tr_manager", "manager")
        manager.company_ids = [Command.link(company.id)]
        self.north.manager_ids = manager
        members = self.env["distribution.member"].with_user(manager)
        for companies, expected in (
            (company, there),
            (self.company, self.distributor | self.shop),
            (self.company | company, self.distributor | self.shop | there),
        ):
            found = members.with_context(allowed_company_ids=companies.ids).search([])
            self.assertEqual(found, expected)
