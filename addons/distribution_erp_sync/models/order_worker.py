"""Orders to Kingdee: Save, Submit, Audit, each step looked at before it is done."""

from decimal import Decimal

import psycopg2
from odoo import fields

from ..clients import errors
from ..mappers import sales_order as mapper
from . import transactions
from .distribution_erp_document import NOT_THERE
from .journal_worker import JournalWorker
from .order_document import OrderFreezer, match_entries, read_order

# Kingdee's letters for how far a document is; drafts are Z, rejected or un-audited ones D.
OPEN_LETTERS = ("Z", "A", "D")
SUBMITTED, AUDITED = "B", "C"
WORKFLOW = "工作流"
WORKFLOW_PAUSE = 30  # minutes until we look again whether the workflow has decided


class OrderWorker(JournalWorker):
    """Sends orders, and voids those that were cancelled here."""

    kinds = ("order", "cancel")

    def __init__(self, backend, run):
        """Override of `StreamWorker`: what is asked for each order is read once."""
        super().__init__(backend, run)
        self._until = backend._get_push_until()
        self._tolerance = Decimal(str(backend.amount_tolerance))
        self._hastened = self.env["distribution.member"]  # asked for already

    def prepare(self, documents):
        """Override of `JournalWorker`: freeze orders; what fails says why when its turn comes."""
        orders = documents.filtered(
            lambda one: one.kind == "order" and not one.payload and one.order_id.state != "cancel"
        )
        if not orders:
            return
        freezer = OrderFreezer(orders)
        for document in orders:
            try:
                self._freeze(freezer, document)
            except psycopg2.Error:  # the transaction is lost
                raise
            except Exception:  # nosec B112: it fails again, and is noted, when it is sent by itself
                continue

    def _freeze(self, freezer, document):
        document.request = self.describe(mapper.build_model(freezer.freeze(document)))

    def send(self, erp, taken):
        """Override of `JournalWorker`."""
        if taken.kind == "cancel":
            self._void(erp, taken)
        else:
            self._send_order(erp, taken)

    def hasten(self, document):
        """Override of `JournalWorker`: the member goes first, at once unless a person must look."""
        member = document.order_id.distribution_member_id
        if member in self._hastened:
            return
        self._hastened |= member
        known = document.search(
            [("backend_id", "=", self.backend.id), ("member_id", "=", member.id)], limit=1
        )
        if known.state not in ("failed", "withdrawn"):
            transactions.insist(self.env, self.backend._trigger_members)

    def look(self, erp, number):
        """Return the facts of an order in Kingdee, None when there is none of the number."""
        transactions.let_go(self.env)
        return erp.find_orders([number]).get(number)

    # === ORDERS === #

    def _send_order(self, erp, taken):
        document, payload = taken.document, taken.payload
        if taken.is_cancelled and taken.attempts == 1:
            self.finish(document, "withdrawn")
            return
        if not payload:
            self._freeze(OrderFreezer(document), document)
            payload = document.payload
        wanted, line_ids = read_order(payload)
        # Sent for the first time, it cannot be there; after that only looking tells.
        facts = self.look(erp, taken.number) if taken.attempts > 1 else None
        if facts is None and document.external_id:
            self._end_deleted(document)
            return
        if facts is None:
            facts = self._save(erp, taken, wanted)
        if facts is None or not self._is_as_sent(taken, wanted, facts):
            return
        if taken.state == "sending":
            self.keep(
                document,
                "saved",
                external_id=facts.id,
                response=facts.number,
                entries=match_entries(line_ids, wanted.lines, facts),
                known_date=document.known_date or fields.Datetime.now(),
            )
        self._go_on(erp, taken, facts)

    def _save(self, erp, taken, wanted):
        """Save the order, and return what is there then; None when it went before a person."""
        transactions.let_go(self.env)
        try:
            number = erp.save_order(wanted)
            if number != taken.number:
                taken.document.response = number
                self._fail_numbered(taken.document, number)
                return None
        except errors.RefusedError as error:
            if not error.is_duplicate:
                raise
        facts = self.look(erp, taken.number)
        if facts is None:
            raise errors.TransportError("saved, but not to be found")
        return facts

    def _fail_numbered(self, document, number):
        """Stop: an order that does not keep our number is not found again, and would be doubled."""
        self._fail(
            document,
            "differs",
            self.env._(
                "Kingdee gave %(ours)s a number of its own: %(theirs)s. Delete %(theirs)s there,"
                " let the numbering rule keep numbers that are given, then send it again.",
                ours=document.number,
                theirs=number,
            ),
        )

    def _end_deleted(self, document):
        """Stop: somebody deleted on purpose what was there, so only a person sends it again."""
        if document.order_id.state == "cancel":
            self.finish(document, "withdrawn", **NOT_THERE)
            return
        self._fail(
            document,
            "differs",
            self.env._(
                "%(number)s was there, and somebody has deleted it in Kingdee. Send Again puts it"
                " there once more; Do Not Send leaves it.",
                number=document.number,
            ),
            **NOT_THERE,
        )

    def _is_as_sent(self, taken, wanted, facts):
        """Return whether Kingdee keeps what was sent; otherwise put it before a person."""
        if facts.is_cancelled:
            differences = [self.env._("it was made void there")]
        else:
            differences = [
                self.env._(
                    "%(what)s: %(found)s there, %(expected)s here",
                    what=difference.what,
                    found=difference.found,
                    expected=difference.expected,
                )
                for difference in mapper.compare(wanted, facts, self._tolerance)
            ]
        if not differences:
            return True
        self._fail(
            taken.document,
            "differs",
            self.env._(
                "Kingdee has %(number)s otherwise: %(differences)s. Correct it there, then send"
                " it again.",
                number=taken.number,
                differences="; ".join(differences),
            ),
        )
        return False

    def _go_on(self, erp, taken, facts):
        """Submit and audit as far as the company wants, doing only what is missing."""
        document, number, until = taken.document, taken.number, self._until
        try:
            if facts.status in OPEN_LETTERS and until != "save":
                transactions.let_go(self.env)
                erp.submit_order(number)
                self.keep(document, "submitted")
                facts = self.look(erp, number)
            if facts and facts.status == SUBMITTED and until == "audit":
                transactions.let_go(self.env)
                erp.audit_order(number)
                facts = self.look(erp, number)
        except errors.RefusedError as error:
            if any(WORKFLOW in words for words in error.messages):
                self._wait_there(document, error)
                return
            facts = self.look(erp, number)
            if facts:
                raise
        if facts is None:
            self._end_deleted(document)
        else:
            self._note_status(document, facts)

    def _wait_there(self, document, error):
        """A workflow of Kingdee decides: look again from time to time."""
        transactions.give_up(self.env)
        self.put_off(
            document,
            False,
            self.backend._explain_error(error),
            WORKFLOW_PAUSE,
            is_waiting_there=True,
        )

    def _note_status(self, document, facts):
        states = {AUDITED: "audited", SUBMITTED: "submitted"}
        state = states.get(facts.status, "saved")
        reached = {"save": "saved", "submit": "submitted", "audit": "audited"}
        order = ("saved", "submitted", "audited")
        if order.index(state) >= order.index(reached[self._until]):
            self.finish(document, state, next_try=False)
        else:
            raise errors.TransportError("the step was confirmed, but its effect is not to be seen")

    # === CANCELLATIONS === #

    def _void(self, erp, taken):
        """Take back the audit, and make the order void; what was never there is done already."""
        document, number = taken.document, taken.number
        facts = self.look(erp, number)
        if facts is None or facts.is_cancelled:
            self.finish(document, "done", next_try=False, closed_there="void")
            return
        if any(line.delivered for line in facts.lines):
            self._fail(
                document,
                "differs",
                self.env._(
                    "Goods of %(number)s have left already, so it cannot be made void. Close it in"
                    " Kingdee, and enter the return there.",
                    number=document.number,
                ),
            )
            return
        if facts.status in (SUBMITTED, AUDITED):
            transactions.let_go(self.env)
            erp.reopen_order(facts)
            self.keep(document, "sending")
        transactions.let_go(self.env)
        erp.void_order(number)
        facts = self.look(erp, number)
        if facts is not None and not facts.is_cancelled:
            raise errors.TransportError("made void, but it is not")
        self.finish(document, "done", next_try=False, closed_there="void")
