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


def try_turn(user_id: int) -> SQL:
    """Return whether it is the transaction's turn from now until its end, without waiting."""
    return SQL("SELECT pg_try_advisory_xact_lock(hashtext('distribution_cart'), %s)", user_id)


def await_turn(user_id: int) -> SQL:
    """Wait until nobody else has the turn."""
    return SQL("SELECT pg_advisory_xact_lock(hashtext('distribution_cart'), %s)", user_id)
