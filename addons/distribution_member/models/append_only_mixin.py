from odoo import models

from ..queries import append_only


class DistributionAppendOnlyMixin(models.AbstractModel):
    """Rows that are history: the database refuses to change or delete them.

    Set `_frozen_fields` to the stored columns that never change, and `_frozen_when` to the SQL
    condition on `OLD` from which on a row is history (always, unless told otherwise).
    `_refused_change` is an SQL condition on `OLD` and `NEW` of further changes to refuse.
    """

    _name = "distribution.append.only.mixin"
    _description = "Append-only Rows"

    _frozen_fields: tuple[str, ...] = ()
    _frozen_when = "TRUE"
    _refused_change = "FALSE"

    def _auto_init(self):
        """Override of `base`: PostgreSQL alters no column that a trigger mentions."""
        if not self._abstract and self._auto:
            self.env.cr.execute(append_only.drop_triggers(self._table))
        return super()._auto_init()

    def init(self):
        """Override of `base` to install the triggers beside the table."""
        super().init()
        if self._abstract or not self._auto:
            return
        assert self._frozen_fields, "an append-only model must name its frozen columns"
        self.env.cr.execute(append_only.drop_triggers(self._table))
        self.env.cr.execute(append_only.create_function())
        self.env.cr.execute(
            append_only.create_triggers(
                self._table, self._frozen_fields, self._frozen_when, self._refused_change
            )
        )
