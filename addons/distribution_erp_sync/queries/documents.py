"""What has to go to Kingdee and is not in the journal."""

from odoo.tools import SQL


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
