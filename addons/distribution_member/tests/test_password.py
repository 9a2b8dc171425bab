from odoo.addons.base.models.res_users import CryptContext
from odoo.exceptions import AccessDenied
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

PASSWORD, NEXT = "a long password of ours", "another long password"


class PasswordCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = new_test_user(
            cls.env, "visitor", groups="base.group_portal", password=PASSWORD
        )
        cls.clerk = new_test_user(cls.env, "clerk", groups="base.group_user", password=PASSWORD)

    def _read_hash(self, user):
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        return self.env.cr.fetchone()[0]

    def _log_in(self, user, password):
        credential = {"type": "password", "login": user.login, "password": password}
        return user.with_user(user)._check_credentials(credential, {"interactive": True})

    def _keep(self, user, scheme):
        """Keep the password by another scheme, as it was before."""
        kept = CryptContext([scheme]).hash(PASSWORD)
        self.env.cr.execute("UPDATE res_users SET password = %s WHERE id = %s", [kept, user.id])


@tagged("post_install", "-at_install")
class TestPassword(PasswordCase):
    def test_each_kind_of_user_has_its_own(self):
        self.assertRegex(self._read_hash(self.visitor), r"^\$argon2id\$v=19\$m=19456,t=3,p=1\$")
        # one round: so many does Odoo take in tests
        self.assertRegex(self._read_hash(self.clerk), r"^\$pbkdf2-sha512\$1\$")
        for user in (self.visitor, self.clerk):
            with self.subTest(user=user.login):
                self.assertEqual(self._log_in(user, PASSWORD)["uid"], user.id)
                for wrong in (NEXT, self._read_hash(user)):
                    with self.assertRaises(AccessDenied):
                        self._log_in(user, wrong)

    def test_the_next_log_in_writes_the_hash_anew(self):
        self._keep(self.visitor, "pbkdf2_sha512")
        self._keep(self.clerk, "argon2")
        for user, scheme in ((self.visitor, "argon2id"), (self.clerk, "pbkdf2-sha512")):
            with self.subTest(user=user.login):
                before = self._read_hash(user)
                with self.assertRaises(AccessDenied):
                    self._log_in(user, NEXT)
                self.assertEqual(self._read_hash(user), before)
                self._log_in(user, PASSWORD)
                self.assertTrue(self._read_hash(user).startswith(f"${scheme}$"))
                kept = self._read_hash(user)
                self._log_in(user, PASSWORD)
                self.assertEqual(self._read_hash(user), kept)

    def test_who_joins_the_staff_is_let_in(self):
        portal, internal = self.env.ref("base.group_portal"), self.env.ref("base.group_user")
        self.visitor.group_ids = [(3, portal.id), (4, internal.id)]
        self._log_in(self.visitor, PASSWORD)
        self.assertTrue(self._read_hash(self.visitor).startswith("$pbkdf2-sha512$"))

    def test_a_changed_password_is_kept_the_same_way(self):
        self.visitor.with_user(self.visitor).change_password(PASSWORD, NEXT)
        self.assertTrue(self._read_hash(self.visitor).startswith("$argon2id$"))
        self._log_in(self.visitor, NEXT)


@tagged("post_install", "-at_install")
class TestPasswordAtTheDoor(PasswordCase, HttpCase):
    def test_session_survives_the_new_hash(self):
        self._keep(self.visitor, "pbkdf2_sha512")
        self.env.flush_all()
        page = self.url_open("/web/login").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        self.url_open(
            "/web/login",
            data={"login": self.visitor.login, "password": PASSWORD, "csrf_token": token},
        )
        self.assertTrue(self._read_hash(self.visitor).startswith("$argon2id$"))
        for _time in range(2):
            answer = self.url_open("/my/account", allow_redirects=False)
            self.assertEqual(answer.status_code, 200)
