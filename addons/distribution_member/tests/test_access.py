from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DistributionCommon

OPERATIONS = ("read", "write", "create", "unlink")
# What each role may do with the members of its region (C: in the north) and with others.
# role: (operations in its region, operations elsewhere)
MEMBER_RIGHTS = {
    "user": ({"read"}, set()),
    "reviewer": ({"read"}, set()),
    "manager": ({"read", "write", "create"}, set()),
    "finance": ({"read"}, {"read"}),
    "admin": (set(OPERATIONS), set(OPERATIONS)),
}


@tagged("post_install", "-at_install")
class TestMemberAccess(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls._create_user(f"t_{role}", role) for role in MEMBER_RIGHTS}
        cls.north.manager_ids = cls.users["manager"]
        cls.north.staff_ids = cls.users["user"] | cls.users["reviewer"]

    def test_each_role_has_its_rights_on_members(self):
        for role, (inside, outside) in MEMBER_RIGHTS.items():
            for member, allowed in ((self.shop, inside), (self.other_distributor, outside)):
                for operation in OPERATIONS:
                    with self.subTest(role=role, member=member.code, operation=operation):
                        self.assertEqual(
                            member.with_user(self.users[role]).has_access(operation),
                            operation in allowed,
                        )

    def test_readers_are_refused_before_the_state_is_looked_at(self):
        for role in ("user", "reviewer", "finance"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.shop.with_user(self.users[role]).action_activate()  # it is active already

    def test_manager_makes_members_with_numbers_in_own_region_only(self):
        partners = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        members = self.env["distribution.member"].with_user(self.users["manager"])
        values = {"level_id": self.levels[2].id, "bank_account": "6222021234567890"}
        made = members.create(
            {**values, "partner_id": partners[0].id, "code": "A", "region_id": self.north.id}
        )
        self.assertEqual(made.sudo()._decrypt("bank_account"), "6222021234567890")
        with self.assertRaises(AccessError):
            members.create(
                {**values, "partner_id": partners[1].id, "code": "B", "region_id": self.south.id}
            )

    def test_search_shows_the_own_region_and_what_lies_inside(self):
        members = self.env["distribution.member"].with_user(self.users["manager"])
        self.assertEqual(members.search([]), self.distributor | self.shop)
        self.city.manager_ids = self.users["manager"]
        self.assertEqual(
            members.search([]),
            self.agent | self.distributor | self.other_distributor | self.shop,
        )

    def test_reviewer_edits_the_applicants_of_the_own_region_only(self):
        reviewer = self.users["reviewer"]
        near, far = (
            self._create_member(code, rank=3, upline=upline, region=region, state="applicant")
            for code, upline, region in (
                ("NEAR", self.distributor, self.north),
                ("FAR", self.other_distributor, self.south),
            )
        )
        for operation, allowed in (("read", True), ("write", True), ("create", True)):
            with self.subTest(operation=operation):
                self.assertEqual(near.with_user(reviewer).has_access(operation), allowed)
                self.assertFalse(far.with_user(reviewer).has_access(operation))
        near.with_user(reviewer).action_activate()
        self.assertEqual(near.state, "active")
        self.assertFalse(near.with_user(reviewer).has_access("write"))

    def test_user_without_distribution_group_sees_nothing(self):
        outsider = self._create_user("t_outsider")
        for model in ("distribution.member", "distribution.level", "distribution.region"):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(outsider).has_access("read"))

    def test_distributor_sees_its_own_membership_only(self):
        distributor = self._create_portal_user("t_portal", self.distributor)
        members = self.env["distribution.member"].with_user(distributor)
        self.assertEqual(members.search([]), self.distributor)
        for member in (self.shop, self.agent, self.other_distributor):
            with self.subTest(member=member.code), self.assertRaises(AccessError):
                member.with_user(distributor).read(["name"])
        for operation in ("write", "create", "unlink"):
            with self.subTest(operation=operation):
                self.assertFalse(self.distributor.with_user(distributor).has_access(operation))

    def test_history_cannot_be_written_by_anybody(self):
        for model in ("distribution.member.upline", "distribution.member.status"):
            for role, user in self.users.items():
                for operation in ("write", "create", "unlink"):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertFalse(self.env[model].with_user(user).has_access(operation))

    def test_manager_changes_uplines_of_own_region_only(self):
        manager = self.users["manager"]
        second = self._create_member("DIST3", rank=2, upline=self.agent, region=self.north)
        self.shop.with_user(manager).change_upline(second.id, "2026-03-01", "Nearer")
        self.assertEqual(self.shop.upline_id, second)
        with self.assertRaises(AccessError):
            self.shop.with_user(manager).change_upline(
                self.other_distributor.id, "2026-04-01", "An upline the manager may not see"
            )
        with self.assertRaises(AccessError):
            self.other_distributor.with_user(manager).change_upline(False, "2026-03-01", "Mine")
        for role in ("user", "finance"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.shop.with_user(self.users[role]).change_upline(False, "2026-04-01", "No")

    def test_other_company_is_hidden_from_everybody(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_member("FOREIGN", rank=1, region=self.city, company_id=company.id)
        for role, user in self.users.items():
            with self.subTest(role=role):
                found = self.env["distribution.member"].with_user(user).search([])
                self.assertNotIn(foreign, found)
