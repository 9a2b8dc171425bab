from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import DistributionCommon

PAGES = ("", "/me", "/team", "/notices", "/colleagues")
HOSTILE = ("-1", "0", str(2**63), str(2**31), "1%20or%201=1", "x")
CANARY = '<img src=x onerror="alert(1)">'


@tagged("post_install", "-at_install")
class TestPortalPages(DistributionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_portal_user("tp_first", cls.distributor)
        cls.viewer = cls._create_portal_user("tp_viewer", cls.distributor)
        cls.below = cls._create_portal_user("tp_shop", cls.shop)
        cls.above = cls._create_portal_user("tp_agent", cls.agent)
        cls.beside = cls._create_portal_user("tp_beside", cls.other_distributor)
        company = cls.env["res.company"].create({"name": "Foreign"})
        cls.foreign = cls._create_member("FOREIGN", 1, cls.north, company_id=company.id)
        (cls.user | cls.viewer | cls.below | cls.above | cls.beside).lang = "en_US"
        cls.rows = cls.env["distribution.member.user"]

    def _get(self, path, **options):
        return self.url_open(f"/my/distribution{path}", **options)

    def _post(self, path, csrf=True, further=None, **values):
        if csrf:
            values["csrf_token"] = self._get_token()
        return self.url_open(
            f"/my/distribution{path}", data={**(further or {}), **values}, allow_redirects=False
        )

    def _get_token(self):
        return self._get("/me").text.split('csrf_token: "')[1].split('"')[0]

    def _row(self, user):
        return self.rows.with_context(active_test=False).search([("user_id", "=", user.id)])

    # === WHO SEES WHAT === #

    def test_each_page_opens_for_the_administrator(self):
        self.authenticate("tp_first", "tp_first")
        for path in PAGES:
            with self.subTest(path=path):
                answer = self._get(path)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("o_distribution_navigation", answer.text)
                self.assertIn(self.distributor.name, answer.text)

    def test_logged_out_visitors_are_asked_to_log_in(self):
        for path in PAGES:
            with self.subTest(path=path):
                answer = self._get(path, allow_redirects=False)
                self.assertIn("/web/login", answer.headers["Location"])

    def test_user_of_no_member_is_shown_the_way_to_apply(self):
        partner = self.env["res.partner"].create({"name": "Nobody", "is_company": True})
        new_test_user(
            self.env, "tp_stranger", "base.group_portal", partner_id=partner.id, lang="en_US"
        )
        self.authenticate("tp_stranger", "tp_stranger")
        for path in PAGES:
            with self.subTest(path=path):
                self.assertIn("/distribution/join", self._get(path).text)

    def test_frozen_member_is_told_so_on_every_page(self):
        self.authenticate("tp_first", "tp_first")
        self.patch(
            type(self.env["distribution.member"]), "_portal_freeze_reason", lambda member: "Debts"
        )
        for path in PAGES:
            with self.subTest(path=path):
                page = self._get(path).text
                self.assertIn("fa-lock fa-3x", page)
                self.assertIn("Debts", page)
                self.assertNotIn("o_distribution_invite", page)

    def test_viewer_is_told_why_colleagues_are_not_shown(self):
        self.authenticate("tp_viewer", "tp_viewer")
        page = self._get("/colleagues").text
        self.assertIn("fa-user-times", page)
        self.assertNotIn("tp_first", page)

    def test_home_shows_team_and_notices_with_few_queries(self):
        notice = self.env["distribution.notice"].create({"name": "Holiday", "body": "<p>x</p>"})
        notice.action_publish()
        self.authenticate("tp_first", "tp_first")
        self._get("")
        page = self._get("").text
        self.assertIn("Holiday", page)
        self.assertIn("fa-bullhorn", page)
        member = self.distributor.with_user(self.user).sudo()
        member._prepare_portal_home("admin")
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            member._prepare_portal_home("admin")

    def test_language_of_visitors_follows_the_default(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for code in ("zh_CN", "en_US"):
            self.env["ir.default"].set("res.partner", "lang", code)
            self.assertEqual(self.env["ir.http"]._find_default_lang_code(), code)

    # === IDS OF OTHERS === #

    def test_team_shows_the_own_branch_only(self):
        self.authenticate("tp_first", "tp_first")
        page = self._get("/team").text
        self.assertIn(self.shop.name, page)
        for other in (self.agent, self.other_distributor, self.foreign):
            self.assertNotIn(other.code + "<", page)
        ids = (self.agent.id, self.other_distributor.id, self.foreign.id, 10**9)
        answers = set()
        for number in (*ids, 0, -1, 2**31, 2**63):
            answer = self._get(f"/team/{number}", allow_redirects=False)
            answers.add((answer.status_code, answer.headers.get("Location", "")[-21:]))
        self.assertEqual(answers, {(303, "/my/distribution/team")})
        for text in ("x", "1%20or%201=1"):
            self.assertEqual(self._get(f"/team/{text}").status_code, 404)

    def test_odd_parameters_of_the_team_do_no_harm(self):
        self.authenticate("tp_first", "tp_first")
        for query in (
            "page=0", "page=-1", "page=x", "page=99999999999999999999", "search=%00", "search=%25",
            "search='", "place=1", "search=" + "x" * 5000,
        ):  # fmt: skip
            with self.subTest(query=query[:40]):
                self.assertEqual(self._get(f"/team?{query}").status_code, 200)

    def test_colleagues_of_others_cannot_be_touched(self):
        self.authenticate("tp_first", "tp_first")
        token = self._get_token()
        for user in (self.below, self.above, self.beside):
            for act in ("role", "dismiss", "again"):
                with self.subTest(user=user.login, act=act):
                    answer = self.url_open(
                        f"/my/distribution/colleagues/{self._row(user).id}/{act}",
                        data={"csrf_token": token, "role": "viewer"},
                        allow_redirects=False,
                    )
                    self.assertTrue(answer.headers["Location"].endswith("/colleagues"))
                    self.assertRecordValues(self._row(user), [{"role": "admin", "active": True}])
        for number in HOSTILE:
            answer = self.url_open(
                f"/my/distribution/colleagues/{number}/dismiss",
                data={"csrf_token": token},
                allow_redirects=False,
            )
            self.assertIn(answer.status_code, (303, 404))

    def test_viewer_cannot_manage_by_post(self):
        self.authenticate("tp_viewer", "tp_viewer")
        token = self._get_token()
        row = self._row(self.viewer)
        for path, values in (
            (f"/colleagues/{row.id}/role", {"role": "admin"}),
            ("/colleagues/invite", {"name": "W", "email": "w@example.com", "role": "admin"}),
        ):
            self.url_open(f"/my/distribution{path}", data={"csrf_token": token, **values})
        self.assertEqual(row.role, "viewer")
        self.assertFalse(self.env["res.users"].search([("login", "=", "w@example.com")]))

    # === FORMS === #

    def test_administrator_invites_changes_and_dismisses(self):
        self.authenticate("tp_first", "tp_first")
        answer = self._post(
            "/colleagues/invite", name="Wu", email="wu@example.com", phone="1", role="finance"
        )
        self.assertIn("done=invited", answer.headers["Location"])
        user = self.env["res.users"].search([("login", "=", "wu@example.com")])
        self.assertEqual(self._row(user).role, "finance")
        self._post(f"/colleagues/{self._row(user).id}/role", role="buyer")
        self.assertEqual(self._row(user).role, "buyer")
        self._post(f"/colleagues/{self._row(user).id}/dismiss")
        self.assertFalse(self._row(user).active)
        self.assertFalse(
            self.env["res.users"].with_context(active_test=False).browse(user.id).active
        )

    def test_form_without_token_is_refused(self):
        self.authenticate("tp_first", "tp_first")
        row = self._row(self.viewer)
        for path in ("/colleagues/invite", f"/colleagues/{row.id}/dismiss", "/switch"):
            with self.subTest(path=path), mute_logger("odoo.http"):
                answer = self._post(path, csrf=False, name="W", email="w@example.com")
                self.assertEqual(answer.status_code, 400)
        self.assertTrue(row.active)

    def test_further_fields_of_a_form_are_ignored(self):
        self.authenticate("tp_first", "tp_first")
        extra = {
            name: "1"
            for model in ("res.users", "res.partner", "distribution.member.user")
            for name in self.env[model]._fields
            # `self` no route of Odoo can receive
            if name not in ("name", "email", "phone", "role", "self")
        }
        self._post(
            "/colleagues/invite", name="Wu", email="wu@example.com", role="viewer", further=extra
        )
        user = self.env["res.users"].search([("login", "=", "wu@example.com")])
        self.assertRecordValues(
            user,
            [{"company_id": self.company.id, "share": True, "active": True}],
        )
        self.assertEqual(user.partner_id.parent_id, self.distributor.partner_id)
        self.assertEqual(self._row(user).member_id, self.distributor)

    def test_names_are_escaped(self):
        self.shop.partner_id.name = CANARY
        self.viewer.name = CANARY
        notice = self.env["distribution.notice"].create({"name": CANARY, "body": "<p>x</p>"})
        notice.action_publish()
        self.authenticate("tp_first", "tp_first")
        for path in (*PAGES, f"/notices/{notice.id}"):
            with self.subTest(path=path):
                self.assertNotIn(CANARY, self._get(path).text)

    def test_switch_goes_between_own_memberships_only(self):
        company = self.env["res.company"].create({"name": "Second Maker"})
        region = self.env["distribution.region"].create(
            {"name": "R", "code": "R2", "company_id": company.id}
        )
        second = self.env["distribution.member"].create(
            {
                "partner_id": self.distributor.partner_id.id,
                "code": "SECOND",
                "company_id": company.id,
                "level_id": self.levels[0].id,
                "region_id": region.id,
            }
        )
        self.authenticate("tp_first", "tp_first")
        self.assertNotIn("SECOND", self._get("/me").text)
        self._post("/switch", member_id=str(second.id))
        self.assertIn("SECOND", self._get("/me").text)
        for other in (self.shop.id, self.foreign.id, 2**63, "x"):
            self._post("/switch", member_id=str(other))
            self.assertIn("SECOND", self._get("/me").text)

    def test_todos_name_what_ends_soon_and_newer_texts(self):
        today = fields.Date.context_today(self.env.user)
        soon, later = self.env["distribution.authorisation"].create(
            [
                {
                    "member_id": self.distributor.id,
                    "region_id": region.id,
                    "date_to": today + timedelta(days=days),
                }
                for region, days in ((self.north, 90), (self.south, 91))
            ]
        )
        (soon | later).action_issue()
        self.assertIn(soon.number, self._join_todos("viewer"))
        self.assertNotIn(later.number, self._join_todos("viewer"))
        consent = self._give_consent(self.distributor, "share_upline")
        self.assertNotIn("newer version", self._join_todos("admin"))
        newer = consent.text_id.copy({"date_from": today})
        newer.action_publish()
        self.assertIn("newer version", self._join_todos("admin"))
        self.assertNotIn("newer version", self._join_todos("buyer"))

    def test_everybody_is_told_when_the_membership_ends(self):
        today = fields.Date.context_today(self.env.user)
        for days, said in ((91, False), (90, "ends on"), (0, "ends on"), (-1, "ended on")):
            self.distributor.date_end = today + timedelta(days=days)
            for role in ("admin", "viewer"):
                with self.subTest(days=days, role=role):
                    todos = self._join_todos(role)
                    self.assertEqual("membership" in todos, bool(said))
                    self.assertIn(said or "", todos)

    def _join_todos(self, role):
        return self._read_todos(self.distributor, role)
