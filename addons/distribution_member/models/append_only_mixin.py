from odoo import fields, models

from ..queries import append_only

# What stands in the place of a text that may name a person, once the person is erased.
ERASED = "[erased]"


class DistributionAppendOnlyMixin(models.AbstractModel):
    """Rows that are history: the database refuses to change or delete them.

    Set `_frozen_fields` to the stored columns that never change, and `_frozen_when` to the SQL
    condition on `OLD` from which on a row is history (always, unless told otherwise).
    `_erasable_fields` are texts that may be erased, and never rewritten. `_refused_change` is an
    SQL condition on `OLD` and `NEW` of further changes to refuse.
    """

    _name = "distribution.append.only.mixin"
    _description = "Append-only Rows"

    _frozen_fields: tuple[str, ...] = ()
    _frozen_when = "TRUE"
    _erasable_fields: tuple[str, ...] = ()
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
                self._table, self._frozen_fields, self._frozen_when, self._build_refused_change()
            )
        )

    # === HELPERS === #

    def _build_refused_change(self):
        rewritten = (
            f"OLD.{column} IS DISTINCT FROM NEW.{column}"
            f" AND NEW.{column} IS DISTINCT FROM '{ERASED}'"
            for column in self._erasable_fields
        )
        return " OR ".join(f"({condition})" for condition in (self._refused_change, *rewritten))

    def _erase_texts_about(self, own, identifiers, columns):
        """Erase texts on the person's own rows, and on others where they name the person.

        :param fields.Domain own: the person's own rows
        :param identifiers: texts that name this person and nobody else
        :param columns: the texts
        """
        # sudo: nobody has the right to write here; the triggers allow this one change
        rows_sudo = self.sudo()
        for column in columns:
            named = (fields.Domain(column, "ilike", word) for word in identifiers if word)
            about = fields.Domain.OR([own, *named]) & fields.Domain(column, "!=", False)
            rows_sudo.search(about).write({column: ERASED})
