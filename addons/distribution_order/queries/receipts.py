"""What members say of deliveries."""

from collections.abc import Sequence

from odoo.tools import SQL


def lock(picking_ids: Sequence[int]) -> SQL:
    """Make whoever receives the same deliveries at once wait, and then fail to write.

    REPEATABLE READ does not show the second what the first has written; touching the same row
    makes PostgreSQL refuse it, and Odoo repeats it with what is true by then.
    """
    return SQL(
        "UPDATE stock_picking SET write_uid = write_uid WHERE id = ANY(%s) RETURNING id",
        list(picking_ids),
    )
