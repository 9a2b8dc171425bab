"""The cart of a user at a member."""

from odoo.tools import SQL


def open_cart(user_id: int, member_id: int, company_id: int) -> SQL:
    """Make the cart, or lock the one there is, and return its id."""
    return SQL(
        """
        INSERT INTO distribution_cart
               (user_id, member_id, company_id, version, create_uid, write_uid,
                create_date, write_date)
        VALUES (%(user)s, %(member)s, %(company)s, 0, %(user)s, %(user)s,
                now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
        ON CONFLICT (user_id, member_id)
        DO UPDATE SET version = distribution_cart.version
        RETURNING id
        """,
        user=user_id,
        member=member_id,
        company=company_id,
    )
