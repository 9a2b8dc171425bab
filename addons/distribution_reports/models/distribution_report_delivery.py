import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..queries import report_deliveries

_logger = logging.getLogger(__name__)

STATES = [
    ("pending", "Waiting"),
    ("sent", "Sent"),
    ("refused", "Refused"),
    ("failed", "Failed"),
]
TRIES_MOST = 5
MINUTES_BEFORE_RETRY = 5
BOARD_MAIL = "board"


class DistributionReportDelivery(models.Model):
    """One report for one person at one time: asked for once, made with the person's own rights.

    Asking writes a row whose key is unique. A job makes the report and writes its mail into the
    queue in one transaction with the row, so whoever is killed in between has sent nothing.
    The file is kept with the mail only: who owns a schedule need not see what others receive.
    """

    _name = "distribution.report.delivery"
    _description = "Report by Mail"
    _inherit = ["distribution.report.file.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    key = fields.Char(required=True, readonly=True, copy=False)
    kind = fields.Selection(selection="_list_kinds", string="Report", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users", "Recipient", required=True, readonly=True, index=True, ondelete="cascade"
    )
    schedule_id = fields.Many2one(
        "distribution.report.schedule", readonly=True, index="btree_not_null", ondelete="set null"
    )
    due = fields.Datetime(required=True, readonly=True, help="When it was to be sent.")
    week = fields.Date(readonly=True, help="Of the weekly mail of the board: the week it is about.")
    state = fields.Selection(STATES, required=True, readonly=True, default="pending")
    reason = fields.Char(readonly=True, help="Why it was refused, or why it failed.")
    tries = fields.Integer(readonly=True, aggregator=None)
    requested_on = fields.Datetime(readonly=True)
    next_try = fields.Datetime(readonly=True)
    sent_on = fields.Datetime(readonly=True, index="btree_not_null")
    seconds = fields.Float(
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="From the request until the mail was handed to the queue of outgoing mails.",
    )
    work_seconds = fields.Float(
        "Seconds of Work",
        readonly=True,
        digits=(16, 2),
        aggregator="avg",
        help="How long making the report took, without waiting.",
    )
    row_count = fields.Integer("Rows", readonly=True)
    file_size = fields.Integer("Bytes", readonly=True)

    _key_unique = models.UniqueIndex("(key)", "This report was asked for already.")
    _pending_index = models.Index("(next_try) WHERE state = 'pending'")

    def _list_kinds(self):
        kinds = self.env["distribution.report.maker"]._get_kinds()
        found = [(code, kind.label) for code, kind in kinds.items()]
        return [*found, (BOARD_MAIL, self.env._("Weekly Mail of the Board"))]

    # === ACTION METHODS === #

    def action_retry(self):
        """Try again what was refused or has failed."""
        self.check_access("read")
        self._ensure_owner()
        if self.filtered(lambda delivery: delivery.state not in ("refused", "failed")):
            raise UserError(self.env._("Only what was refused or has failed is tried again."))
        # sudo: a delivery is written by itself only
        self.sudo().write(
            {
                "state": "pending",
                "tries": 0,
                "reason": False,
                "requested_on": fields.Datetime.now(),
                "next_try": fields.Datetime.now(),
            }
        )
        self._trigger()
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _request(self, rows):
        """Ask for reports; what was asked for before with the same key is not asked for again.

        :param rows: list of {key, kind, company_id, user_id, schedule_id, due, week}
        """
        if not rows:
            return
        self.flush_model()
        self.env.cr.execute(
            report_deliveries.request(rows, now=fields.Datetime.now(), uid=self.env.uid)
        )
        self.invalidate_model()
        self._trigger()

    @api.model
    def _cron_deliver(self):
        """Make and mail what is due, each in a transaction of its own."""
        cron = self.env["ir.cron"]
        due = self.search(
            [("state", "=", "pending"), ("next_try", "<=", fields.Datetime.now())], order="id"
        )
        remaining = len(due)
        cron._commit_progress(remaining=remaining)
        for delivery in due:
            remaining -= 1
            locked = delivery.try_lock_for_update().filtered_domain([("state", "=", "pending")])
            if locked:
                locked._deliver()
            if not cron._commit_progress(1, remaining=remaining):
                break

    # === HELPERS === #

    def _trigger(self):
        # sudo: starting the job is the right of everybody who may ask for a report
        self.env.ref("distribution_reports.ir_cron_deliver_reports").sudo()._trigger()

    def _ensure_owner(self):
        is_finance = self.env.user.has_group("distribution_member.group_distribution_finance")
        if not is_finance and any(one.schedule_id.user_id != self.env.user for one in self):
            raise AccessError(self.env._("Only the owner of a schedule tries its mails again."))

    def _deliver(self):
        """Make and mail one report; whatever goes wrong is noted and keeps no other from it."""
        self.ensure_one()
        refusal = self._find_refusal()
        if refusal:
            self._refuse(refusal)
            return
        started = time.monotonic()
        try:
            with self.env.cr.savepoint():
                facts = self._mail_report()
                self.env.flush_all()
        except AccessError as error:
            self._refuse(self.env["distribution.report.maker"]._explain_refusal(error))
        except Exception as error:
            _logger.exception("report %s fails", self.key)
            self._note_failure(str(error) or type(error).__name__)
        else:
            now = fields.Datetime.now()
            self.write(
                {
                    **facts,
                    "state": "sent",
                    "sent_on": now,
                    "seconds": (now - self.requested_on).total_seconds(),
                    "work_seconds": time.monotonic() - started,
                    "reason": False,
                }
            )

    def _find_refusal(self):
        """Return why the person may not have the report any more, or nothing."""
        user = self.user_id
        if not user.active:
            return self.env._("%(user)s has no active login any more.", user=user.name)
        if user.share:
            return self.env._("%(user)s is no colleague.", user=user.name)
        if self.company_id not in user.company_ids:
            return self.env._(
                "%(user)s does not work for %(company)s any more.",
                user=user.name,
                company=self.company_id.name,
            )
        if not self._get_maker().env[self._get_model()].has_access("read"):
            return self.env._("%(user)s may not read this report any more.", user=user.name)
        if not user.email:
            return self.env._("%(user)s has no e-mail address.", user=user.name)
        return None

    def _get_model(self):
        kinds = self.env["distribution.report.maker"]._get_kinds()
        return "distribution.kpi" if self.kind == BOARD_MAIL else kinds[self.kind].model

    def _get_maker(self):
        """Return the maker as the recipient: own rights, own language, the schedule's company."""
        return (
            self.env["distribution.report.maker"]
            .with_user(self.user_id)
            .with_context(
                allowed_company_ids=self.company_id.ids,
                lang=self.user_id.lang,
                tz=self.company_id.distribution_tz,
            )
        )

    def _refuse(self, reason):
        self.write({"state": "refused", "reason": reason})
        self._tell_owner()

    def _note_failure(self, reason):
        """Try again some minutes later, each time after twice as many; then give up."""
        tries = self.tries + 1
        wait = timedelta(minutes=MINUTES_BEFORE_RETRY * 2**self.tries)
        self.write(
            {
                "tries": tries,
                "reason": reason.strip().splitlines()[0][:250],
                "next_try": fields.Datetime.now() + wait,
                "state": "failed" if tries >= TRIES_MOST else "pending",
            }
        )
        if self.state == "failed":
            self._tell_owner()

    def _tell_owner(self):
        """Give the owner of the schedule one activity about a recipient who got nothing."""
        schedule = self.schedule_id
        if not schedule or not schedule.user_id.active:
            return
        schedule = schedule.with_context(lang=schedule.user_id.lang)
        summary = schedule.env._("Not sent to %(user)s", user=self.user_id.name)
        known = schedule.activity_ids.filtered(lambda activity: activity.summary == summary)
        if not known:
            schedule.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=self.reason,
                user_id=schedule.user_id.id,
            )
