"""Which goods a member is offered on a day."""

from datetime import date

from odoo.tools import SQL


def offered_scope(member_id: int, day: date) -> SQL:
    """One row: whether the member's company has assortments in force, whether one that is the
    member's covers everything, the categories (with all below) and products that they cover, and
    the categories of the member's certificates, NULL when these limit nothing.
    """
    return SQL(
        """
        WITH %(rules)s
        SELECT EXISTS (SELECT FROM standing),
               EXISTS (
                   SELECT FROM own
                    WHERE NOT EXISTS (SELECT FROM distribution_assortment_categ_rel rel
                                       WHERE rel.assortment_id = own.id)
                      AND NOT EXISTS (SELECT FROM distribution_assortment_product_rel rel
                                       WHERE rel.assortment_id = own.id)),
               (SELECT array_agg(DISTINCT below.id)
                  FROM own
                  JOIN distribution_assortment_categ_rel rel ON rel.assortment_id = own.id
                  JOIN product_category categ ON categ.id = rel.categ_id
                  JOIN product_category below
                    ON below.parent_path LIKE categ.parent_path || '%%'),
               (SELECT array_agg(DISTINCT rel.product_id)
                  FROM own
                  JOIN distribution_assortment_product_rel rel ON rel.assortment_id = own.id),
               %(authorised)s
        """,
        rules=_rules_in_force(member_id, day),
        authorised=_authorised_categories(),
    )


def _rules_in_force(member_id: int, day: date) -> SQL:
    """Common table expressions: assortments of the company, the member's own, its certificates."""
    return SQL(
        """
        buyer AS (
            SELECT member.id, member.company_id, member.level_id, region.parent_path
              FROM distribution_member member
              JOIN distribution_region region ON region.id = member.region_id
             WHERE member.id = %(member)s
        ), standing AS (
            SELECT assortment.id, assortment.region_id
              FROM distribution_assortment assortment, buyer
             WHERE assortment.active
               AND assortment.company_id = buyer.company_id
               AND assortment.date_from <= %(day)s
               AND (assortment.date_to IS NULL OR assortment.date_to >= %(day)s)
        ), own AS (
            SELECT standing.id
              FROM standing CROSS JOIN buyer
              LEFT JOIN distribution_region area ON area.id = standing.region_id
             WHERE (area.id IS NULL OR buyer.parent_path LIKE area.parent_path || '%%')
               AND (NOT EXISTS (SELECT FROM distribution_assortment_level_rel rel
                                 WHERE rel.assortment_id = standing.id)
                    OR EXISTS (SELECT FROM distribution_assortment_level_rel rel
                                WHERE rel.assortment_id = standing.id
                                  AND rel.level_id = buyer.level_id))
        ), certificate AS (
            SELECT authorisation.id
              FROM distribution_authorisation authorisation, buyer
             WHERE authorisation.member_id = buyer.id
               AND authorisation.state = 'issued'
               AND authorisation.date_from <= %(day)s
               AND (authorisation.date_to IS NULL OR authorisation.date_to >= %(day)s)
        )
        """,
        member=member_id,
        day=day,
    )


def _authorised_categories() -> SQL:
    """Return an array of the certificates' categories, NULL unless all of them name some."""
    return SQL(
        """
        CASE
            WHEN EXISTS (SELECT FROM certificate)
             AND NOT EXISTS (
                 SELECT FROM certificate
                  WHERE NOT EXISTS (
                     SELECT FROM distribution_authorisation_categ_rel rel
                      WHERE rel.authorisation_id = certificate.id))
            THEN (SELECT array_agg(DISTINCT below.id)
                    FROM certificate
                    JOIN distribution_authorisation_categ_rel rel
                      ON rel.authorisation_id = certificate.id
                    JOIN product_category categ ON categ.id = rel.categ_id
                    JOIN product_category below
                      ON below.parent_path LIKE categ.parent_path || '%%')
        END
        """
    )
