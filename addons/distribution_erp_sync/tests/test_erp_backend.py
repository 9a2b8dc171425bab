from unittest.mock import patch
from urllib.parse import urlsplit

from odoo.addons.base.tests.common import BaseCommon
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules import get_module_path
from odoo.tests import common, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..clients import http_session
from .erp_common import keep_open
from .pure.local_server import free_port, local_server

GROUPS = "distribution_member.group_distribution_"


@tagged("post_install", "-at_install")
class TestErpBackend(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keep_open(cls)
        cls.server = cls.enterClassContext(local_server())
        # The sentences below are the English ones, whatever language the database has.
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.admin = new_test_user(cls.env, "erp_admin", groups=f"{GROUPS}admin", lang="en_US")
        cls.backends = cls.env["distribution.erp.backend"].with_user(cls.admin)

    @classmethod
    def _request_handler(cls, session, request, /, **options):
        """Override of `odoo` for localhost: it cannot compare a pair of time-outs with a number."""
        if urlsplit(request.url).hostname == "localhost":
            return common._super_send(session, request, **options)
        return super()._request_handler(session, request, **{**options, "timeout": None})

    def _create_backend(self, **values):
        defaults = {"name": "Kingdee", "base_url": self.server.url()}
        return self.backends.create({**defaults, **values})

    # === address === #

    def test_address_is_kept_in_one_spelling_when_saved(self):
        backend = self._create_backend(base_url=" HTTPS://Erp.Example/k3cloud ")
        self.assertEqual(backend.base_url, "https://erp.example/k3cloud/")
        backend.base_url = "http://erp.example:8080"
        self.assertEqual(backend.base_url, "http://erp.example:8080/")

    def test_address_is_refused_with_its_reason_when_it_is_bad(self):
        cases = {
            "erp.example/k3cloud": "http:// or https://",
            "ftp://erp.example/": "http:// or https://",
            "https://": "host name",
            "https:///k3cloud/": "host name",
            "https://me:secret@erp.example/": "user name or a password",
            "https://erp.example/?a=1": "after ? or #",
            "https://erp.example/#a": "after ? or #",
            "https://erp.example:99999/": "65535",
            "https://erp example/": "a space",
        }
        backend = self._create_backend()
        for address, reason in cases.items():
            with self.subTest(address):
                with self.assertRaisesRegex(ValidationError, reason.replace("?", r"\?")) as caught:
                    self._create_backend(base_url=address)
                self.assertNotIn("secret", str(caught.exception))
                with self.assertRaises(ValidationError):
                    backend.base_url = address

    @mute_logger("odoo.sql_db")
    def test_organisation_is_refused_when_the_server_has_it_already(self):
        self._create_backend(organisation_number="100")
        other = self._create_backend(organisation_number="101")
        self.assertEqual(other.display_name, "Kingdee (101)")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_backend(organisation_number="100")
        self._create_backend(organisation_number="100", active=False)

    # === test of the connection === #

    def test_action_test_says_reachable_when_the_server_answers(self):
        backend = self._create_backend()
        self.assertEqual(backend.state, "draft")
        self.assertTrue(backend.action_test())
        self.assertRecordValues(
            backend, [{"state": "reachable", "last_message": "The server answers: 200 OK."}]
        )
        self.assertTrue(backend.last_checked)

    def test_action_test_names_status_and_remedy_when_the_answer_is_an_error(self):
        cases = {
            "error": ["500 Internal Server Error", "error of its own"],
            "missing": ["404 Not Found", "K/3 WISE usually lives under /K3API/"],
            "outside": ["302 Found", "http://other.example/login", "did not go there"],
        }
        for behaviour, words in cases.items():
            with self.subTest(behaviour):
                backend = self._create_backend(kind="k3wise", base_url=self.server.url(behaviour))
                backend.action_test()
                self.assertEqual(backend.state, "reachable")
                for word in words:
                    self.assertIn(word, backend.last_message)
                self.assertNotIn("secret", backend.last_message)

    def test_action_test_says_unreachable_when_nobody_listens(self):
        backend = self._create_backend(base_url=f"http://localhost:{free_port()}/")
        backend.action_test()
        self.assertEqual(backend.state, "unreachable")
        self.assertIn("refuses connections", backend.last_message)

    def test_action_test_says_unreachable_when_the_server_is_silent(self):
        backend = self._create_backend(base_url=self.server.url("silent"))
        fetch_answer = http_session.fetch_answer
        with patch.object(
            http_session,
            "fetch_answer",
            lambda url, **options: fetch_answer(url, **options, read_seconds=0.3),
        ):
            backend.action_test()
        self.assertEqual(backend.state, "unreachable")
        self.assertIn("time limit", backend.last_message)

    def test_action_test_says_unreachable_when_the_server_speaks_no_tls(self):
        backend = self._create_backend(base_url=self.server.url(scheme="https"))
        backend.action_test()
        self.assertEqual(backend.state, "unreachable")
        self.assertIn("(TLS)", backend.last_message)

    def test_action_test_leaves_no_traceback_when_the_request_fails(self):
        """The address is outside, so Odoo's own guard breaks the request off."""
        backend = self._create_backend(base_url="https://kingdee.example/k3cloud/")
        backend.action_test()
        self.assertEqual(backend.state, "unreachable")
        self.assertIn("The request failed", backend.last_message)

    def test_action_test_writes_nothing_before_the_last_answer(self):
        backends = self._create_backend() + self._create_backend(base_url=self.server.url("error"))
        self.env.flush_all()
        fetch_answer = http_session.fetch_answer
        states = []

        def watch(url, **options):
            states.append(set(backends.mapped("state")))
            return fetch_answer(url, **options)

        with patch.object(http_session, "fetch_answer", watch):
            backends.action_test()
        self.assertEqual(states, [{"draft"}, {"draft"}])
        self.assertEqual(set(backends.mapped("state")), {"reachable"})

    def test_action_test_sends_nothing_when_archived(self):
        backend = self._create_backend(active=False)
        self.server.seen.clear()
        with self.assertRaisesRegex(UserError, "Unarchive"):
            backend.action_test()
        self.assertEqual(self.server.seen, [])

    def test_finding_is_forgotten_when_the_address_changes(self):
        backend = self._create_backend()
        backend.action_test()
        backend.write({"base_url": self.server.url(), "name": "Same Address"})
        self.assertEqual(backend.state, "reachable")
        backend.base_url = self.server.url("missing")
        self.assertRecordValues(
            backend, [{"state": "draft", "last_checked": False, "last_message": False}]
        )

    # === secrets and addresses === #

    SECRETS = ("app_secret", "password", "authority_code")

    def _create_secretive(self):
        return self._create_backend(
            base_url="https://erp.example/k3cloud/",
            stock_url="https://stock.example/read",
            stock_token="token-1",
            **dict.fromkeys(self.SECRETS, "s3cret-1"),
        )

    def _hidden(self, backend):
        return [bool(backend[name]) for name in (*self.SECRETS, "stock_token")]

    def test_secrets_are_forgotten_when_the_address_names_another_server(self):
        for address in (
            "https://other.example/k3cloud/",
            "http://erp.example/k3cloud/",
            "https://erp.example:8443/k3cloud/",
        ):
            with self.subTest(address):
                backend = self._create_secretive()
                backend.base_url = address
                self.assertEqual(self._hidden(backend), [False, False, False, True])
                backend.unlink()

    def test_secrets_stay_when_it_is_the_same_server(self):
        backend = self._create_secretive()
        for address in ("https://ERP.example:443/k3cloud/", "https://erp.example/k3cloud/new/"):
            backend.write({"base_url": address, "name": "Same"})
            self.assertEqual(self._hidden(backend), [True] * 4)

    def test_secrets_that_are_typed_anew_go_to_the_new_server(self):
        backend = self._create_secretive()
        backend.write({"base_url": "https://other.example/", "app_secret": "n3w-one"})
        self.assertEqual(backend._decrypt("app_secret"), "n3w-one")
        self.assertFalse(backend.password)

    def test_masked_secret_that_comes_back_with_a_new_address_is_none(self):
        backend = self._create_secretive()
        backend.write({"base_url": "https://other.example/", "app_secret": backend.app_secret})
        self.assertFalse(backend.app_secret)

    def test_token_of_the_stock_is_forgotten_with_its_address(self):
        backend = self._create_secretive()
        backend.stock_url = "https://stock.example/other"
        self.assertTrue(backend.stock_token)
        for address in (False, "https://elsewhere.example/read"):
            backend.stock_token = "token-1"
            backend.stock_url = address
            self.assertFalse(backend.stock_token)
            backend.stock_url = "https://stock.example/read"
        self.assertTrue(backend.password)

    def test_form_says_that_secrets_are_to_be_typed_anew(self):
        backend = self._create_secretive()
        form = backend.new(origin=backend)
        form.base_url = "https://erp.example/other/"
        self.assertFalse(form._onchange_address())
        form.base_url = "https://other.example/"
        warning = form._onchange_address()["warning"]
        self.assertIn("https://erp.example", warning["message"])
        self.assertEqual(self._hidden(form), [False, False, False, True])

    # === rights === #

    def test_backend_is_managed_when_the_user_is_administrator(self):
        backend = self._create_backend()
        backend.name = "Head Office"
        self.assertEqual(self.backends.search([("id", "=", backend.id)]), backend)
        backend.unlink()

    def test_backend_is_refused_when_the_user_is_no_administrator(self):
        backend = self._create_backend()
        self.server.seen.clear()
        for groups in (
            f"{GROUPS}user",
            f"{GROUPS}reviewer",
            f"{GROUPS}manager",
            f"{GROUPS}finance",
            "base.group_user",
            "base.group_portal",
            "base.group_public",
        ):
            user = new_test_user(self.env, f"erp {groups}", groups=groups)
            foreign = backend.with_user(user)
            for operation in (
                lambda record: record.read(["base_url"]),
                lambda record: record.write({"name": "x"}),
                lambda record: record.action_test(),
                lambda record: record.unlink(),
                lambda record: record.search([]),
                lambda record: record.create({"name": "x", "base_url": "http://x/"}),
                lambda record: record.create({"name": "x", "base_url": "no address"}),
                lambda record: record.write({"base_url": "no address"}),
            ):
                with self.subTest(groups), self.assertRaises(AccessError):
                    operation(foreign)
        self.assertEqual(self.server.seen, [])

    def test_backend_is_hidden_when_it_belongs_to_another_company(self):
        other = self.env["res.company"].create({"name": "Other Maker"})
        backend = self.env["distribution.erp.backend"].create(
            {"name": "Theirs", "base_url": self.server.url(), "company_id": other.id}
        )
        self.assertFalse(self.backends.search([("id", "=", backend.id)]))
        with self.assertRaises(AccessError):
            backend.with_user(self.admin).action_test()

    # === copies of the database === #

    def test_backend_is_archived_when_the_database_is_neutralized(self):
        backend = self._create_backend()
        self.env.flush_all()
        path = f"{get_module_path('distribution_erp_sync')}/data/neutralize.sql"
        with open(path) as script:
            self.env.cr.execute(script.read())
        backend.invalidate_recordset()
        self.assertFalse(backend.active)
