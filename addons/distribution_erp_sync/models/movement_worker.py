"""Deliveries and returns of Kingdee: read by the time of their last change, then moved here."""

import logging

from odoo.exceptions import UserError

from ..mappers.values import MASKED
from ..queries import movements as queries
from . import transactions
from .stream_worker import StreamWorker

ORDERS_PER_ROUND = 50
_logger = logging.getLogger(__name__)


class MovementWorker(StreamWorker):
    """Keeps the lines as they are there, ties them to our orders, and moves goods."""

    kind = ""

    def work(self, erp):
        """Override: read what has changed, then apply it order by order.

        What earlier runs have read goes first: it moves even if no reading comes to its end.
        """
        self._apply()
        self._read(erp)
        self._apply()

    # === READING === #

    def _read(self, erp):
        pages = erp.read_movements(self.kind, self.start_from_cursor())
        self.let_go()
        for lines in pages:
            self.seen += len(lines)
            self.note_moments(lines)
            self._tell_hidden(lines)
            self.keep_page(lines)
            self.let_go()
        self.move_cursor()

    def keep_page(self, lines):
        """Keep the lines of a page, and commit."""
        self.changed += transactions.insist(self.env, lambda: self._keep(lines))

    def _keep(self, lines):
        """Keep lines as they are there, tie them to our orders; return how many have changed."""
        unique = {
            line.entry_id: line for line in lines if line.entry_id and line.quantity is not MASKED
        }
        rows = [self._prepare(line) for line in unique.values()]
        if not rows:
            return 0
        movements = self.env["distribution.erp.movement"]
        self.env.flush_all()
        changed = self.env.execute_query(
            queries.keep(self.backend.id, self.company.id, self.kind, rows)
        )
        movements.browse(row[0] for row in changed)._link()
        return len(changed)

    def _tell_hidden(self, lines):
        """Tell what is hidden from our user: it is not taken for nothing."""
        hidden = sum(line.quantity is MASKED for line in lines)
        if hidden:
            self.failed += hidden
            self.note(self.explain_hidden(hidden))

    def _prepare(self, line):
        """Return the row of a line; what is hidden from our user stays empty."""
        names = {name: name for name in queries.COLUMNS} | {"changed_there": "modified"}
        texts = {column: getattr(line, name) for column, name in names.items()}
        values = {name: "" if text is MASKED else text for name, text in texts.items()}
        return {
            **values,
            "quantity": str(line.quantity),
            "is_cancelled": bool(line.is_cancelled),
            "date": line.date and str(self.backend._to_utc(line.date)) or None,
        }

    # === MOVING === #

    def _apply(self):
        """Move goods order by order; one that cannot be moved stops no other."""
        movements = self.env["distribution.erp.movement"]
        tried = self.env["sale.order"]
        while orders := movements._find_due_orders(
            self.backend, self.kind, tried, ORDERS_PER_ROUND
        ):
            for order in orders:
                tried |= order
                self._apply_order(order)
                self.let_go()

    def _apply_order(self, order):
        due = self.env["distribution.erp.movement"]._get_due(self.backend, self.kind, order)
        try:
            transactions.insist(self.env, due._apply)
        except transactions.COLLISIONS:
            self.note(self.env._("%(order)s is busy here: next time.", order=order.name))
        except UserError as error:
            transactions.give_up(self.env)
            self._fail(order, due, str(error))
        except Exception:
            transactions.give_up(self.env)
            _logger.exception("Goods of order %s moved in the ERP", order.id)
            self._fail(order, due, self.env._("An error of ours; the log of the server says more."))

    def _fail(self, order, movements, message):
        self.failed += 1
        self.note(f"{order.name}: {message}")
        transactions.insist(self.env, lambda: movements._stop(message))


class DeliveryWorker(MovementWorker):
    """Deliveries (销售出库单)."""

    kind = "delivery"


class ReturnWorker(MovementWorker):
    """Returns (销售退货单)."""

    kind = "return"
