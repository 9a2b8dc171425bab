from datetime import timedelta

from odoo import api, fields, models

from ..queries import documents
from .wrong_clock import find_latest

STATES = [
    ("pending", "Waits"),
    ("sending", "Is Being Sent"),
    ("saved", "Saved"),
    ("submitted", "Submitted"),
    ("audited", "Audited"),
    ("done", "Done"),
    ("failed", "Needs You"),
    ("withdrawn", "Not Sent"),
]
KINDS = [("order", "Order"), ("cancel", "Cancellation"), ("member", "Member")]
PROBLEMS = [
    ("refused", "Kingdee Refuses"),
    ("differs", "Kingdee Has Something Else"),
    ("busy", "Locked in Kingdee"),
    ("transport", "No Readable Answer"),
    ("incomplete", "Something Is Missing Here"),
    ("error", "An Error of Ours"),
]
LEASE_MINUTES = 5  # longer than any step may take
BUSY_PAUSES = (1, 5, 15)  # minutes; after that every quarter of an hour
LONGEST_PAUSE = 30
LONGEST = timedelta(days=1)  # nothing is put off, or leased, for longer
LONGEST_TEXT = 20_000
# What is deleted there is sent anew when a person wants it: from the order as it is then.
NOT_THERE = {"external_id": False, "entries": False, "known_date": False}


