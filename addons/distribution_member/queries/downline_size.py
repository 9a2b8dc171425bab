"""How many members stand below one of them."""

from odoo.tools import SQL


def downline_size(member_id: int, path: str) -> SQL:
    """One row (directly below, below in all) of the members in use.

    :param path: the member's `parent_path`
    """
    return SQL(
        """
        SELECT count(*) FILTER (WHERE member.upline_id = %s), count(*)
          FROM distribution_member member
         WHERE member.active AND member.parent_path LIKE %s AND member.id != %s
        """,
        member_id,
        f"{path}%",
        member_id,
    )
