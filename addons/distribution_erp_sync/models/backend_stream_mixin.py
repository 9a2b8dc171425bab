import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..clients import errors
from . import transactions
from .distribution_erp_run import STREAMS
from .distribution_erp_stream import ALERT, INTERVALS
from .workers import CLASSES

_logger = logging.getLogger(__name__)

# Kingdee's MsgCode: no permission, no licence, calls restricted, administrators not let in.
RIGHTS_CODES = (2, 7, 14, 15)


class DistributionErpBackendStreamMixin(models.AbstractModel):
    """The streams of an ERP, and one way to run each of them.

    The methods without underscore are what outside clients call; each runs a stream now and
    returns the `distribution.erp.run` it made. They commit: nothing waits inside a transaction.
    """

    _name = "distribution.erp.backend.stream.mixin"
    _description = "Streams of a Kingdee ERP"
    _inherit = ["mail.activity.mixin"]

    stream_ids = fields.One2many("distribution.erp.stream", "backend_id", "Streams")
    run_ids = fields.One2many("distribution.erp.run", "backend_id", "Runs")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        help="Who is told when a stream is late or the ERP refuses us.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: an ERP has each stream from the beginning."""
        backends = super().create(vals_list)
        streams_sudo = self.env["distribution.erp.stream"].sudo()  # made by us, changed by people
        streams_sudo.create(
            [
                {
                    "backend_id": backend.id,
                    "kind": kind,
                    "interval_minutes": INTERVALS[kind][0],
                    "late_minutes": INTERVALS[kind][1],
                }
                for backend in backends
                for kind, _label in STREAMS
            ]
        )
        return backends

    # === BUSINESS METHODS === #

    def sync_stock(self):
        """Read the whole stock of the mapped warehouses."""
        return self._run_stream("stock")

    def sync_products(self):
        """Read the products that have changed."""
        return self._run_stream("products")

    def sync_members(self):
        """Send approved members as customers, and read the customers that have changed."""
        return self._run_stream("members")

    def push_orders(self):
        """Send the orders that wait."""
        return self._run_stream("orders")

    def pull_deliveries(self):
        """Read the deliveries that have changed, and let goods leave here as they left there."""
        return self._run_stream("deliveries")

    def pull_returns(self):
        """Read the returns that have changed, and take goods back here as they came back there."""
        return self._run_stream("returns")

    def reconcile(self):
        """Compare what is here with what is there, and list the differences."""
        return self._run_stream("reconcile")

    def _run_stream(self, kind):
        """Run a stream now, and return its run, whatever became of it.

        :raise UserError: when the ERP may not be contacted, or another worker is at it
        """
        self.ensure_one()
        self.check_access("write")
        self._ensure_active()
        if self.state != "ready":
            raise UserError(
                self.env._(
                    "%(erp)s is not connected. Use Test Connection first.", erp=self.display_name
                )
            )
        # sudo: runs and streams are written by us only; who may run them was checked
        backend_sudo = self.sudo()
        stream_sudo = backend_sudo.stream_ids.filtered(lambda stream: stream.kind == kind)
        run_sudo = transactions.insist(self.env, stream_sudo._start)
        backend_sudo._work(stream_sudo, run_sudo)
        return self.env["distribution.erp.run"].browse(run_sudo.id)

    def _work(self, stream, run):
        worker = self._make_worker(stream.kind, run)
        start, state, stopped = time.monotonic(), "done", None
        try:
            with self._open_erp() as erp:
                transactions.let_go(self.env)
                worker.work(erp)
        except errors.ErpError as error:
            transactions.give_up(self.env)
            state = "failed"
            worker.note(self._explain_error(error))
            if self._is_everybodys(error):
                stopped = self._explain_error(error)
        except UserError as error:
            transactions.give_up(self.env)
            state = "failed"
            worker.note(str(error))
        except Exception:
            transactions.give_up(self.env)
            state = "failed"
            worker.note(self.env._("An error of ours; the log of the server says more."))
            _logger.exception("Run %s of stream %s", run.id, stream.kind)
        values = {
            **worker.prepare_counts(),
            "state": state,
            "ended": fields.Datetime.now(),
            "seconds": time.monotonic() - start,
        }
        transactions.insist(self.env, lambda: self._end_run(stream, run, values, stopped))

    def _end_run(self, stream, run, values, stopped):
        """Write how a run ended; `stopped` is why the ERP is contacted no more, if so."""
        run.write(values)
        run._drop_staged()
        stream._end(run)
        if stopped:
            self._stop(stopped)

    def _make_worker(self, kind, run):
        """Override to add a stream of your own.

        :rtype: StreamWorker
        """
        return self._get_worker_classes()[kind](self, run)

    def _get_worker_classes(self):
        return CLASSES

    @api.model
    def _is_everybodys(self, error):
        """Return whether an error is about us, not about one document: then everything stops."""
        kinds = errors.AuthenticationError | errors.MappingError
        return isinstance(error, kinds) or error.code in RIGHTS_CODES

    # === PEOPLE === #

    def _stop(self, message):
        """Contact the ERP no more until a person has tested the connection again."""
        self.write({"state": "stopped", "last_message": message[:500]})
        self._alert(message)

    def _alert(self, message):
        """Give the responsible person an activity, unless there is one already."""
        for backend in self:
            user = backend.user_id or backend.create_uid
            if backend.activity_search([ALERT], user_id=user.id):
                continue
            backend.activity_schedule(ALERT, note=message, user_id=user.id)

    def _explain_error(self, error):
        """Return a sentence for people about an error of a client."""
        said = "; ".join(error.messages) or error.detail or str(error)
        if isinstance(error, errors.UnsupportedError):
            return self._explain_unsupported(error.deed)
        if isinstance(error, errors.AuthenticationError):
            return self.env._(
                "Kingdee does not let us in: %(said)s. Check account set, user, App ID, secret and"
                " language, then test the connection.",
                said=said,
            )
        if isinstance(error, errors.MappingError):
            return self.env._(
                "Kingdee does not know a form or field that we ask for: %(said)s. Correct the"
                " mapping, then test it.",
                said=said,
            )
        if isinstance(error, errors.BusyError):
            return self.env._("Somebody is working on it in Kingdee: %(said)s", said=said)
        if isinstance(error, errors.TransportError):
            return self.env._("No readable answer: %(said)s", said=said)
        return self.env._("Kingdee refuses: %(said)s", said=said)

    def _explain_unsupported(self, deed):
        """Return what people do by hand, where a product has no confirmed service for it."""
        sentences = {
            "read_stock": self.env._(
                "K/3 WISE has no service for stock. Enter the address of the read-only one that"
                " your Kingdee partner provides (Credentials, Address of the Stock)."
            ),
            "audit_order": self.env._(
                "K/3 WISE has no confirmed service for it: submit and audit it in K/3 by hand."
            ),
            "void_order": self.env._(
                "K/3 WISE has no confirmed service that makes an order void: make it void in K/3 by"
                " hand, then use Do Not Send here."
            ),
            "save_customer": self.env._(
                "K/3 WISE has no confirmed service for new customers: make it in K/3 by hand, with"
                " the code of the member as its number."
            ),
        }
        return sentences[deed]
