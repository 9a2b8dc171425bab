from odoo import fields


class LedgerReference(fields.Many2one):
    """A many2one without a foreign key of its own: checking one per row and column would take most
    of the time of a million ledger rows.

    The engine writes ids that it has just read. That what they refer to is never deleted is
    guarded by one trigger per table referred to: see `distribution.ledger.table.mixin`.
    """

    def update_db_foreign_key(self, model, column):
        """Override of `odoo.fields.Many2one`: no foreign key."""
