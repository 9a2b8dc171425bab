"""Who was let in once is let in no longer than the rights last."""

import datetime
import json
from unittest.mock import patch

from odoo import fields
from odoo.addons.base.models.res_users import ResUsers
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DistributionCommon

PASSWORD = "a long password 2026"  # noqa: S105 - of a user of this test
PAGE = "/my/distribution"


@tagged("post_install", "-at_install")
class TestSessions(DistributionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = cls._create_portal_user("t_session", cls.distributor)
        cls.manager = cls._create_user("t_session_manager", "manager")
        cls.north.manager_ids = cls.manager
        (cls.portal_user | cls.manager).sudo().write({"password": PASSWORD})

    def test_session_ends_with_the_user(self):
        self._log_in(self.portal_user)
        self.assertTrue(self._is_let_in())
        self.portal_user.active = False
        self.assertFalse(self._is_let_in())

    def test_session_ends_with_the_password(self):
        self._log_in(self.portal_user)
        self.portal_user.password = f"{PASSWORD} changed"
        self.assertFalse(self._is_let_in())

    def test_login_gives_another_session(self):
        self.url_open("/web/login")
        before = self.opener.cookies.get("session_id")
        self._log_in(self.portal_user, session=False)
        after = self.opener.cookies.get("session_id")
        self.assertTrue(before and after)
        self.assertNotEqual(before, after)

    def test_key_ends_with_the_user(self):
        key = self._make_key(self.manager)
        self.assertEqual(self._read_member(key).status_code, 200)
        self.manager.active = False
        with mute_logger("odoo.http"):
            self.assertEqual(self._read_member(key).status_code, 401)

    def test_next_request_is_refused_when_the_role_is_gone(self):
        key = self._make_key(self.manager)
        self.assertEqual(self._read_member(key).json()[0]["id"], self.shop.id)
        self.north.manager_ids = False
        with mute_logger("odoo.http"):
            self.assertEqual(self._read_member(key).status_code, 403, "another region's")
        self.north.manager_ids = self.manager
        self.assertEqual(self._read_member(key).status_code, 200)
        role = self.env.ref("distribution_member.group_distribution_manager")
        self.manager.group_ids -= role
        with mute_logger("odoo.http"):
            self.assertEqual(self._read_member(key).status_code, 403, "nobody's without the role")

    def test_portal_user_gets_no_role_of_staff(self):
        for name in ("user", "reviewer", "manager", "finance", "admin"):
            role = self.env.ref(f"distribution_member.group_distribution_{name}")
            with self.subTest(role=name), self.assertRaises(ValidationError):
                self.portal_user.group_ids += role
                self.env.flush_all()

    def test_keys_end_within_three_months(self):
        """A key that does not end is nobody's of ours but the system administrator's."""
        keys = self.env["res.users.apikeys"].with_user(self.manager)
        late = fields.Datetime.now() + datetime.timedelta(days=91)
        for end in (None, late):
            with self.subTest(end=end), self.assertRaises(UserError):
                keys._check_expiration_date(end)
        keys._check_expiration_date(late - datetime.timedelta(days=2))

    @mute_logger("odoo.addons.base.models.res_users")
    def test_many_wrong_passwords_are_refused_unread(self):
        attempts = self.env["ir.config_parameter"].sudo().get_param("base.login_cooldown_after", 10)
        self.addCleanup(lambda: self.registry._login_failures.clear())  # is made by the first
        for _attempt in range(int(attempts) + 1):
            self._try_password("wrong")
        with patch.object(ResUsers, "_check_credentials") as check:
            answer = self._try_password(PASSWORD)
        check.assert_not_called()
        self.assertNotIn("session_info", answer.text)

    def _log_in(self, user, session=True):
        if session:
            self.authenticate(user.login, PASSWORD)
        else:
            self._try_password(PASSWORD, user.login)

    def _try_password(self, password, login="t_session"):
        params = {"db": self.env.cr.dbname, "login": login, "password": password}
        body = json.dumps({"jsonrpc": "2.0", "params": params})
        headers = {"Content-Type": "application/json"}
        with mute_logger("odoo.http"):
            return self.url_open("/web/session/authenticate", data=body, headers=headers)

    def _is_let_in(self):
        answer = self.url_open(PAGE, allow_redirects=False)
        return answer.status_code == 200

    def _make_key(self, user):
        end = fields.Datetime.now() + datetime.timedelta(days=1)
        # sudo: as whoever is logged in and has just typed the password
        return self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "t", end)

    def _read_member(self, key):
        return self.url_open(
            "/json/2/distribution.member/read",
            data=json.dumps({"ids": self.shop.ids, "fields": ["code"]}),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
