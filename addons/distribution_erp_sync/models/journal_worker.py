"""What is sent: journal rows are worked off one by one, and no failure of one stops the others."""

import json
import logging

from odoo.exceptions import UserError

from ..clients import errors
from . import transactions
from .distribution_erp_document import BUSY_PAUSES, LONGEST_PAUSE, LONGEST_TEXT
from .stream_worker import StreamWorker

_logger = logging.getLogger(__name__)


class JournalWorker(StreamWorker):
    """Takes rows that are due, each leased to it, so that workers on several hosts share them."""

    kinds: tuple[str, ...] = ()

    def work(self, erp):
        """Override: take, send, and go on until nothing is due."""
        while document := self._take():
            self.seen += 1
            self._handle(erp, document)
            self.let_go()

    def send(self, erp, document):
        """Override: do what is missing of a document; every step is committed at once.

        Whatever step a worker was killed in, the next one begins by looking.
        """
        raise NotImplementedError

    def keep(self, document, state, **values):
        """Note a step that the ERP has confirmed, and commit."""
        document._advance(state, **values)
        transactions.let_go(self.env)

    def describe(self, payload):
        """Return a payload as people read it in the journal; it holds no credentials."""
        return json.dumps(payload, ensure_ascii=False, indent=1, default=str)[:LONGEST_TEXT]

    # === HELPERS === #

    def _take(self):
        document = self.env["distribution.erp.document"]._take_next(self.backend, self.kinds)
        transactions.let_go(self.env)
        return document

    def _handle(self, erp, document):
        try:
            self.send(erp, document)
            self.changed += 1
        except errors.ErpError as error:
            transactions.give_up(self.env)
            if self.backend._is_everybodys(error):
                # No document would fare better: this one waits, and the whole stream stops.
                document._put_off("transport", self.backend._explain_error(error), 1)
                transactions.let_go(self.env)
                raise
            self._judge(document, error)
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
            document._put_off("busy", message, BUSY_PAUSES[place])
        elif isinstance(error, errors.TransportError):
            pause = min(2 ** (document.attempts - 1), LONGEST_PAUSE)
            document._put_off("transport", message, pause)
        else:
            self._fail(document, "refused", message)

    def _fail(self, document, problem, message):
        self.failed += 1
        self.note(f"{document.number}: {message}")
        document._fail(problem, message)
