from odoo import fields, models

from ..queries import kept_rows
from .ledger_reference import LedgerReference


class DistributionLedgerTableMixin(models.AbstractModel):
    """An append-only table of millions of rows: written in sets, without foreign keys.

    Declare its many2ones as `LedgerReference`; what they refer to cannot be deleted.
    """

    _name = "distribution.ledger.table.mixin"
    _description = "Ledger Table"
    _inherit = ["distribution.append.only.mixin"]
    # Who and when are foreign keys and columns too; `posted_at` says when.
    _log_access = False

    posted_at = fields.Datetime("Posted on", required=True, readonly=True)

    def init(self):
        """Override of `distribution_member` to guard what the rows refer to."""
        super().init()
        if self._abstract or not self._auto:
            return
        self.pool.post_init(self._create_guards)  # when all tables are there

    # === HELPERS === #

    def _create_guards(self):
        for column, referred in self._get_references():
            self.env.cr.execute(kept_rows.create_function(self._table, column))
            self.env.cr.execute(kept_rows.create_trigger(self._table, column, referred))

    def _get_references(self):
        """Return (column, table it refers to) of all ledger references."""
        return [
            (name, self.env[field.comodel_name]._table)
            for name, field in sorted(self._fields.items())
            if isinstance(field, LedgerReference) and field.store
        ]

    def _drop_guards(self):
        """Let rows that this table refers to be deleted again, before the table goes."""
        for column, _referred in self._get_references():
            self.env.cr.execute(kept_rows.drop_function(self._table, column))
