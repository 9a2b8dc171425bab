"""How often the links of invitations were opened, and which invitations are over."""

from datetime import date

from odoo.tools import SQL


def count_visit(link_id: int, day: date) -> SQL:
    """Add one to the visits of a link on a day; also when two come at the same moment."""
    return SQL(
        """
        INSERT INTO distribution_referral_visit (link_id, date, quantity)
             VALUES (%(link)s, %(day)s, 1)
        ON CONFLICT (link_id, date)
          DO UPDATE SET quantity = distribution_referral_visit.quantity + 1
        """,
        link=link_id,
        day=day,
    )
