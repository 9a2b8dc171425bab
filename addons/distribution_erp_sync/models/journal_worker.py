"""What is sent: journal rows are worked off one by one, and no failure of one stops the others."""

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from odoo.exceptions import UserError

from ..clients import errors
from . import transactions
from .distribution_erp_document import BUSY_PAUSES, LONGEST_PAUSE, LONGEST_TEXT
from .order_document import WaitingError
from .stream_worker import StreamWorker

TAKEN_AT_ONCE = 20  # read together; more would wait longer than they save
# A slow ERP: what is not begun by then is given back, long before the lease ends.
TAKEN_SECONDS = 20
WAITING_PAUSE = 2  # minutes until we look whether what a document waits for is there

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """A document as it was when it was taken: to read it again would open a transaction."""

    document: Any
    kind: str
    number: str
    state: str
    attempts: int  # this one among them
    payload: dict | None
    is_cancelled: bool  # its order, here
    lease: datetime


class JournalWorker(StreamWorker):
    """Takes rows that are due, each leased to it, so that workers on several hosts share them."""

    kinds: tuple[str, ...] = ()

    def work(self, erp):
        """Override: take, send, and go on until nothing is due."""
        self.work_off(erp)

    def work_off(self, erp):
        """Take, send, and go on until nothing is due."""
        while left := self._take():
            until = time.monotonic() + TAKEN_SECONDS
            try:
                while left:
                    taken = left.pop(0)
                    self.seen += 1
                    self._handle(erp, taken)
                    if time.monotonic() > until:
                        break
            finally:
                self._give_back(left)
            self.let_go()

    def prepare(self, documents):
        """Override: build what is sent, of all that was taken at once; what fails is left."""

    def send(self, erp, taken):
        """Override: do what is missing of a document; every step is committed at once.

        Whatever step a worker was killed in, the next one begins by looking.
        """
        raise NotImplementedError

    def hasten(self, document):
        """Override: see to it that what a document waits for is done soon."""

    def keep(self, document, state, **values):
        """Note a step that the ERP has confirmed, and commit.

        The history of a document tells how it ended, not each step: that was a third of the time.
        """
        quiet = document.with_context(tracking_disable=True)
        lease = document._get_lease_end()
        transactions.insist(self.env, lambda: quiet._advance(state, leased_until=lease, **values))

    def finish(self, document, state, **values):
        """Note the last step, and commit."""
        transactions.insist(self.env, lambda: document._finish(state, **values))

    def put_off(self, document, problem, message, minutes, **values):
        """Let a document wait, whatever step it has come to, and commit."""
        transactions.insist(
            self.env, lambda: document._put_off(problem, message, minutes, **values)
        )

    def describe(self, payload):
        """Return a payload as people read it in the journal; it holds no credentials."""
        return json.dumps(payload, ensure_ascii=False, indent=1, default=str)[:LONGEST_TEXT]

    # === HELPERS === #

    def _take(self):
        """Take what is next, and return it as a list of `Taken`."""
        return transactions.insist(self.env, self._take_now)

    def _take_now(self):
        journal = self.env["distribution.erp.document"]
        documents = journal._take_due(self.backend, self.kinds, TAKEN_AT_ONCE)
        self.prepare(documents)
        return [
            Taken(
                document=journal.browse(document.id),
                kind=document.kind,
                number=document.number,
                state=document.state,
                attempts=document.attempts,
                payload=document.payload or None,
                is_cancelled=document.order_id.state == "cancel",
                lease=document.leased_until,
            )
            for document in documents
        ]

    def _give_back(self, left):
        """Let others have what was taken, and not begun."""
        if left:
            journal = self.env["distribution.erp.document"]
            documents = journal.browse(taken.document.id for taken in left)
            transactions.insist(self.env, lambda: documents._give_back(left[0].lease))

    def _handle(self, erp, taken):
        document = taken.document
        try:
            self.send(erp, taken)
            self.changed += 1
        except errors.ErpError as error:
            transactions.give_up(self.env)
            if self.backend._is_everybodys(error):
                # No document would fare better: this one waits, and the whole stream stops.
                self.put_off(document, "transport", self.backend._explain_error(error), 1)
                raise
            self._judge(document, error)
        except WaitingError as error:
            transactions.give_up(self.env)
            self.put_off(document, "incomplete", str(error), WAITING_PAUSE)
            self.hasten(document)
        except transactions.COLLISIONS:
            # Somebody changed the same record just now: what is there now is looked at again.
            transactions.give_up(self.env)
            self.put_off(document, False, False, 0)
        except UserError as error:
            transactions.give_up(self.env)
            self._fail(document, "incomplete", str(error))
        except Exception:
            transactions.give_up(self.env)
            _logger.exception("Document %s to the ERP", document.id)
            self._fail(
                document,
                "error",
                self.env._("An error of ours; the log of the server says more."),
            )

    def _judge(self, document, error):
        """Say what an error means for a document: again later, or a person."""
        message = self.backend._explain_error(error)
        if isinstance(error, errors.BusyError):
            place = min(document.attempts, len(BUSY_PAUSES)) - 1
            self.put_off(document, "busy", message, BUSY_PAUSES[place])
        elif isinstance(error, errors.TransportError):
            pause = min(2 ** (document.attempts - 1), LONGEST_PAUSE)
            self.put_off(document, "transport", message, pause)
        else:
            self._fail(document, "refused", message)

    def _fail(self, document, problem, message, **values):
        self.failed += 1
        self.note(f"{document.number}: {message}")
        transactions.insist(self.env, lambda: document._fail(problem, message, **values))
