import logging

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

_logger = logging.getLogger(__name__)

MAIL_STATES = [
    ("waiting", "To Be Sent"),
    ("queued", "Sent"),
    ("no_email", "No E-mail"),
    ("failed", "Failed"),
]
# Between two commits: a mail takes milliseconds, one with the PDF in it a second.
MAILS_AT_ONCE = 200
PDFS_AT_ONCE = 10
TEMPLATE = "distribution_commission.mail_template_statement"
CRON = "distribution_commission.ir_cron_mail_statements"


class DistributionStatementMailMixin(models.AbstractModel):
    """The mail that tells a member of its statement.

    Publishing only notes that a mail is due. A job of its own writes the mails into the queue of
    Odoo, set by set, so that no mail delays a publication or undoes it.
    """

    _name = "distribution.statement.mail.mixin"
    _description = "Mail of a Statement"

    mail_state = fields.Selection(
        MAIL_STATES,
        "Mail",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Whether the member was told by e-mail. Sent: the mail is in the queue of outgoing"
        " mails, or has left it.",
    )
    mailed_on = fields.Datetime("Mailed on", readonly=True, copy=False)
    mail_partner_id = fields.Many2one(
        "res.partner",
        "Mail to",
        compute="_compute_mail_partner_id",
        compute_sudo=True,
        help="The member's invoice contact with an e-mail address, else the member, else its first"
        " colleague who may confirm statements.",
    )

    # === COMPUTE METHODS === #

    def _compute_mail_partner_id(self):
        for statement in self:
            statement.mail_partner_id = statement._find_mail_partner()

    # === ACTION METHODS === #

    def action_send_mail(self):
        """Tell the members of these published statements by e-mail, once more if need be."""
        self.check_access("read")
        if not self.env.user.has_group("distribution_member.group_distribution_finance"):
            raise AccessError(self.env._("Statements are sent by finance only."))
        published = self.filtered(lambda statement: statement.state != "draft")
        if not published:
            raise UserError(self.env._("Publish the statement first; a draft is sent to nobody."))
        without = published.filtered(lambda statement: not statement.mail_partner_id)
        # sudo: whether a mail is due is written by nobody
        without.sudo()._write_by_action(mail_state="no_email")
        (published - without).sudo()._write_by_action(mail_state="waiting")
        self._trigger_mails()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._(
                    "%(count)s mails are being sent", count=len(published - without)
                ),
                "message": self.env._("No e-mail: %(count)s", count=len(without))
                if without
                else "",
                "type": "warning" if without else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _cron_mail_statements(self):
        """Write the mails that are due into the queue, some at a time, as long as there is time."""
        due = [("mail_state", "=", "waiting"), ("state", "!=", "draft")]
        size = MAILS_AT_ONCE
        if self.env["res.company"].search_count([("distribution_statement_pdf", "=", True)]):
            size = PDFS_AT_ONCE
        while statements := self.search(due, order="id", limit=size):
            locked = statements.try_lock_for_update()
            if not locked:
                return  # somebody else is at them
            locked._queue_mails()
            remaining = self.search_count(due)
            if not self.env["ir.cron"]._commit_progress(len(locked), remaining=remaining):
                return

    # === HELPERS === #

    def _trigger_mails(self):
        """Let the job run as soon as this transaction has ended."""
        self.env.ref(CRON)._trigger()

    def _find_mail_partner(self):
        """Return the contact that is written to; empty when there is no address."""
        self.ensure_one()
        member = self.member_id
        if member.is_restricted:
            return member.partner_id.browse()  # its data are only stored
        own = member.partner_id
        contacts = own.child_ids.filtered(lambda contact: contact.type == "invoice") | own
        people = self._find_answering_people().user_id.partner_id
        return (contacts | people).filtered("email_normalized")[:1]

    def _queue_mails(self):
        """Write a mail for each statement into the queue; what fails keeps no other from it."""
        to_send = self.filtered("mail_partner_id")
        (self - to_send)._write_by_action(mail_state="no_email")
        try:
            with self.env.cr.savepoint():
                to_send._create_mails()
        except Exception:
            # Whatever the template or the printer stumbled over, one by one shows by whom.
            _logger.exception("mails of %s statements fail together", len(to_send))
            for statement in to_send:
                statement._queue_alone()

    def _queue_alone(self):
        try:
            with self.env.cr.savepoint():
                self._create_mails()
        except Exception:
            _logger.exception("the mail of statement %s fails", self.number)
            self._write_by_action(mail_state="failed")

    def _create_mails(self):
        if not self:
            return
        mails = self.env.ref(TEMPLATE).send_mail_batch(
            self.ids, force_send=False, email_layout_xmlid="mail.mail_notification_light"
        )
        by_id = {mail.res_id: mail for mail in mails}
        for statement in self.filtered("company_id.distribution_statement_pdf"):
            mail = by_id[statement.id]
            # Of the message, so that the copy goes with it.
            owner = {"res_model": "mail.message", "res_id": mail.mail_message_id.id}
            mail.attachment_ids = [Command.create({**statement._prepare_attachment(), **owner})]
        self._write_by_action(mail_state="queued", mailed_on=fields.Datetime.now())

    def _prepare_attachment(self):
        """Return the values of the PDF of one statement."""
        self.ensure_one()
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "distribution_commission.action_report_statement", self.ids
        )
        name = self._get_report_base_filename().replace("/", "-")
        return {"name": f"{name}.{kind}", "raw": content}
