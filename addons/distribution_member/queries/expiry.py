"""What of the members ends, what has to be told about it, and whose orders stop.

All days are inclusive: what ends on a day still holds on that day.
"""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

from .expiry_subjects import MODELS, subjects

# The threshold under which the expiry itself is kept.
EXPIRED = 0


def claim_due(
    kind: str, today: date, thresholds: Sequence[int], *, user_id: int, limit: int
) -> SQL:
    """Insert the reminders that are due and return their ids; what is known is left alone.

    Of several thresholds that were missed only the tightest is due, and none after the last day.
    """
    return SQL(
        """
        %(insert)s
        SELECT %(values)s, tightest.days, %(stamps)s
          FROM (%(subjects)s) subject
          JOIN distribution_member member
            ON member.id = subject.member_id AND member.state = 'active' AND member.active
    CROSS JOIN LATERAL (
               SELECT MIN(days) AS days
                 FROM unnest(%(thresholds)s) AS days
                WHERE days >= subject.date_end - %(today)s::date
               ) tightest
         WHERE subject.date_end BETWEEN %(today)s::date AND %(today)s::date + %(widest)s
           AND NOT subject.is_handed_in
           AND NOT EXISTS (%(known)s)
         ORDER BY subject.date_end, subject.id
         LIMIT %(limit)s
            ON CONFLICT DO NOTHING
     RETURNING id
        """,
        insert=_insert(),
        values=_values(kind),
        stamps=_stamps(user_id),
        subjects=subjects(kind),
        thresholds=list(thresholds),
        today=today,
        widest=max(thresholds),
        known=_known(kind, SQL("tightest.days")),
        limit=limit,
    )


def claim_expired(kind: str, today: date, *, user_id: int, limit: int) -> SQL:
    """Insert one row for each expiry that stops orders, and return the ids.

    A member whose orders somebody has frozen is left for the day on which that freeze has ended.
    """
    return SQL(
        """
        %(insert)s
        SELECT %(values)s, %(expired)s, %(stamps)s
          FROM (%(subjects)s) subject
          JOIN distribution_member member
            ON member.id = subject.member_id AND member.state = 'active' AND member.active
          JOIN res_company company
            ON company.id = member.company_id AND company.distribution_stop_expired
         WHERE subject.date_end < %(today)s
           AND subject.is_required
           AND NOT EXISTS (%(known)s)
           AND NOT EXISTS (%(frozen)s AND held.origin <> 'expiry')
         ORDER BY subject.member_id, subject.id
         LIMIT %(limit)s
            ON CONFLICT DO NOTHING
     RETURNING id
        """,
        insert=_insert(),
        values=_values(kind),
        expired=EXPIRED,
        stamps=_stamps(user_id),
        subjects=subjects(kind),
        today=today,
        known=_known(kind, SQL("%s", EXPIRED)),
        frozen=_frozen(today),
        limit=limit,
    )


def find_expired(today: date, member_ids: Sequence[int]) -> SQL:
    """Return (member id, kind, record id, last day) of all that has expired and must not."""
    return SQL(
        "SELECT member_id, kind, id, date_end FROM (%s) expired WHERE member_id = ANY(%s)"
        " ORDER BY member_id, date_end, id",
        _expired(today),
        list(member_ids),
    )


def find_to_resume(today: date, limit: int) -> SQL:
    """Return members whose stop has made way for a freeze that is over, while nothing was renewed.

    A stop that was lifted says why; one that made way does not.
    """
    return SQL(
        """
        SELECT last.member_id
          FROM (
               SELECT DISTINCT ON (member_id) member_id, date_to, lift_reason
                 FROM distribution_member_freeze
                WHERE kind = 'order' AND origin = 'expiry'
             ORDER BY member_id, date_from DESC, id DESC
               ) last
          JOIN distribution_member member
            ON member.id = last.member_id AND member.state = 'active' AND member.active
          JOIN res_company company
            ON company.id = member.company_id AND company.distribution_stop_expired
         WHERE last.date_to <= %(today)s
           AND last.lift_reason IS NULL
           AND NOT EXISTS (%(frozen)s)
           AND EXISTS (SELECT FROM (%(expired)s) expired WHERE expired.member_id = member.id)
         ORDER BY last.member_id
         LIMIT %(limit)s
        """,
        today=today,
        frozen=_frozen(today),
        expired=_expired(today),
        limit=limit,
    )


def find_to_lift(today: date, limit: int) -> SQL:
    """Return members whose orders are stopped although nothing is expired any more."""
    return SQL(
        """
        SELECT DISTINCT held.member_id
          FROM distribution_member_freeze held
         WHERE held.kind = 'order'
           AND held.origin = 'expiry'
           AND (held.date_to IS NULL OR held.date_to > %(today)s)
           AND NOT EXISTS (
               SELECT FROM (%(expired)s) expired WHERE expired.member_id = held.member_id
               )
         ORDER BY held.member_id
         LIMIT %(limit)s
        """,
        today=today,
        expired=_expired(today),
        limit=limit,
    )


def find_settled(kind: str, limit: int, member_ids: Sequence[int] | None = None) -> SQL:
    """Return the open activities about something that no longer ends on that day."""
    return SQL(
        """
        SELECT reminder.activity_id
          FROM distribution_expiry_reminder reminder
          JOIN mail_activity activity ON activity.id = reminder.activity_id AND activity.active
         WHERE reminder.res_model = %(model)s
           AND (%(everybody)s OR reminder.member_id = ANY(%(member_ids)s))
           AND NOT EXISTS (
               SELECT FROM distribution_expiry_reminder later
                WHERE later.activity_id = reminder.activity_id AND later.id > reminder.id
               )
           AND NOT EXISTS (
               SELECT
                 FROM (%(subjects)s) subject
                WHERE subject.id = reminder.res_id AND subject.date_end = reminder.date_end
               )
         LIMIT %(limit)s
        """,
        model=MODELS[kind],
        everybody=member_ids is None,
        member_ids=list(member_ids or []),
        subjects=subjects(kind),
        limit=limit,
    )


def _expired(today: date) -> SQL:
    return SQL(" UNION ALL ").join(
        SQL(
            "SELECT subject.member_id, %s AS kind, subject.id, subject.date_end"
            " FROM (%s) subject WHERE subject.date_end < %s AND subject.is_required",
            kind,
            subjects(kind),
            today,
        )
        for kind in ("membership", "document")
    )


def _frozen(today: date) -> SQL:
    """Freezes of the member's orders that hold on the day."""
    return SQL(
        "SELECT FROM distribution_member_freeze held"
        " WHERE held.member_id = member.id AND held.kind = 'order'"
        " AND held.date_from <= %(today)s"
        " AND (held.date_to IS NULL OR held.date_to > %(today)s)",
        today=today,
    )


def _insert() -> SQL:
    return SQL(
        "INSERT INTO distribution_expiry_reminder (res_model, res_id, member_id, date_end, kind,"
        " threshold, recipient_count, create_uid, write_uid, create_date, write_date)"
    )


def _values(kind: str) -> SQL:
    return SQL("%s, subject.id, subject.member_id, subject.date_end, %s", MODELS[kind], kind)


def _stamps(user_id: int) -> SQL:
    return SQL(
        "0, %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'", user=user_id
    )


def _known(kind: str, threshold: SQL) -> SQL:
    return SQL(
        "SELECT FROM distribution_expiry_reminder known WHERE known.res_model = %s"
        " AND known.res_id = subject.id AND known.date_end = subject.date_end"
        " AND known.threshold = %s",
        MODELS[kind],
        threshold,
    )
