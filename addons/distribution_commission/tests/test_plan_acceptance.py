from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2 import Error, IntegrityError

from .common import CommissionCommon

URL = "/my/distribution/plans"


@tagged("post_install", "-at_install")
class TestPlanAcceptance(CommissionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tiers = [
            Command.create({"threshold": low, "rate": rate})
            for low, rate in ((0, 2.0), (100_000, 3.0), (150_000, 4.0))
        ]
        cls.shop_plan = cls._create_plan(
            {"kind": "rebate", "rate": 2.125, "level_id": cls.shop.level_id.id},
            {"kind": "rebate", "rate": 7.75, "member_id": cls.agent.id},
            {"kind": "volume", "tier_ids": tiers, "level_id": cls.shop.level_id.id},
            name="Shops' Plan",
        )
        cls.agent_plan = cls._create_plan(
            {"kind": "rebate", "rate": 1.0, "member_id": cls.agent.id}, name="Agent's Plan"
        )
        cls.draft = cls._create_plan({"kind": "rebate", "rate": 9.0}, activate=False, name="Secret")
        cls.people = {}
        for login, member, role in (
            ("ta_shop", cls.shop, "admin"),
            ("ta_finance", cls.shop, "finance"),
            ("ta_buyer", cls.shop, "buyer"),
            ("ta_dist", cls.distributor, "admin"),
        ):
            user = cls.people[login] = cls._create_portal_user(login, member)
            user.lang = "en_US"
            colleague = cls.env["distribution.member.user"].search([("user_id", "=", user.id)])
            if colleague.role != role:
                colleague.role = role

    def _login(self, login):
        self.authenticate(login, login)
        self.opener.cookies["frontend_lang"] = "en_US"

    def _accept(self, plan, token=True):
        page = self.url_open(f"{URL}/{plan.id}").text
        data = {"any": "thing"}
        if token:
            part = page.split('name="csrf_token"')
            value = part[1].split('value="')[1].split('"')[0] if len(part) > 1 else self.csrf()
            data = {"csrf_token": value}
        return self.url_open(f"{URL}/{plan.id}/accept", data=data, allow_redirects=False)

    def csrf(self):
        """Return a token of the session, whichever form it is for."""
        page = self.url_open("/my/account").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def _rows(self, plan):
        return self.env["distribution.commission.acceptance"].search([("plan_id", "=", plan.id)])

    def test_member_lists_the_plans_that_can_pay_it(self):
        self._login("ta_shop")
        page = self.url_open(URL).text
        self.assertIn(f"{URL}/{self.shop_plan.id}", page)
        self.assertIn(f"{URL}/{self.plan.id}", page)
        for plan in (self.agent_plan, self.draft):
            self.assertNotIn(f"{URL}/{plan.id}", page)

    def test_plan_is_told_in_plain_words_without_terms_of_others(self):
        self._login("ta_shop")
        page = self.url_open(f"{URL}/{self.shop_plan.id}").text
        self.assertIn("2.125 %", page)
        self.assertNotIn("7.75", page)
        for words in ("4,700.00", "7,200.00", "<svg", "this rule", "Accept this version"):
            self.assertIn(words, page)

    def test_foreign_missing_and_draft_plans_look_the_same(self):
        self._login("ta_shop")
        for plan_id in (self.agent_plan.id, self.draft.id, 10**9, 0):
            answer = self.url_open(f"{URL}/{plan_id}", allow_redirects=False)
            with self.subTest(plan=plan_id):
                self.assertEqual(answer.status_code, 303)
                self.assertTrue(answer.headers["Location"].endswith(URL))

    def test_administrator_accepts_once_with_time_version_user_and_address(self):
        self._login("ta_shop")
        self.assertEqual(self._accept(self.shop_plan).status_code, 303)
        row = self._rows(self.shop_plan)
        self.assertRecordValues(
            row,
            [
                {
                    "member_id": self.shop.id,
                    "user_id": self.people["ta_shop"].id,
                    "version": 1,
                    "company_id": self.company.id,
                    "address": "127.0.0.1",
                }
            ],
        )
        self.assertTrue(row.date and row.user_agent)
        self._accept(self.shop_plan)
        self.assertEqual(self._rows(self.shop_plan), row)
        page = self.url_open(f"{URL}/{self.shop_plan.id}").text
        self.assertIn('id="plan_accepted"', page)
        self.assertNotIn("Accept this version", page)

    def test_only_administrators_accept(self):
        self._login("ta_finance")
        page = self.url_open(f"{URL}/{self.shop_plan.id}").text
        self.assertIn("2.125 %", page)
        self.assertNotIn("/accept", page)
        self._accept(self.shop_plan)
        self._login("ta_buyer")
        self.assertNotIn("2.125", self.url_open(f"{URL}/{self.shop_plan.id}").text)
        self._accept(self.shop_plan)
        self.assertFalse(self._rows(self.shop_plan))

    def test_plans_of_others_and_forms_without_token_are_refused(self):
        self._login("ta_dist")
        self._accept(self.shop_plan)
        self.assertFalse(self._rows(self.shop_plan))
        self._login("ta_shop")
        with mute_logger("odoo.http"):
            self.assertEqual(self._accept(self.shop_plan, token=False).status_code, 400)
        for plan in (self.draft, self.agent_plan):
            self._accept(plan)
            self.assertFalse(self._rows(plan))

    def test_ended_plan_is_not_accepted_any_more(self):
        self.shop_plan.date_to = "2026-01-31"
        self._login("ta_shop")
        self.assertNotIn(f"{URL}/{self.shop_plan.id}", self.url_open(URL).text)
        self._accept(self.shop_plan)
        self.assertFalse(self._rows(self.shop_plan))

    def test_each_version_is_accepted_anew_and_the_old_one_stays_readable(self):
        accept = self.env["distribution.commission.acceptance"]._accept
        accept(self.shop_plan, self.shop)
        action = self.shop_plan.action_new_version("2030-01-01")
        second = self.env["distribution.commission.plan"].browse(action["res_id"])
        self.assertNotIn(second, self.shop._find_open_plans())
        second.action_activate()
        self.assertIn(second, self.shop._find_open_plans())
        self.assertIn(self.shop_plan, self.shop._find_portal_plans())
        self.assertEqual(accept(second, self.shop).version, 2)

    def test_home_asks_administrators_to_accept(self):
        for role, is_asked in (("admin", True), ("finance", False), ("buyer", False)):
            todos = [todo["url"] for todo in self.shop._prepare_portal_todos(role)]
            with self.subTest(role=role):
                self.assertEqual(f"{URL}/{self.shop_plan.id}" in todos, is_asked)
                links = [link["url"] for link in self.shop._prepare_portal_links(role)]
                self.assertEqual(URL in links, role in ("admin", "finance"))
        self.env["distribution.commission.acceptance"]._accept(self.shop_plan, self.shop)
        todos = [todo["url"] for todo in self.shop._prepare_portal_todos("admin")]
        self.assertNotIn(f"{URL}/{self.shop_plan.id}", todos)

    def test_back_office_counts_who_has_accepted_and_who_not(self):
        self.assertEqual((self.shop_plan.reached_count, self.shop_plan.open_count), (2, 2))
        self.env["distribution.commission.acceptance"]._accept(self.shop_plan, self.shop)
        self.shop_plan.invalidate_recordset()
        self.assertRecordValues(
            self.shop_plan, [{"acceptance_count": 1, "reached_count": 2, "open_count": 1}]
        )
        [leaf] = self.shop_plan.action_open_unaccepted()["domain"]
        self.assertEqual(leaf[2], self.agent.ids)
        accepted = self.shop_plan.action_open_acceptances()["domain"]
        self.assertEqual(
            self.env["distribution.commission.acceptance"].search(accepted).member_id, self.shop
        )

    def test_reminder_goes_to_administrators_who_have_not_accepted(self):
        admin = self._create_user("ta_admin", "admin")
        plan = self.plan.with_user(admin)
        self.env["distribution.commission.acceptance"]._accept(self.plan, self.distributor)
        plan.action_remind()
        messages = self.env["mail.message"].search(
            [("model", "=", plan._name), ("res_id", "=", plan.id), ("subject", "ilike", "accept")]
        )
        self.assertEqual(messages.partner_ids, self.people["ta_shop"].partner_id)
        self.assertIn(f"{URL}/{plan.id}", messages.body)
        self.env["distribution.commission.acceptance"]._accept(self.plan, self.shop)
        with self.assertRaisesRegex(UserError, "nobody to write to"):
            plan.action_remind()
        with self.assertRaises(UserError):
            self.draft.action_remind()
        with self.assertRaises(AccessError):
            plan.with_user(self._create_user("ta_fin", "finance")).action_remind()

    def test_acceptances_never_change_and_are_unique(self):
        row = self.env["distribution.commission.acceptance"]._accept(self.plan, self.shop)
        self.env.flush_all()
        for statement in (
            "UPDATE distribution_commission_acceptance SET date = NOW() WHERE id = %s",
            "UPDATE distribution_commission_acceptance SET version = 2 WHERE id = %s",
            "UPDATE distribution_commission_acceptance SET address = '1.2.3.4' WHERE id = %s",
            "DELETE FROM distribution_commission_acceptance WHERE id = %s",
        ):
            with (
                self.subTest(statement=statement),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Error),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement, (row.id,))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            row.copy()

    def test_export_holds_acceptances_and_erasing_takes_the_address(self):
        row = self.env["distribution.commission.acceptance"]._accept(self.plan, self.shop)
        row.flush_recordset()
        sections = self.shop._get_export_sections()
        self.assertEqual([item["version"] for item in sections["accepted_plans"]], [1])
        self.assertTrue(row.exists())
        self.shop._unlink_personal_records(self.shop._get_persons(), self.env["res.users"])
        self.assertFalse(row.address or row.user_agent)
        self.assertTrue(row.exists())
