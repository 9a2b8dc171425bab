import logging
from datetime import timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

DAYS_KEPT = 180
SENT_PER_COMMIT = 200


class DistributionMessage(models.Model):
    """One thing that happened, told to one person of a member: in the portal, and by mail.

    Records say what happened in the words of `_get_message_text(event)`, in the language of
    whoever reads it. Mails leave in the background, so a slow mail server holds nothing up.
    """

    _name = "distribution.message"
    _description = "Message to a Person of a Member"
    _order = "id desc"

    name = fields.Char("Message", required=True, readonly=True)
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", "Told to", required=True, readonly=True, ondelete="cascade"
    )
    url = fields.Char("Opens", required=True, readonly=True, help="Page of the portal.")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    date_read = fields.Datetime("Read on", readonly=True, help="Empty: not opened yet.")
    is_waiting = fields.Boolean(
        "Waits to Be Sent", readonly=True, help="Not yet sent by mail and other channels."
    )

    _person_index = models.Index("(user_id, member_id, id DESC)")
    _waiting_index = models.Index("(id) WHERE is_waiting")

    # === BUSINESS METHODS === #

    @api.model
    def _send(self, record, event, *, member, url, roles=None, is_mailed=True):
        """Tell the people of a member what happened; called as superuser.

        :param record: has `_get_message_text(event)`, called in the language of each reader
        :param str event: a word for what happened, e.g. `left`
        :param str url: page of the portal that shows it
        :param roles: of `distribution.member.user`; None: all
        :param bool is_mailed: also by mail and other channels, not only in the portal
        :return: one message per person
        """
        users = member.colleague_ids.filtered(
            lambda colleague: colleague.active and (not roles or colleague.role in roles)
        ).user_id.filtered("active")
        texts = {
            lang: record.with_context(lang=lang)._get_message_text(event)
            for lang in set(users.mapped("lang"))
        }
        messages = self.create(
            [
                {
                    "name": texts[user.lang],
                    "member_id": member.id,
                    "user_id": user.id,
                    "url": url,
                    "is_waiting": is_mailed,
                }
                for user in users
            ]
        )
        if messages and is_mailed:
            self.env.ref("distribution_member.ir_cron_send_messages")._trigger()
        return messages

    @api.model
    def _count_unread(self, member):
        """Return how many messages of the member the user has not opened."""
        return self.search_count([*self._get_own_domain(member), ("date_read", "=", False)])

    @api.model
    def _get_own_domain(self, member):
        """Return the domain of what the user was told for a member."""
        return [("user_id", "=", self.env.uid), ("member_id", "=", member.id)]

    def _mark_read(self):
        """Note that its person has opened the message."""
        self.filtered(lambda message: not message.date_read).date_read = fields.Datetime.now()

    # === HOOKS === #

    def _send_elsewhere(self):
        """Override to tell the persons by SMS, WeCom (企业微信) or another channel, too.

        Called in the background after the mails were queued, in a savepoint of its own: what it
        raises is logged and holds up neither mails nor the next messages.
        """

    # === SCHEDULER === #

    @api.model
    def _cron_send(self, limit=SENT_PER_COMMIT):
        """Send what waits, batch by batch."""
        cron = self.env["ir.cron"]
        domain = [("is_waiting", "=", True)]
        remaining = self.search_count(domain)
        cron._commit_progress(remaining=remaining)
        while batch := self.search(domain, limit=limit, order="id"):
            batch._send_batch()
            remaining = max(remaining - len(batch), 0)
            if not cron._commit_progress(len(batch), remaining=remaining):
                break

    @api.autovacuum
    def _gc_messages(self):
        """Delete what is older than half a year; orders and statements keep what counts."""
        oldest = fields.Datetime.now() - timedelta(days=DAYS_KEPT)
        self.search([("date", "<", oldest)], limit=10_000).unlink()

    # === HELPERS === #

    def _send_batch(self):
        self.is_waiting = False
        with_address = self.filtered("user_id.email")
        if with_address:
            self.env.ref("distribution_member.mail_template_message").send_mail_batch(
                with_address.ids, email_layout_xmlid="mail.mail_notification_light"
            )
        try:
            with self.env.cr.savepoint():
                self._send_elsewhere()
        except Exception:
            _logger.exception("Messages %s were not sent to other channels", self.ids)
