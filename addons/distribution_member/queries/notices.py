"""What is written about notices."""

from collections.abc import Sequence

from odoo.tools import SQL


def mark_read(notice_ids: Sequence[int], user_id: int) -> SQL:
    """Record once that a user has read notices, also when two pages say so at once."""
    return SQL(
        """
        INSERT INTO distribution_notice_receipt
            (notice_id, user_id, date, create_uid, create_date, write_uid, write_date)
        SELECT notice.id, %(user_id)s, clock.now, %(user_id)s, clock.now, %(user_id)s, clock.now
          FROM unnest(%(notice_ids)s) AS notice (id),
               (SELECT NOW() AT TIME ZONE 'UTC' AS now) AS clock
        ON CONFLICT (notice_id, user_id) DO NOTHING
        """,
        notice_ids=list(notice_ids),
        user_id=user_id,
    )