class DistributionErpDocument(models.Model):
    """The journal of what goes to Kingdee: one row for each document, made with the deed itself.

    `number` is ours and stays the same over all tries, so that a document whose answer was lost is
    found again instead of being sent twice.
    """

    _name = "distribution.erp.document"
    _description = "Document to Kingdee"
    _inherit = ["distribution.state.machine.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "number"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    member_id = fields.Many2one(
        "distribution.member", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    number = fields.Char("Number in Kingdee", required=True, readonly=True, index=True)
    version = fields.Integer(required=True, readonly=True, default=0)
    is_current = fields.Boolean(
        default=True, readonly=True, help="No later version of the order was sent or waits."
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="pending", index=True, tracking=True
    )
    problem = fields.Selection(PROBLEMS, readonly=True)
    message = fields.Text("What It Says", readonly=True, help="The ERP's own words where it spoke.")
    attempts = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True, default=fields.Datetime.now)
    leased_until = fields.Datetime(readonly=True)
    is_waiting_there = fields.Boolean(
        "Waits in Kingdee", readonly=True, help="A workflow of Kingdee decides; we look again."
    )
    external_id = fields.Char("ID in Kingdee", readonly=True)
    entries = fields.Json(readonly=True, help="Line here by the ID of the line there.")
    known_date = fields.Datetime("In Kingdee since", readonly=True)
    closed_there = fields.Selection(
        [("closed", "Closed"), ("void", "Void")],
        "In Kingdee Now",
        readonly=True,
        help="What became of the document there.",
    )
    payload = fields.Json(
        readonly=True, help="What is sent, frozen: a change of the order makes another row."
    )
    request = fields.Text(readonly=True, help="As it was sent last, secrets left out.")
    response = fields.Text(readonly=True, help="As it was answered last, secrets left out.")

    _order_unique = models.UniqueIndex(
        "(backend_id, order_id, kind, version) WHERE order_id IS NOT NULL",
        "This version of the order is in the journal already.",
    )
    _member_unique = models.UniqueIndex(
        "(backend_id, member_id) WHERE member_id IS NOT NULL",
        "This member is in the journal already.",
    )
    _number_unique = models.UniqueIndex(
        "(backend_id, kind, number)", "This number is in the journal already."
    )
    _due_index = models.Index(
        "(backend_id, next_try, id) WHERE state IN ('pending', 'sending', 'saved', 'submitted')"
    )

    _state_fields = ("attempts", "external_id", "known_date", "next_try", "leased_until")

    # === ACTION METHODS === #

    def action_resend(self):
        """Let the next run try again what a person was to look at."""
        self._ensure_state(
            ("failed",), self.env._("%(record)s is %(state)s. Only what needs you is sent again.")
        )
        for document in self:
            document._put_back()
        self.backend_id._trigger_orders()
        return True

    def action_withdraw(self):
        """Leave it: a person has entered it in Kingdee, or it is not wanted there."""
        self._ensure_state(
            ("failed", "pending"),
            self.env._("%(record)s is %(state)s. What is on its way cannot be left out."),
        )
        self._close_problem()
        self._write_state("withdrawn", leased_until=False)
        return True

    def action_open_record(self):
        """Open the order or the member that it is about."""
        self.ensure_one()
        self.check_access("read")
        record = self.order_id or self.member_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def _take_due(self, backend, kinds, limit):
        """Return the next documents that are due, leased to this worker; the caller commits.

        The rows are locked and updated, so that no two workers get the same.
        """
        self.flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            documents.next_due(backend.id, kinds, (now, find_latest(now, LONGEST)), limit)
        )
        taken = self.browse(row[0] for row in rows)
        taken.invalidate_recordset()
        lease = self._get_lease_end()
        for document in taken.with_context(tracking_disable=True):
            document._write_state(
                "sending" if document.state == "pending" else document.state,
                attempts=document.attempts + 1,
                leased_until=lease,
            )
        return taken

    def _give_back(self, lease):
        """Let others have what was taken, and not begun.

        What was never sent is built anew next time: it may be changed meanwhile.

        :param lease: `leased_until` as it was when they were taken; of another lease, they are
            somebody else's
        """
        ours = self.filtered(lambda document: document.leased_until == lease)
        for document in ours.with_context(tracking_disable=True):
            attempts = document.attempts - 1
            unsent = {} if attempts else {"payload": False, "request": False}
            document._write_state(
                document.state if attempts else "pending",
                attempts=attempts,
                leased_until=False,
                **unsent,
            )

    @api.model
    def _get_lease_end(self):
        return fields.Datetime.now() + timedelta(minutes=LEASE_MINUTES)

    @api.model
    def _queue_members(self, backend, limit=500):
        """Put active members into the journal that are neither bound nor in it."""
        missing = self.env.execute_query(
            documents.members_to_send(backend.id, backend.company_id.id, limit)
        )
        self.create(
            [
                {"backend_id": backend.id, "kind": "member", "member_id": member_id, "number": code}
                for member_id, code in missing
            ]
        )

    @api.model
    def _follow_members(self, backend):
        """Let orders that waited for their member to be in Kingdee go on at once."""
        waiting = self.search(
            [
                ("backend_id", "=", backend.id),
                ("kind", "=", "order"),
                ("state", "in", ("pending", "sending")),
                ("problem", "=", "incomplete"),
            ]
        )
        there = backend._find_numbers(waiting.order_id.distribution_member_id)
        free = waiting.filtered(lambda one: one.order_id.distribution_member_id.id in there)
        for state, alike in free.grouped("state").items():
            alike._write_state(state, next_try=fields.Datetime.now())
        if free:
            backend._trigger_orders()

    def _advance(self, state, **values):
        """Note a step that the ERP has confirmed."""
        self._close_problem()
        self._write_state(state, problem=False, message=False, **values)

    def _finish(self, state, **values):
        """Note the last step."""
        self._advance(state, leased_until=False, is_waiting_there=False, **values)

    def _put_off(self, problem, message, minutes, **values):
        """Try again later, whatever step it has come to."""
        self._write_state(
            self.state,
            problem=problem,
            message=message,
            leased_until=False,
            next_try=fields.Datetime.now() + timedelta(minutes=minutes),
            **values,
        )

    def _put_back(self):
        """Let it go on from the beginning: what is there already is found by its number.

        What never came to be there is built anew, so that what was mended here counts.
        """
        self._close_problem()
        self.filtered(lambda document: not document.external_id).payload = False
        self._write_state(
            "sending" if self.attempts else "pending",
            problem=False,
            next_try=fields.Datetime.now(),
            leased_until=False,
        )

    def _fail(self, problem, message, **values):
        """Stop, and put it in front of a person."""
        self._write_state("failed", problem=problem, message=message, leased_until=False, **values)
        record = self.order_id or self.member_id
        user = self.backend_id.user_id or self.backend_id.create_uid
        if not record.activity_search([self._get_activity_type()], user_id=user.id):
            record.activity_schedule(
                self._get_activity_type(),
                note=self.env._(
                    "%(number)s is not in Kingdee as it should be: %(message)s",
                    number=self.number,
                    message=message,
                ),
                user_id=user.id,
            )

    # === HELPERS === #

    def _close_problem(self):
        for document in self.filtered(lambda one: one.state == "failed" or one.problem):
            record = document.order_id or document.member_id
            record.activity_unlink([self._get_activity_type()])

    @api.model
    def _get_activity_type(self):
        return "distribution_erp_sync.mail_activity_type_erp_document"
