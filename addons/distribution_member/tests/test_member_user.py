from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.distribution_member_user import INVITATIONS_PER_DAY
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestMemberUser(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # It writes by a transaction of its own, which does not know the users of a test.
        cls.classPatch(
            type(cls.env["distribution.audit"]), "_record_refused", lambda *args, **values: None
        )
        cls.colleagues = cls.env["distribution.member.user"]
        cls.first = cls._create_portal_user("tm_first", cls.distributor)
        cls.second = cls._create_portal_user("tm_second", cls.distributor)

    def _row(self, user):
        return self.colleagues.with_context(active_test=False).search([("user_id", "=", user.id)])

    def _invite(self, **values):
        person = {"name": "Wu", "email": "wu@example.com", "phone": "139", "role": "buyer"}
        return self.colleagues._invite(self.distributor, **{**person, **values})

    def _audit(self, action):
        return self.env["distribution.audit"].search([("action", "=", action)])

    def test_first_user_is_administrator_and_later_ones_look_on(self):
        self.assertRecordValues(
            self._row(self.first) | self._row(self.second),
            [{"role": "admin", "is_new": False}, {"role": "viewer", "is_new": True}],
        )
        self.assertTrue(self.first._has_distribution_role(self.distributor, "admin", "finance"))
        self.assertFalse(self.second._has_distribution_role(self.distributor, "admin", "finance"))
        self.assertFalse(self.first._has_distribution_role(self.shop, "admin"))

    def test_users_of_before_get_their_role_at_the_update(self):
        (self._row(self.first) | self._row(self.second)).unlink()
        self.env.flush_all()
        self.colleagues.init()
        self.assertEqual(self._row(self.first).role, "admin")
        self.assertEqual(self._row(self.second).role, "viewer")

    def test_users_get_their_role_when_their_company_becomes_a_member(self):
        company = self.env["res.partner"].create({"name": "Later", "is_company": True})
        user = self.env["res.users"].create(
            {
                "name": "Early",
                "login": "tm_early",
                "partner_id": self.env["res.partner"]
                .create({"name": "Early", "parent_id": company.id})
                .id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        self.assertFalse(self._row(user))
        self.env["distribution.member"].create(
            {
                "partner_id": company.id,
                "code": "LATER",
                "level_id": self.levels[2].id,
                "region_id": self.north.id,
            }
        )
        self.assertEqual(self._row(user).role, "admin")

    def test_invitation_makes_a_portal_user_below_the_company(self):
        row = self._invite()
        user = row.user_id
        self.assertTrue(user._is_portal())
        self.assertEqual(user.partner_id.commercial_partner_id, self.distributor.partner_id)
        self.assertRecordValues(row, [{"role": "buyer", "is_new": False, "active": True}])
        mail = self.env["mail.mail"].sudo().search([("email_to", "ilike", "wu@example.com")])
        self.assertTrue(mail or user.partner_id.signup_type)
        self.assertEqual(self._audit("colleague_invite").res_id, row.id)

    def test_address_of_somebody_else_is_refused_with_the_same_sentence(self):
        employee = self._create_user("tm_employee", "user")
        employee.email = "boss@example.com"
        sentences = set()
        for email in ("boss@example.com", "BOSS@example.com", f"{self.second.email}"):
            with self.subTest(email=email), self.assertRaises(UserError) as caught:
                self._invite(email=email)
            sentences.add(str(caught.exception))
        self.assertEqual(len(sentences), 1)

    def test_incomplete_invitation_is_refused(self):
        for values in ({"email": "no address"}, {"name": " "}, {"role": "owner"}, {"email": None}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._invite(**values)

    def test_invitations_are_limited_per_day(self):
        row = self._row(self.second)
        for _number in range(INVITATIONS_PER_DAY):
            self.env["distribution.audit"]._record("colleague_invite", row)
        with self.assertRaisesRegex(UserError, "many invitations"):
            self._invite()

    def test_last_administrator_stays(self):
        for change in (lambda row: row._change_role("viewer"), lambda row: row._dismiss()):
            with (
                self.assertRaisesRegex(ValidationError, "Somebody must manage"),
                self.env.cr.savepoint(),
            ):
                change(self._row(self.first))
        self._row(self.second)._change_role("admin")
        self._row(self.first)._change_role("viewer")
        self.assertEqual(self._row(self.first).role, "viewer")
        self.assertEqual(
            self._audit("colleague_change").mapped(lambda row: (row.old_value, row.new_value)),
            [("admin", "viewer"), ("viewer", "admin")],
        )

    def test_dismissed_colleague_is_locked_out_and_can_come_back(self):
        row = self._row(self.second)
        row._dismiss()
        self.assertFalse(self.second.active)
        self.assertFalse(self.second._has_distribution_role(self.distributor, "viewer"))
        row._invite_again()
        self.assertTrue(self.second.active and row.active)

    def test_only_the_own_administrator_manages_colleagues(self):
        other = self._create_portal_user("tm_other", self.shop)
        employee = self._create_user("tm_staff", "user")
        for user in (self.second, other, employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.colleagues.with_user(user)._ensure_manager_of(self.distributor)
        self.colleagues.with_user(self.first)._ensure_manager_of(self.distributor)

    def test_user_of_another_company_cannot_be_a_colleague(self):
        other = self._create_portal_user("tm_other", self.shop)
        with self.assertRaisesRegex(ValidationError, "no portal user"):
            self.colleagues.create({"member_id": self.distributor.id, "user_id": other.id})
