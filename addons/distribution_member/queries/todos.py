"""Signs that something waits for the people of a member: conditions, asked all in one query.

A sign may be there when nothing waits; it is never missing when something does.
"""

from datetime import date

from odoo.tools import SQL


def new_colleagues(member_id: int) -> SQL:
    """Somebody has no confirmed role."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_member_user
                 WHERE member_id = %s AND is_new AND active)
        """,
        member_id,
    )


def consents(member_id: int) -> SQL:
    """A consent is in force."""
    return SQL(
        "EXISTS (SELECT FROM distribution_consent WHERE member_id = %s AND date_end IS NULL)",
        member_id,
    )


def documents(member_id: int, last_day: date) -> SQL:
    """An accepted document ends until the last day, or has ended."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_document
                 WHERE member_id = %s AND state = 'accepted' AND date_end <= %s)
        """,
        member_id,
        last_day,
    )


def certificates(member_id: int, today: date, last_day: date) -> SQL:
    """An authorisation in force ends until the last day."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_authorisation
                 WHERE member_id = %s AND state = 'issued' AND date_to BETWEEN %s AND %s)
        """,
        member_id,
        today,
        last_day,
    )


def messages(member_id: int, uid: int) -> SQL:
    """The user was told something that it has not opened."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_message
                 WHERE member_id = %s AND user_id = %s AND date_read IS NULL)
        """,
        member_id,
        uid,
    )


def notices(company_id: int, uid: int, today: date) -> SQL:
    """The company says something, to whomever, that the user has not opened."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_notice notice
                 WHERE notice.company_id = %(company)s AND notice.state = 'published'
                   AND notice.date_from <= %(today)s
                   AND (notice.date_to IS NULL OR notice.date_to >= %(today)s)
                   AND NOT EXISTS (SELECT FROM distribution_notice_receipt receipt
                                    WHERE receipt.notice_id = notice.id
                                      AND receipt.user_id = %(uid)s))
        """,
        company=company_id,
        today=today,
        uid=uid,
    )


def level_suggestions(member_id: int, today: date) -> SQL:
    """Another level is suggested, or begins soon, and nobody has answered an objection."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_level_suggestion
                 WHERE member_id = %s AND date_answered IS NULL
                   AND (state = 'pending' OR (state = 'confirmed' AND date_effective > %s)))
        """,
        member_id,
        today,
    )
