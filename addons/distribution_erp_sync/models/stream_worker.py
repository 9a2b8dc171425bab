"""One run of one stream: what every kind of it shares."""

import time

from ..mappers.values import MASKED
from . import transactions

MOST_LINES = 200
RENEWED_SECONDS = 60  # so often a worker says that it is alive


class StreamWorker:
    """Works a stream through; a subclass for each kind overrides `work()`."""

    def __init__(self, backend, run):
        """Take whose stream it is, and where to count.

        :param backend: `distribution.erp.backend`
        :param run: the `distribution.erp.run` of this time
        """
        self.backend = backend
        self.run = run
        self.env = backend.env
        self.stream = backend.stream_ids.filtered(lambda stream: stream.kind == run.stream)
        self.company = backend.company_id
        self.seen = self.changed = self.failed = 0
        self.cursor = ""
        self.lines = []
        self._left_out = 0
        self._newest = ""
        self._renewed = time.monotonic()

    def work(self, erp):
        """Override: exchange what there is to exchange.

        :param erp: an adapter of `adapters`; while it is asked no transaction may be open
        """
        raise NotImplementedError

    def note(self, line):
        """Keep a line for people; a run with thousands of the same kind keeps the first ones."""
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)
        else:
            self._left_out += 1

    def explain_hidden(self, count):
        """Return the sentence about rows whose quantity the ERP does not show to our user."""
        return self.env._(
            "%(count)s rows are hidden from our user in Kingdee: its rights there are too small.",
            count=count,
        )

    def start_from_cursor(self):
        """Return since when changes are read, by the ERP's clock: "" for all there is."""
        self.cursor = self._newest = self.run.cursor or ""
        return self.backend._overlap(self.cursor) if self.cursor else ""

    def note_moments(self, records):
        """Remember the latest change that was read."""
        moments = (one.modified for one in records if one.modified is not MASKED)
        self._newest = max([self._newest, *moments])

    def move_cursor(self):
        """Let the next run go on from here: only a reading that came to its end may say so."""
        self.cursor = self._newest

    def let_go(self):
        """Write how far it is, say that the worker is alive, and commit."""
        self.run.write(self.prepare_counts())
        transactions.let_go(self.env)
        if time.monotonic() - self._renewed > RENEWED_SECONDS:
            self._renewed = time.monotonic()
            # A person may be setting the stream just now.
            transactions.insist(self.env, self.stream._renew)

    def prepare_counts(self):
        """Return what the run says of itself."""
        lines = list(self.lines)
        if self._left_out:
            lines.append(self.env._("… and %(count)s more.", count=self._left_out))
        return {
            "seen": self.seen,
            "changed": self.changed,
            "failed": self.failed,
            "cursor": self.cursor or False,
            "log": "\n".join(lines) or False,
        }
