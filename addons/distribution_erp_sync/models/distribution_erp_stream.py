import random  # safe guessable: spreads waiting, hides nothing
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from psycopg2.errors import SerializationFailure

from .distribution_erp_run import STREAMS
from .wrong_clock import find_latest

# Minutes between two runs, and after how many minutes without success people are told.
INTERVALS = {
    "stock": (60, 180),
    "stock_hot": (1, 15),
    "products": (30, 240),
    "members": (30, 240),
    "orders": (1, 30),
    "deliveries": (2, 30),
    "returns": (5, 60),
    "reconcile": (1440, 2880),
}
# The scheduler looks once a minute: what is due before its next look is due now.
SLACK = timedelta(seconds=30)
WAKE_SECONDS = 10  # between two calls that wake the scheduler, of each process
LEASE_MINUTES = 5  # longer than any call may take; a worker at work renews it
LONGEST_PAUSE = 60  # minutes between two tries, however often it failed
SPREAD = 0.2  # of the pause, so that not everything asks again at the same moment
ALERT = "distribution_erp_sync.mail_activity_type_erp"

_woken = {}  # database -> when this process woke the scheduler last


class DistributionErpStream(models.Model):
    """What is exchanged with an ERP, how far it came, and when it goes on."""

    _name = "distribution.erp.stream"
    _description = "Stream of a Kingdee ERP"
    _order = "backend_id, id"
    _rec_name = "kind"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    kind = fields.Selection(STREAMS, "Stream", required=True, readonly=True)
    active = fields.Boolean("Runs by Itself", default=True)
    interval_minutes = fields.Integer(
        "Every … Minutes", required=True, help="From the end of a run to the next one."
    )
    late_minutes = fields.Integer(
        "Late after Minutes",
        required=True,
        help="So long after the last success, its responsible people are told.",
    )
    cursor = fields.Char(
        readonly=True,
        help="Until when changes were read: the time of the ERP's own clock, as it says it.",
    )
    next_run = fields.Datetime(readonly=True, index=True)
    leased_until = fields.Datetime(
        readonly=True, help="A worker is at it; after this moment it counts as dead."
    )
    last_run_id = fields.Many2one("distribution.erp.run", readonly=True, ondelete="set null")
    last_success = fields.Datetime(readonly=True)
    failures = fields.Integer("Failures in a Row", readonly=True)
    last_message = fields.Char("Last Failure", readonly=True)
    state = fields.Selection(related="last_run_id.state", string="How It Ended")
    lag_minutes = fields.Integer(
        "Minutes since Success",
        compute="_compute_lag_minutes",
        help="Of the last run without error.",
    )
    is_late = fields.Boolean(compute="_compute_lag_minutes", search="_search_is_late")

    _kind_unique = models.UniqueIndex("(backend_id, kind)", "An ERP has each stream once.")
    _minutes_positive = models.Constraint(
        "CHECK (interval_minutes > 0 AND late_minutes > 0)", "Minutes are more than 0."
    )

    # === COMPUTE METHODS === #

    @api.depends("last_success", "late_minutes", "active")
    def _compute_lag_minutes(self):
        now = fields.Datetime.now()
        for stream in self:
            since = stream.last_success or stream.create_date or now
            stream.lag_minutes = int((now - since).total_seconds() // 60)
            stream.is_late = stream.active and stream.lag_minutes > stream.late_minutes

    def _search_is_late(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        late = self.search([("active", "=", True)]).filtered("is_late")
        wants_late = (True in value) == (operator == "in")
        return [("id", "in" if wants_late else "not in", late.ids)]

    # === ACTION METHODS === #

    def action_run(self):
        """Run the stream now, whenever it would be due."""
        self.ensure_one()
        self.check_access("write")
        run = self.backend_id._run_stream(self.kind)
        return {
            "type": "ir.actions.act_window",
            "res_model": "distribution.erp.run",
            "res_id": run.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    def _start(self):
        """Take the stream, and return the new run; the caller commits.

        :raise UserError: when another worker is at it
        """
        self._take()
        self._bury()
        return self.env["distribution.erp.run"].create(
            {"backend_id": self.backend_id.id, "stream": self.kind, "cursor": self.cursor}
        )

    def _bury(self):
        """End the runs of workers that died, and throw away what they had only begun to read."""
        dead = self.env["distribution.erp.run"].search(
            [
                ("backend_id", "=", self.backend_id.id),
                ("stream", "=", self.kind),
                ("state", "=", "running"),
            ]
        )
        if not dead:
            return
        dead.write(
            {
                "state": "failed",
                "ended": fields.Datetime.now(),
                "log": self.env._("The worker ended in the middle of it; the next run goes on."),
            }
        )
        dead._drop_staged()

    def _renew(self):
        """Say that the worker is alive; the caller commits."""
        self.leased_until = fields.Datetime.now() + timedelta(minutes=LEASE_MINUTES)

    def _take(self):
        """Take a lease on the stream, so that no other worker works on it.

        The row is updated: of two workers that look at the same moment, one fails and tries later.

        :raise UserError: when another worker is at it
        """
        self.ensure_one()
        now = fields.Datetime.now()
        free = self.try_lock_for_update(allow_referencing=True)
        free.invalidate_recordset(["leased_until"])
        lease = timedelta(minutes=LEASE_MINUTES)
        end = free.leased_until
        if not free or (end and now < end <= find_latest(now, lease)):
            raise UserError(
                self.env._("%(stream)s is being run already.", stream=self.display_name)
            )
        self.leased_until = now + lease

    def _end(self, run):
        """Note how a run ended, and when the next one is due."""
        now = fields.Datetime.now()
        values = {"leased_until": False, "last_run_id": run.id}
        pause = self.interval_minutes
        if run.state == "done":
            values |= {"last_success": now, "failures": 0, "last_message": False}
            if run.cursor:
                values["cursor"] = run.cursor
        else:
            values |= {"failures": self.failures + 1, "last_message": (run.log or "")[:250]}
            pause = min(max(1, self.interval_minutes) * 2**self.failures, LONGEST_PAUSE)
        # nobody gains by guessing when
        spread = 1 + random.uniform(0, SPREAD) if run.state != "done" else 1  # nosec B311
        values["next_run"] = now + timedelta(minutes=pause * spread)
        self.write(values)
        if run.state == "done" and not run.failed:
            self.backend_id.activity_unlink([ALERT])

    # === SCHEDULER === #

    @api.model
    def _cron_run(self, *kinds):
        """Run what is due of some streams, one after the other; each commits its own work."""
        cron = self.env["ir.cron"]
        self._come_back(kinds)
        due = self.search(
            [
                ("kind", "in", kinds),
                ("backend_id.state", "=", "ready"),
                ("backend_id.active", "=", True),
            ],
            order="next_run, id",
        ).filtered(lambda stream: stream._is_due())
        cron._commit_progress(remaining=len(due))
        for stream in due:
            try:
                stream.backend_id._run_stream(stream.kind)
            except (UserError, SerializationFailure):  # another worker is at it
                self.env.cr.rollback()
            if not cron._commit_progress(1):
                return

    def _is_due(self):
        now, pause = fields.Datetime.now(), max(self.interval_minutes, LONGEST_PAUSE)
        longest = timedelta(minutes=pause * (1 + SPREAD))
        return (
            not self.next_run
            or self.next_run <= now + SLACK
            or self.next_run > find_latest(now, longest)
        )

    @api.model
    def _come_back(self, kinds):
        """Be due at the scheduler's next look, where a stream runs every minute.

        It looks once a minute; a job that is due a moment after a look would wait for another one.
        """
        cron_id = self.env.context.get("cron_id")
        hasty = [
            ("kind", "in", kinds),
            ("interval_minutes", "<=", 1),
            ("backend_id.state", "=", "ready"),
            ("backend_id.active", "=", True),
        ]
        if cron_id and self.search_count(hasty, limit=1):
            self.env["ir.cron"].browse(cron_id)._trigger(fields.Datetime.now() + SLACK)

    @api.model
    def _wake_scheduler(self):
        """Let the scheduler look now, since somebody looks at what it brings.

        By itself it looks once a minute, and so could be later than that. This runs what is due
        already, and writes nothing: pages that only read may ask for it.
        """
        now, database = time.monotonic(), self.env.cr.dbname
        if now - _woken.get(database, -WAKE_SECONDS) >= WAKE_SECONDS:
            _woken[database] = now
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    @api.model
    def _cron_watch(self):
        """Tell the responsible people about streams that are late; once until it works again."""
        late = self.search([("backend_id.state", "in", ("ready", "stopped"))]).filtered("is_late")
        for backend, streams in late.grouped("backend_id").items():
            backend._alert(
                self.env._(
                    "Without success for too long: %(streams)s.",
                    streams=", ".join(
                        f"{stream.display_name} ({stream.lag_minutes} min)" for stream in streams
                    ),
                )
            )
