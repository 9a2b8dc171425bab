"""What has to go to Kingdee: what is next in the journal, and what is not in it yet."""

from collections.abc import Collection
from datetime import datetime

from odoo.tools import SQL

OPEN_STATES = ("pending", "sending", "saved", "submitted")


def next_due(
    backend_id: int, kinds: Collection[str], moments: tuple[datetime, datetime], limit: int
) -> SQL:
    """Rows (id) of the next documents that are due and free, locked.

    Of one order, what was noted later waits for what is open or failed before it.

    :param moments: now, and what nothing can have been put off beyond, in UTC
    """
    now, latest = moments
    return SQL(
        """
        SELECT document.id
          FROM distribution_erp_document document
         WHERE document.backend_id = %(backend)s
           AND document.state IN %(open)s
           AND document.kind IN %(kinds)s
           AND (document.next_try <= %(now)s OR document.next_try > %(latest)s)
           AND (document.leased_until IS NULL OR document.leased_until < %(now)s
                OR document.leased_until > %(latest)s)
           AND NOT EXISTS (
               SELECT FROM distribution_erp_document earlier
                WHERE earlier.order_id = document.order_id
                  AND earlier.backend_id = document.backend_id
                  AND earlier.id < document.id
                  AND (earlier.state = 'failed'
                       OR (earlier.state IN %(open)s AND earlier.next_try IS NOT NULL)))
         ORDER BY document.id
         LIMIT %(limit)s
           FOR UPDATE OF document SKIP LOCKED
        """,
        backend=backend_id,
        kinds=tuple(kinds),
        open=OPEN_STATES,
        now=now,
        latest=latest,
        limit=limit,
    )


def members_to_send(backend_id: int, company_id: int, limit: int) -> SQL:
    """Rows (member, code) of active members that are neither bound nor in the journal."""
    return SQL(
        """
        SELECT member.id, member.code
          FROM distribution_member member
         WHERE member.company_id = %(company)s
           AND member.state = 'active'
           AND member.code IS NOT NULL
           AND NOT EXISTS (
               SELECT FROM distribution_erp_binding binding
                WHERE binding.backend_id = %(backend)s
                  AND binding.model = 'distribution.member' AND binding.res_id = member.id)
           AND NOT EXISTS (
               SELECT FROM distribution_erp_document document
                WHERE document.backend_id = %(backend)s AND document.member_id = member.id)
         ORDER BY member.id
         LIMIT %(limit)s
        """,
        backend=backend_id,
        company=company_id,
        limit=limit,
    )
