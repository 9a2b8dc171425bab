"""Portal users of members' companies: where they work, and who has no role there yet."""

from odoo.tools import SQL


def add_missing_colleagues(uid, *, member_ids=None, user_ids=None):
    """Return the statement that gives them one: the first user of a member is its administrator,
    later ones look on until the administrator says otherwise.
    """
    narrowed = [
        SQL("%s IN %s", SQL.identifier(table, "id"), tuple(ids) or (0,))
        for table, ids in (("member", member_ids), ("users", user_ids))
        if ids is not None
    ]
    return SQL(
        """
        INSERT INTO distribution_member_user
               (member_id, user_id, company_id, role, is_new, active,
                create_uid, write_uid, create_date, write_date)
        SELECT member.id, users.id, member.company_id,
               CASE WHEN first.is_first THEN 'admin' ELSE 'viewer' END,
               NOT first.is_first, TRUE, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
               now() AT TIME ZONE 'UTC'
          FROM distribution_member member
          JOIN res_partner contact ON contact.commercial_partner_id = member.partner_id
          JOIN res_users users ON users.partner_id = contact.id AND users.share AND users.active
         CROSS JOIN LATERAL (
               SELECT NOT EXISTS (
                          SELECT 1 FROM distribution_member_user known
                           WHERE known.member_id = member.id AND known.active)
                  AND users.id = (
                          SELECT MIN(other.id)
                            FROM res_users other
                            JOIN res_partner person ON person.id = other.partner_id
                           WHERE person.commercial_partner_id = member.partner_id
                             AND other.share AND other.active) AS is_first) first
         WHERE NOT EXISTS (
               SELECT 1 FROM distribution_member_user known
                WHERE known.member_id = member.id AND known.user_id = users.id)
           AND %(narrowed)s
        ON CONFLICT DO NOTHING
        """,
        uid=uid,
        narrowed=SQL(" AND ").join([SQL("TRUE"), *narrowed]),
    )


def places_of(uid: int) -> SQL:
    """One row for each member that a portal user works for, by the members' codes: what it does
    there, and what every page reads of the member.
    """
    return SQL(
        """
        SELECT member.id, colleague.role, member.company_id, member.partner_id, member.name,
               member.code, member.state, member.active, member.freeze_portal,
               member.freeze_order
          FROM distribution_member_user colleague
          JOIN distribution_member member ON member.id = colleague.member_id
         WHERE colleague.user_id = %s AND colleague.active AND member.active
         ORDER BY member.code, colleague.id
        """,
        uid,
    )
