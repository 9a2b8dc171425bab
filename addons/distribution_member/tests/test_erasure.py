import base64
import os
from pathlib import Path

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import config

from . import access_cases_levels as levels
from .application_common import ApplicationCommon, id_number

# Each names the person in another way; none may be left anywhere.
CANARIES = {
    "name": "Zhao Kanarienvogel",
    "colleague": "Qian Kolibri",
    "email": "zhao.canary@example.com",
    "colleague_email": "qian.canary@example.com",
    "phone": "13899997777",
    "street": "Canary Lane 4711",
    "account": "6222999988887777",
    "login": "canary.login",
    "message": "Zhao Kanarienvogel called about her order",
    "file": "canary-id-card.png",
    "request": "My canary is called Tweety",
    "evidence": "Folder of the canary",
    "objection": "My canary was ill for six weeks",
    "answer": "We are sorry about the canary",
}


@tagged("post_install", "-at_install")
class TestErasure(ApplicationCommon):
    """A person with traces everywhere, who is forgotten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        text = cls.env.ref("distribution_member.distribution_consent_text_sensitive_en_us")
        cls.env["distribution.consent"]._give(
            cls.shop, text, "paper", evidence=CANARIES["evidence"]
        )
        cls.person = cls.shop.partner_id
        cls.person.write(
            {
                "name": CANARIES["name"],
                "email": CANARIES["email"],
                "phone": CANARIES["phone"],
                "street": CANARIES["street"],
                "image_1920": base64.b64encode(cls._picture()),
                "bank_ids": [Command.create({"acc_number": CANARIES["account"]})],
            }
        )
        cls.shop.write({"subject_type": "person", "bank_account": CANARIES["account"]})
        cls.id_number = id_number(7)
        cls.shop.id_number = cls.id_number
        cls.user = cls._create_portal_user(CANARIES["login"], cls.shop)
        cls.user.partner_id.write(
            {"name": CANARIES["colleague"], "email": CANARIES["colleague_email"]}
        )
        cls._leave_traces()

    @classmethod
    def _picture(cls):
        from .pure.test_safe_files import picture

        return picture()

    @classmethod
    def _leave_traces(cls):
        cls.env["ir.attachment"].create(
            {
                "name": CANARIES["file"],
                "raw": CANARIES["message"].encode(),
                "res_model": "distribution.member",
                "res_id": cls.shop.id,
            }
        )
        cls.shop.message_post(body=CANARIES["message"])
        # In the words of others, on records that stay.
        cls.agent.message_post(body=f"Ask {CANARIES['email']} or {CANARIES['phone']}")
        cls.env["mail.mail"].create(
            {
                "subject": "Order",
                "email_to": CANARIES["email"],
                "body_html": f"<p>Dear {cls.shop.display_name}</p>",
            }
        )
        audit = cls.env["distribution.audit"]
        audit._record("freeze", cls.shop, reason=CANARIES["message"])
        audit._record("upline_change", cls.agent, new_value=cls.shop.display_name)
        audit.with_user(cls.user)._record("export_personal", cls.shop, new_value=CANARIES["file"])
        cls.env["distribution.privacy.request"].create(
            {"kind": "restrict", "member_id": cls.shop.id, "description": CANARIES["request"]}
        )
        cls._leave_objection()
        today = fields.Date.context_today(cls.shop)
        cls.shop.action_freeze("order", today, CANARIES["message"])
        cls.agent.action_freeze("order", today, f"Argues with {CANARIES['name']}")
        application = cls._create_application(
            3,
            applicant_name=CANARIES["name"],
            contact_name=CANARIES["colleague"],
            email=CANARIES["email"],
            phone=CANARIES["phone"],
            street=CANARIES["street"],
        )
        application.member_id = cls.shop
        application.document_ids.write({"file_name": CANARIES["file"], "member_id": cls.shop.id})

    @classmethod
    def _leave_objection(cls):
        """What the person says against a level, what it is told, and who else names it."""
        manager = cls._create_user("canary_manager", "admin")
        suggestion = levels.make_suggestion(cls, cls.shop)
        suggestion.with_user(cls.user).sudo()._object(CANARIES["objection"])
        suggestion.with_user(manager).action_dismiss(CANARIES["answer"])
        other = levels.make_suggestion(cls, cls.agent)
        other.with_user(manager).objection = f"{CANARIES['name']} took our customers"

    def _find_in_database(self, words):
        """Return the (table, word) pairs of every row of every table that holds a word."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        found = set()
        for (table,) in self.env.cr.fetchall():
            for word in words:
                self.env.cr.execute(
                    f'SELECT 1 FROM "{table}" AS row WHERE position(%s IN row::text) > 0 LIMIT 1',
                    [word],
                )
                if self.env.cr.fetchone():
                    found.add((table, word))
        return found

    def _find_in_files(self, words):
        """Return the files of the store, still referred to by an attachment, that hold a word."""
        self.env.cr.execute(
            "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname <> ''"
        )
        store = Path(config.filestore(self.env.cr.dbname))
        contents = {
            name: (store / name).read_bytes()
            for (name,) in self.env.cr.fetchall()
            if os.path.exists(store / name)
        }
        return {name for name, raw in contents.items() for word in words if word.encode() in raw}

    def _forget(self):
        self.shop.action_terminate("Closed")
        request = self.env["distribution.privacy.request"].create(
            {"kind": "delete", "member_id": self.shop.id}
        )
        request.with_user(self.admin).action_done()
        return request

    def test_no_word_is_left_anywhere(self):
        words = [*CANARIES.values(), self.id_number]
        present = {word for _table, word in self._find_in_database(words)}
        unseen = set(words) - present - {CANARIES["account"], self.id_number}
        self.assertFalse(unseen, "the test looks for what was never there")
        self.assertTrue(self._find_in_files([CANARIES["message"]]))
        request = self._forget()
        self.assertEqual(request.state, "done")
        self.assertEqual(self._find_in_database(words), set())
        self.assertEqual(self._find_in_files(words), set())

    def test_pseudonym_stays_and_the_channel_holds(self):
        count = self.env["distribution.audit"].search_count([])
        chain = self.shop.get_upline_chain("2026-01-01")
        self._forget()
        self.assertIn(str(self.shop.id), self.person.name)
        self.assertRecordValues(
            self.shop, [{"active": False, "bank_account": False, "id_number": False}]
        )
        self.assertTrue(self.shop.date_erased)
        self.assertEqual(self.shop.get_upline_chain("2026-01-01"), chain)
        self.assertFalse(self.user.active)
        # What was done stays; only words went, and the erasure itself is on record.
        self.assertGreater(self.env["distribution.audit"].search_count([]), count)
        row = self.env["distribution.audit"].search([("action", "=", "personal_erase")], limit=1)
        self.assertEqual((row.res_id, row.user_id), (self.shop.id, self.admin))

    def test_others_keep_their_data(self):
        other = self.env["distribution.audit"]._record("freeze", self.agent, reason="Late payment")
        self.agent.message_post(body="Nothing about the person")
        self._forget()
        self.assertEqual(other.reason, "Late payment")
        self.assertEqual(self.agent.partner_id.name, "Firm AGENT")
        self.assertIn("Nothing about the person", self.agent.message_ids[0].body)

    def test_rejected_application_goes_after_its_time(self):
        application = self._create_application(5)
        application.action_submit()
        application.with_user(self.reviewer).action_reject("No shop")
        rule = self.env.ref("distribution_member.distribution_retention_rule_application")
        self.assertFalse(rule._search_due(None))
        application.date_decided = "2020-01-01"
        self.assertEqual(rule._search_due(None), application)
        rule._apply_batch(None)
        self.assertFalse(application.exists())
