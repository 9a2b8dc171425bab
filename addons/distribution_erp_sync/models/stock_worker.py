"""Stock: warehouse by warehouse into a staging table, then all of it at once."""

import io
from datetime import timedelta

from odoo import fields

from ..mappers.values import MASKED
from ..queries import stock as queries
from . import transactions
from .stock_adjuster import StockAdjuster
from .stream_worker import StreamWorker
from .wrong_clock import find_latest

AMONG_MAX = 200
COLUMNS = ("run_id", "erp_warehouse_id", "material", "unit", "quantity", "locked")


class StockWorker(StreamWorker):
    """Reads all of each mapped warehouse; what a reading misses is 0, so it must be complete."""

    def work(self, erp):
        """Override: one warehouse after the other, each applied as a whole."""
        for warehouse in self._get_warehouses():
            self._read_warehouse(erp, warehouse, None)

    def _get_warehouses(self):
        warehouses = self.backend.warehouse_ids
        if not warehouses:
            self.note(self.env._("No warehouse is mapped: nothing was read."))
        return warehouses

    def _read_warehouse(self, erp, warehouse, materials):
        """Read a warehouse, of some materials or of all, and make it the stock.

        What the erp raises leaves the stock as it was.
        """
        moment = fields.Datetime.now()
        self.stage(erp, warehouse, materials)
        self._apply(warehouse, moment, materials)

    def stage(self, erp, warehouse, materials=None):
        """Read a warehouse into the staging table."""
        pages = erp.read_stock(warehouse.number, materials)
        self.let_go()
        for rows in pages:
            self.seen += len(rows)
            self._copy_in(warehouse, rows)
            self.let_go()

    def _copy_in(self, warehouse, rows):
        """Write the rows of a page by COPY; what is hidden from our user is told, not guessed."""
        buffer, hidden = io.StringIO(), 0
        for row in rows:
            if MASKED in (row.quantity, row.locked, row.material, row.unit):
                hidden += 1
                continue
            values = (
                self.run.id,
                warehouse.id,
                _escape(row.material),
                _escape(row.unit),
                row.quantity,
                row.locked,
            )
            buffer.write("\t".join(map(str, values)) + "\n")
        if hidden:
            self.failed += hidden
            self.note(self.explain_hidden(hidden))
        buffer.seek(0)
        columns = ", ".join(COLUMNS)
        # The cursor of psycopg2 itself: COPY is what Odoo's own has no words for.
        self.env.cr._obj.copy_expert(
            f"COPY distribution_erp_stock_row ({columns}) FROM STDIN", buffer
        )

    def _apply(self, warehouse, moment, materials):
        changed, unclear = transactions.insist(
            self.env, lambda: self._swap(warehouse, moment, materials)
        )
        self.changed += changed
        for unit, count in unclear:
            self.failed += count
            self.note(
                self.env._(
                    "%(count)s products of %(warehouse)s are counted in %(unit)s, which is mapped"
                    " to no unit: their stock was left as it was.",
                    count=count,
                    warehouse=warehouse.number,
                    unit=unit or "?",
                )
            )
        self.let_go()
        if self.backend.stock_mode == "adjusted":
            self.changed += StockAdjuster(self.env, warehouse).adjust(materials)

    def _swap(self, warehouse, moment, materials):
        """Make what was staged the stock; return how much has changed, and (unit, products) that
        nobody mapped.
        """
        latest = find_latest(fields.Datetime.now())
        if warehouse.stock_moment and moment < warehouse.stock_moment <= latest:
            self.env.cr.execute(queries.drop_rows(self.run.id))
            return 0, []  # a newer reading was faster
        company = warehouse.company_id
        self._let_planner_look(materials)
        self.env.cr.execute(queries.bind_by_code(self.run.id, self.backend.id, company.id))
        self._let_planner_look(materials)
        unclear = self.env.execute_query(queries.unknown_units(self.run.id, self.backend.id))
        rows = self.env.execute_query(
            queries.apply_reading(self.run.id, warehouse.id, (moment, latest), materials)
        )
        self.env.cr.execute(queries.drop_rows(self.run.id))
        if materials is None:
            warehouse.stock_moment = moment
        self.env["distribution.erp.stock"].invalidate_model()
        return rows[0][0], unclear

    def _let_planner_look(self, materials):
        """Tell PostgreSQL how much there is: a first reading is 1,000 times what it remembers."""
        if materials is None:
            self.env.cr.execute(queries.analyze())


class HotStockWorker(StockWorker):
    """Reads only what somebody is about to order, so that a change shows within a minute."""

    def work(self, erp):
        """Override: what was ordered lately or lies in a cart, 200 materials at a time."""
        since = fields.Datetime.now() - timedelta(days=self.backend.hot_days)
        self.env.flush_all()
        rows = self.env.execute_query(queries.hot_materials(self.backend.id, since, AMONG_MAX * 5))
        materials = [row[0] for row in rows]
        for warehouse in self._get_warehouses() if materials else ():
            for start in range(0, len(materials), AMONG_MAX):
                self._read_warehouse(erp, warehouse, materials[start : start + AMONG_MAX])


def _escape(text):
    r"""Return a text as COPY reads it.

    >>> _escape("a\tb")
    'a\\tb'
    """
    pairs = (("\\", r"\\"), ("\t", r"\t"), ("\n", r"\n"), ("\r", r"\r"))
    for sign, spelling in pairs:
        text = text.replace(sign, spelling)
    return text
