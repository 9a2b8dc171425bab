"""Whether a movement was undone as a whole."""

from odoo.tools import SQL


def is_undone(movement_id: SQL) -> SQL:
    """Return the condition that what the movement recorded does not stand any more."""
    return SQL(
        """
        EXISTS (
            SELECT 1
              FROM distribution_commission_movement undo
             WHERE undo.origin_id = %s AND undo.role = 'undo'
        )
        """,
        movement_id,
    )
