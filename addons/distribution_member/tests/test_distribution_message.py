from datetime import timedelta
from unittest.mock import patch

from odoo import fields, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DistributionCommon

MESSAGES = "/my/distribution/messages"
TOLD = "odoo.addons.distribution_member.models.distribution_message.DistributionMessage"


class Event:
    """Stands for a record that something happened to."""

    def __init__(self, lang=None):
        self.lang = lang

    def with_context(self, lang):
        return Event(lang)

    def _get_message_text(self, event):
        return f"{event} in {self.lang}"


class MessageCommon(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.messages = cls.env["distribution.message"]
        cls.messages.search([]).unlink()
        cls.user = cls._create_portal_user("tm_admin", cls.shop)
        cls.buyer = cls._create_portal_user("tm_buyer", cls.shop)
        cls.stranger = cls._create_portal_user("tm_stranger", cls.distributor)
        cls.user.lang, cls.buyer.lang, cls.stranger.lang = "en_US", "zh_CN", "en_US"
        cls.shop.colleague_ids.filtered(lambda one: one.user_id == cls.buyer).role = "buyer"

    def _send(self, **options):
        return self.messages._send(
            Event(), "left", **{"member": self.shop, "url": "/my/distribution/team", **options}
        )


@tagged("post_install", "-at_install")
class TestDistributionMessage(MessageCommon):
    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("distribution_member.ir_cron_send_messages").method_direct_trigger()

    def test_each_person_is_told_in_the_own_language(self):
        told = {message.user_id: message.name for message in self._send()}
        self.assertEqual(told, {self.user: "left in en_US", self.buyer: "left in zh_CN"})

    def test_only_the_roles_that_are_asked_for_are_told(self):
        self.assertEqual(self._send(roles=("buyer",)).user_id, self.buyer)

    def test_who_has_left_is_not_told(self):
        self.buyer.active = False
        self.assertEqual(self._send().user_id, self.user)

    def test_mails_leave_in_the_background_once(self):
        messages = self._send()
        mails = self.env["mail.mail"]
        before = mails.search_count([])
        for _round in range(2):
            self._run_cron()
            sent = mails.search([], order="id desc", limit=mails.search_count([]) - before)
            self.assertEqual(
                set(sent.mapped("subject")), {"left in en_US", "left in zh_CN"}, "one mail each"
            )
            self.assertEqual(len(sent), 2)
        self.assertFalse(any(messages.mapped("is_waiting")))
        self.assertIn(f'{self.shop.get_base_url()}/my/distribution/team"', sent[0].body_html)

    def test_portal_only_messages_are_not_mailed(self):
        self._send(is_mailed=False)
        before = self.env["mail.mail"].search_count([])
        self._run_cron()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    @mute_logger("odoo.addons.distribution_member.models.distribution_message")
    def test_a_channel_that_fails_holds_nothing_up(self):
        messages = self._send()

        def fail(told):
            told.write({"name": "half done"})
            raise ValueError("no network")

        with patch(f"{TOLD}._send_elsewhere", fail):
            self._run_cron()
        self.assertNotIn("half done", messages.mapped("name"))
        self.assertFalse(any(messages.mapped("is_waiting")))

    def test_old_messages_go(self):
        old, new = self._send()
        old.date = fields.Datetime.now() - timedelta(days=181)
        self.messages._gc_messages()
        self.assertEqual((old | new).exists(), new)


@tagged("post_install", "-at_install")
class TestMessagePages(MessageCommon, HttpCase):
    def test_page_lists_own_messages_and_opening_reads_them(self):
        message = self._send(roles=("admin",))
        self.authenticate("tm_admin", "tm_admin")
        self.assertIn("Messages to read: 1", self.url_open("/my/distribution").text)
        self.assertIn("left in en_US", self.url_open(MESSAGES).text)
        answer = self.url_open(f"{MESSAGES}/{message.id}")
        self.assertTrue(answer.url.endswith("/my/distribution/team"))
        self.assertTrue(message.date_read)
        self.assertNotIn("Messages to read", self.url_open("/my/distribution").text)

    def test_messages_of_others_stay_unread(self):
        message = self._send(roles=("admin",))
        self.authenticate("tm_stranger", "tm_stranger")
        self.assertNotIn("left in", self.url_open(MESSAGES).text)
        self.assertTrue(self.url_open(f"{MESSAGES}/{message.id}").url.endswith(MESSAGES))
        self.url_open(f"{MESSAGES}/read", data={"csrf_token": http.Request.csrf_token(self)})
        self.assertFalse(message.date_read)

    def test_all_are_read_at_once(self):
        messages = self._send(roles=("admin",)) | self._send(roles=("admin",))
        self.authenticate("tm_admin", "tm_admin")
        self.url_open(f"{MESSAGES}/read", data={"csrf_token": http.Request.csrf_token(self)})
        self.assertTrue(all(messages.mapped("date_read")))
