"""Orders to Kingdee: Save, Submit, Audit, each step looked at before it is done."""

from decimal import Decimal

from odoo import fields

from ..clients import errors
from ..mappers import sales_order as mapper
from . import transactions
from .journal_worker import JournalWorker
from .order_document import freeze_order, match_entries, read_order

# Kingdee's letters for how far a document is; drafts are Z, rejected or un-audited ones D.
OPEN_LETTERS = ("Z", "A", "D")
SUBMITTED, AUDITED = "B", "C"
WORKFLOW = "工作流"
WORKFLOW_PAUSE = 30  # minutes until we look again whether the workflow has decided


class OrderWorker(JournalWorker):
    """Sends orders, and voids those that were cancelled here."""

    kinds = ("order", "cancel")

    def send(self, erp, document):
        """Override of `JournalWorker`."""
        if document.kind == "cancel":
            self._void(erp, document)
        else:
            self._send_order(erp, document)

    def look(self, erp, number):
        """Return the facts of an order in Kingdee, None when there is none of the number."""
        transactions.let_go(self.env)
        return erp.find_orders([number]).get(number)

    # === ORDERS === #

    def _send_order(self, erp, document):
        order = document.order_id
        if order.state == "cancel" and document.attempts == 1:
            self.finish(document, "withdrawn")
            return
        freeze_order(document)
        wanted, line_ids = read_order(document.payload)
        # Sent for the first time, it cannot be there; after that only looking tells.
        facts = self.look(erp, document.number) if document.attempts > 1 else None
        if facts is None:
            facts = self._save(erp, document, wanted)
        if facts is None or not self._is_as_sent(document, wanted, facts):
            return
        if document.state == "sending":
            self.keep(
                document,
                "saved",
                external_id=facts.id,
                entries=match_entries(line_ids, wanted.lines, facts),
                known_date=document.known_date or fields.Datetime.now(),
            )
        self._go_on(erp, document, facts)

    def _save(self, erp, document, wanted):
        """Save the order, and return what is there then; None when it went before a person."""
        document.request = self.describe(mapper.build_model(wanted))
        transactions.let_go(self.env)
        try:
            number = document.response = erp.save_order(wanted)
            if number != document.number:
                self._fail_numbered(document, number)
                return None
        except errors.RefusedError as error:
            if not error.is_duplicate:
                raise
        facts = self.look(erp, document.number)
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

    def _is_as_sent(self, document, wanted, facts):
        """Return whether Kingdee keeps what was sent; otherwise put it before a person."""
        tolerance = Decimal(str(self.backend.amount_tolerance))
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
                for difference in mapper.compare(wanted, facts, tolerance)
            ]
        if not differences:
            return True
        self._fail(
            document,
            "differs",
            self.env._(
                "Kingdee has %(number)s otherwise: %(differences)s. Correct it there, then send"
                " it again.",
                number=document.number,
                differences="; ".join(differences),
            ),
        )
        return False

    def _go_on(self, erp, document, facts):
        """Submit and audit as far as the company wants, doing only what is missing."""
        number = document.number  # read before: what is read after a commit opens a transaction
        until = self.backend._get_push_until()
        try:
            if facts.status in OPEN_LETTERS and until != "save":
                transactions.let_go(self.env)
                erp.submit_order(number)
                self.keep(document, "submitted")
                facts = self.look(erp, number)
            if facts.status == SUBMITTED and until == "audit":
                transactions.let_go(self.env)
                erp.audit_order(number)
                facts = self.look(erp, number)
        except errors.RefusedError as error:
            if not any(WORKFLOW in words for words in error.messages):
                raise
            self._wait_there(document, error)
            return
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
        if order.index(state) >= order.index(reached[self.backend._get_push_until()]):
            self.finish(document, state, next_try=False)
        else:
            raise errors.TransportError("the step was confirmed, but its effect is not to be seen")

    # === CANCELLATIONS === #

    def _void(self, erp, document):
        """Take back the audit, and make the order void; what was never there is done already."""
        number = document.number  # as above
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
