import doctest
import io
import re
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ..controllers import distribution_join, form_values
from .application_common import ApplicationCommon, credit_code, id_number
from .pure.test_safe_files import add_action, pdf, picture


class JoinCommon(ApplicationCommon, HttpCase):
    """A visitor who fills in the form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        levels = cls.env["distribution.level"].search([])
        levels.is_open_to_applicants = False
        cls.levels.is_open_to_applicants = True

    def setUp(self):
        super().setUp()
        self.patch(distribution_join, "SHORTEST_SECONDS", -1)

    def _open(self, path="/distribution/join"):
        """Return the hidden inputs of the form."""
        page = self.url_open(path).text
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))

    def _prepare_post(self, number=1, **values):
        return {
            **self._open(),
            "subject_type": "company",
            "applicant_name": f"Firm {number}",
            "credit_code": credit_code(number),
            "contact_name": "Han Meimei",
            "phone": f"138{number:08d}",
            "email": f"visitor{number}@example.com",
            "level_id": str(self.levels[1].id),
            "region_id": str(self.north.id),
            f"doc_{self.licence.id}_number": "L-1",
            f"doc_{self.licence.id}_end": "2099-12-31",
            "consent_service": "1",
            **values,
        }

    def _prepare_files(self, content=None, name="licence.pdf"):
        return {f"doc_{self.licence.id}": (name, io.BytesIO(content or pdf()), "application/pdf")}

    def _send(self, post, files=None, accept="application/json"):
        return self.opener.post(
            f"{self.base_url()}/distribution/join/send",
            data=post,
            files=self._prepare_files() if files is None else files,
            headers={"Accept": accept},
            timeout=30,
            allow_redirects=False,
        )

    def _find(self, number=1):
        return self.env["distribution.application"].search(
            [("email", "=", f"visitor{number}@example.com")]
        )


@tagged("post_install", "-at_install")
class TestJoinForm(JoinCommon):
    def test_examples_beside_the_readers_of_forms_hold(self):
        results = doctest.testmod(form_values)
        self.assertEqual((results.failed, results.attempted > 0), (0, True))

    def test_form_makes_an_application_with_file_consent_and_mail(self):
        answer = self._send(self._prepare_post(1)).json()
        application = self._find(1)
        self.assertEqual(
            answer["url"].rpartition("/")[0], f"/distribution/application/{application.id}"
        )
        self.assertRecordValues(
            application,
            [{"state": "submitted", "source": "form", "level_id": self.levels[1].id}],
        )
        self.assertEqual(application.document_ids.number, "L-1")
        self.assertEqual(application.consent_ids.mapped("channel"), ["application"])
        mail = self.env["mail.mail"].search([("email_to", "=", application.email)])
        self.assertIn(f"/distribution/application/{application.id}/", mail.body_html)

    def test_referral_code_names_the_inviter_and_an_unknown_one_is_said(self):
        code = self.distributor.referral_code
        page = self.url_open(f"/distribution/join/{code.lower()}").text
        self.assertIn("Firm DIST", page)
        self._send(self._prepare_post(1, referral_code=code, level_id=str(self.levels[2].id)))
        self.assertEqual(self._find(1).inviter_id, self.distributor)
        self.assertEqual(self._find(1).upline_id, self.distributor)
        page = self.url_open("/distribution/join/NOSUCHCODE").text
        self.assertIn("apply without one", page)
        self.assertIn("o_distribution_join_form", page)

    def test_fields_that_are_not_on_the_form_are_ignored(self):
        self._send(
            self._prepare_post(
                1,
                state="approved",
                member_id=str(self.agent.id),
                inviter_id=str(self.agent.id),
                upline_id=str(self.agent.id),
                reviewer_id="2",
                company_id="999",
                source="staff",
                partner_id=str(self.agent.partner_id.id),
                link_serial="99",
                create_uid="2",
                duplicate_count="7",
                consent_evidence="x",
            )
        )
        self.assertRecordValues(
            self._find(1),
            [
                {
                    "state": "submitted",
                    "member_id": False,
                    "inviter_id": False,
                    "upline_id": False,
                    "reviewer_id": False,
                    "company_id": self.company.id,
                    "source": "form",
                    "partner_id": False,
                    "link_serial": 1,
                    "duplicate_count": 0,
                    "consent_evidence": False,
                }
            ],
        )

    def test_errors_are_said_by_field_and_nothing_is_kept(self):
        cases = {
            "credit_code": {"credit_code": "91350100M000100Y44"},
            "phone": {"phone": "123"},
            "email": {"email": "nobody"},
            "applicant_name": {"applicant_name": " "},
            "level_id": {"level_id": "0"},
            "region_id": {"region_id": "999999"},
            "subject_type": {"subject_type": "robot"},
            "bank_account": {"bank_account": "abc"},
            "consent_service": {"consent_service": "0"},
            f"doc_{self.licence.id}_number": {f"doc_{self.licence.id}_number": ""},
            f"doc_{self.licence.id}_end": {f"doc_{self.licence.id}_end": "2020-01-01"},
        }
        for number, (name, values) in enumerate(cases.items(), 1):
            post = self._prepare_post(number, **values)
            if name == "consent_service":
                del post[name]
            with self.subTest(name=name):
                self.assertEqual(list(self._send(post).json()["errors"]), [name])
        self.assertFalse(self._find())

    def test_files_are_refused_by_what_is_in_them(self):
        for number, (content, name) in enumerate(
            (
                (pdf(add_action(S="JavaScript")), "a.pdf"),
                (b"<svg onload=alert(1)>", "a.png"),
                (picture(), "a.pdf"),
                (b"MZ", "a.exe"),
            ),
            1,
        ):
            with self.subTest(number=number):
                files = self._prepare_files(content, name)
                answer = self._send(self._prepare_post(number), files).json()
                self.assertEqual(list(answer["errors"]), [f"doc_{self.licence.id}"])
                self.assertFalse(self._find(number))
        answer = self._send(self._prepare_post(9), {}).json()
        self.assertEqual(list(answer["errors"]), [f"doc_{self.licence.id}"])

    def test_person_under_fourteen_is_refused_and_needs_the_separate_consent(self):
        values = {"subject_type": "person", "credit_code": ""}
        post = self._prepare_post(1, id_number=id_number(1, "20150307"), **values)
        answer = self._send(post, {}).json()
        self.assertIn("under 14", answer["errors"]["id_number"])
        self.assertIn("consent_sensitive", answer["errors"])
        post = self._prepare_post(2, id_number=id_number(2), consent_sensitive="1", **values)
        self.assertIn("url", self._send(post, {}).json())
        self.assertEqual(self._find(2)._decrypt("id_number"), id_number(2))

    def test_levels_that_are_not_open_cannot_be_asked_for(self):
        self.levels[0].is_open_to_applicants = False
        self.assertNotIn(">Level 1<", self.url_open("/distribution/join").text)
        answer = self._send(self._prepare_post(1, level_id=str(self.levels[0].id))).json()
        self.assertIn("level_id", answer["errors"])

    def test_strange_input_is_answered_and_never_fails(self):
        for number, text in enumerate(
            (
                "\x00",
                "🏢" * 500,
                "\u202eabc",
                "x" * 1_000_000,
                "'; DROP TABLE x; --",
                "{{7*7}}",
                "\ud7ff",
            ),
            1,
        ):
            for name in (
                *form_values.TEXT_LIMITS,
                "level_id",
                "region_id",
                "opened",
                "subject_type",
            ):
                post = self._prepare_post(number)
                post[name] = text
                with self.subTest(text=text[:9], name=name):
                    self.env["distribution.attempt"].search([]).unlink()
                    response = self._send(post, {})
                    self.assertLess(response.status_code, 500)

    def test_honeypot_gets_a_friendly_answer_and_no_application(self):
        answer = self._send(self._prepare_post(1, homepage="http://spam")).json()
        self.assertEqual(answer, {"url": "/distribution/join/thanks"})
        self.assertFalse(self._find(1))

    def test_form_is_refused_when_filled_in_at_once_or_opened_elsewhere(self):
        with patch.object(distribution_join, "SHORTEST_SECONDS", 60):
            self.assertIn("fast", self._send(self._prepare_post(1)).json()["errors"]["form"])
        for opened in ("", "nonsense", "A" * 200):
            answer = self._send(self._prepare_post(1, opened=opened)).json()
            self.assertIn("too long", answer["errors"]["form"])

    def test_form_is_refused_without_the_token_of_the_session(self):
        post = {**self._prepare_post(1), "csrf_token": "0" * 40}
        with self.assertLogs("odoo.http", "WARNING") as logs:
            self.assertEqual(self._send(post).status_code, 400)
        self.assertIn("CSRF", logs.output[0])

    def test_network_that_sends_too_often_is_slowed_down_alone(self):
        self.company.distribution_join_limit = 3
        post = self._prepare_post(1, phone="1")
        for _attempt in range(3):
            self.assertIn("phone", self._send(post).json()["errors"])
        self.assertIn("Too many", self._send(post).json()["errors"]["form"])
        attempts = self.env["distribution.attempt"].search([])
        self.assertEqual(len(attempts), 3)
        self.assertNotIn("127.0.0.1", "".join(attempts.mapped("address_hash")))
        attempts.address_hash = "elsewhere"
        self.assertIn("phone", self._send(post).json()["errors"])

    def test_attempts_are_forgotten_after_an_hour(self):
        values = {"kind": "join", "address_hash": "x", "date": "2020-01-01"}
        attempt = self.env["distribution.attempt"].create(values)
        attempt._gc_attempts()
        self.assertFalse(attempt.exists())

    def test_page_comes_back_filled_in_for_browsers_without_scripts(self):
        post = self._prepare_post(1, phone="123", contact_name='"><script>alert(1)</script>')
        page = self._send(post, accept="text/html").text
        self.assertIn("Firm 1", page)
        self.assertIn("11 digits", page)
        self.assertNotIn("<script>alert(1)", page)
        response = self._send(self._prepare_post(2), accept="text/html")
        self.assertEqual(response.status_code, 303)

    def test_answer_is_the_same_whether_somebody_is_known_or_not(self):
        known = self._submit(1)
        post = self._prepare_post(
            2, email=known.email, phone=known.phone, credit_code=known.credit_code
        )
        self.assertEqual(list(self._send(post).json()), ["url"])
        page = self._open("/distribution/join/link")
        answers = {}
        for email in (known.email, "stranger@example.com"):
            response = self.url_open("/distribution/join/link", {**page, "email": email})
            answers[email] = re.sub(r'value="[^"]*"|"[0-9a-f]{40}o\d+"', "", response.text)
        self.assertEqual(*answers.values())
        self.assertEqual(len(self.env["distribution.link.request"].search([])), 2)

    def test_regions_are_listed_step_by_step(self):
        answer = self.make_jsonrpc_request(
            "/distribution/join/regions", {"parent_id": str(self.city.id)}
        )
        self.assertEqual([row["name"] for row in answer], ["North", "South"])
        for nonsense in ("x", None, [1], {"a": 1}, -1, "9" * 50):
            with self.subTest(parent_id=nonsense):
                answer = self.make_jsonrpc_request(
                    "/distribution/join/regions", {"parent_id": nonsense}
                )
                self.assertEqual(answer, [])
        self.assertEqual(self.make_jsonrpc_request("/distribution/join/regions"), [])
