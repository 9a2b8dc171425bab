"""The nightly comparison: stock, what is gone there, and orders that are still open."""

from datetime import timedelta

from odoo import fields

from ..adapters.k3cloud import ORDERS_AT_ONCE
from ..queries import stock as stock_queries
from ..queries import stock_differences
from .distribution_erp_document import NOT_THERE
from .movement_worker import DeliveryWorker, ReturnWorker
from .product_worker import ProductWorker
from .stock_worker import StockWorker
from .stream_worker import StreamWorker

# More than this share gone is no clean-up there, but an error: a filter, a right, an empty answer.
MOST_GONE_PERCENT = 10
FEW = 5  # so many may always go
DAYS_BACK = 90
KEPT_DIFFERENCES = 5_000


class ReconcileWorker(StreamWorker):
    """Compares, and lists what differs; only what has gone there is acted on, and never much."""

    def work(self, erp):
        """Override: stock first, for its accuracy is a figure people look at."""
        self._compare_stock(erp)
        self._compare_keys(self._read_materials(erp), "product.product", "product")
        self.let_go()
        self._compare_keys(erp.read_numbers("customer"), "distribution.member", "member")
        self._compare_movements(erp, DeliveryWorker)
        self._compare_movements(erp, ReturnWorker)
        self._compare_orders(erp)

    def prepare_counts(self):
        """Override to keep the accuracies."""
        counts = super().prepare_counts()
        counts.pop("cursor")
        return counts

    # === STOCK === #

    def _compare_stock(self, erp):
        reader = StockWorker(self.backend, self.run)
        items = right = 0
        off = total = 0
        for warehouse in self.backend.warehouse_ids:
            reader.stage(erp, warehouse)
            is_ours = self.backend.stock_mode == "adjusted"
            location = warehouse.warehouse_id.lot_stock_id.id if is_ours else None
            rows = self.env.execute_query(
                stock_differences.compare(self.run.id, warehouse.id, location)
            )
            wrong = [row for row in rows if row[1] != row[2]]
            items, right = items + len(rows), right + len(rows) - len(wrong)
            off += sum(abs(there - here) for _product, here, there in wrong)
            total += sum(abs(there) for _product, _here, there in rows)
            self._list_stock(warehouse, wrong)
            self.env.cr.execute(stock_queries.drop_rows(self.run.id))
            self.let_go()
        self.seen += items
        if items:
            self.run.write(
                {
                    "accuracy_items": 100 * right / items,
                    "accuracy_quantity": max(0, 100 * (1 - float(off / total))) if total else 100,
                }
            )

    def _list_stock(self, warehouse, wrong):
        self.failed += len(wrong)
        self.env["distribution.erp.difference"].create(
            [
                {
                    **self._prepare("stock"),
                    "product_id": product_id,
                    "erp_warehouse_id": warehouse.id,
                    "here": here,
                    "there": there,
                    "amount": abs(there - here),
                    "text": self.env._("Stock in %(warehouse)s", warehouse=warehouse.number),
                }
                for product_id, here, there in wrong[:KEPT_DIFFERENCES]
            ]
        )

    # === WHAT IS GONE === #

    def _read_materials(self, erp):
        """Return the numbers of all materials; what was forbidden there is not sold from now on."""
        products = ProductWorker(self.backend, self.run)
        numbers = set()
        self.let_go()
        for materials in erp.read_materials():
            numbers.update(one.number for one in materials)
            products.follow(materials)
            self.let_go()
        self.changed += products.changed
        self.lines += products.lines
        return numbers

    def _compare_keys(self, numbers, model, kind):
        """Mark bindings whose number is not there any more, unless too many are gone."""
        bindings = self.env["distribution.erp.binding"].search(
            [("backend_id", "=", self.backend.id), ("model", "=", model)]
        )
        if not bindings:
            return
        gone = bindings.filtered(lambda binding: binding.external_number not in numbers)
        gone -= gone.filtered("is_missing")
        if self._is_too_much(gone, bindings, kind):
            return
        gone.is_missing = True
        for binding in gone:
            record = self.env[model].browse(binding.res_id).exists()
            self._list(kind, f"{binding.external_number} {record.display_name or ''}")
            if record and model == "product.product":
                record.sale_ok = False
        self.let_go()

    def _compare_movements(self, erp, worker_class):
        """Take back what was deleted there, and read the latest bills once more."""
        worker = worker_class(self.backend, self.run)
        since = fields.Date.context_today(self.backend.with_context(tz=self.backend.tz))
        since -= timedelta(days=DAYS_BACK)
        movements = self.env["distribution.erp.movement"].search(
            [
                ("backend_id", "=", self.backend.id),
                ("kind", "=", worker.kind),
                ("is_missing", "=", False),
                ("date", ">=", fields.Datetime.to_datetime(since) + timedelta(days=1)),
            ]
        )
        self.let_go()
        there = set()
        for lines in erp.read_movements_from(worker.kind, str(since)):
            there.update(line.entry_id for line in lines)
            worker.keep_page(lines)
            self.let_go()
        gone = movements.filtered(lambda movement: movement.entry_id not in there)
        if not self._is_too_much(gone, movements, worker.kind):
            gone.is_missing = True
            for movement in gone:
                self._list("movement", f"{movement.number} {movement.material}")
            gone._link()
        worker._apply()
        self.changed += worker.changed

    def _is_too_much(self, gone, known, kind):
        """Return whether so much is gone that it is an error; then nothing is done about it."""
        most = max(FEW, len(known) * MOST_GONE_PERCENT / 100)
        if len(gone) <= most and (len(gone) < len(known) or len(known) == 1):
            return False
        self.failed += len(gone)
        labels = dict(
            self.env["distribution.erp.difference"]._fields["kind"]._description_selection(self.env)
        )
        message = self.env._(
            "%(gone)s of %(known)s are gone in Kingdee at once (%(kind)s). Nothing was done about"
            " it: look at the rights of our user and the filters there.",
            gone=len(gone),
            known=len(known),
            kind=labels.get(kind, kind),
        )
        self.note(message)
        self.backend._alert(message)
        return True

    # === ORDERS === #

    def _compare_orders(self, erp):
        """Look again at orders that are open: a delivery there need not change their time."""
        documents = self.env["distribution.erp.document"].search(
            [
                ("backend_id", "=", self.backend.id),
                ("kind", "=", "order"),
                ("is_current", "=", True),
                ("state", "in", ("saved", "submitted", "audited")),
                ("closed_there", "=", False),
                ("next_try", "=", False),
            ]
        )
        for start in range(0, len(documents), ORDERS_AT_ONCE):
            batch = documents[start : start + ORDERS_AT_ONCE]
            numbers = batch.mapped("number")
            self.let_go()
            facts = erp.find_orders(numbers)
            for document in batch:
                self._judge_order(document, facts.get(document.number))
            self.let_go()

    def _judge_order(self, document, facts):
        order, values = document.order_id, {}
        if facts is None:
            problem, values = self.env._("it is not there any more"), NOT_THERE
        elif facts.is_cancelled and order.state == "sale":
            problem = self.env._("it was made void there")
            document.sudo().closed_there = "void"
        elif facts.is_closed:
            document.sudo().closed_there = "closed"
            return
        else:
            return
        text = f"{document.number}: {problem}"
        self._list("order", text, document_id=document.id)
        document._fail("differs", text, **values)

    # === HELPERS === #

    def _prepare(self, kind):
        return {
            "run_id": self.run.id,
            "backend_id": self.backend.id,
            "company_id": self.company.id,
            "kind": kind,
        }

    def _list(self, kind, text, **values):
        self.failed += 1
        self.env["distribution.erp.difference"].create(
            {**self._prepare(kind), "text": text, **values}
        )
