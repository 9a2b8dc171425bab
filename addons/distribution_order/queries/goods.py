"""Which goods a member is offered on a day."""

from collections.abc import Collection
from datetime import date

from odoo.tools import SQL

ASSORTMENT, CERTIFICATE = "assortment", "certificate"


def rules_in_force(member_id: int, day: date) -> SQL:
    """Rows (kind, whether it is the member's, categories, products): one for each assortment of
    the member's company, and for each certificate of the member, that is in force.

    What an assortment of others names is left out.
    """
    return SQL(
        """
        SELECT %(assortment)s, standing.is_own,
               CASE WHEN standing.is_own THEN ARRAY(
                   SELECT rel.categ_id FROM distribution_assortment_categ_rel rel
                    WHERE rel.assortment_id = standing.id) END,
               CASE WHEN standing.is_own THEN ARRAY(
                   SELECT rel.product_id FROM distribution_assortment_product_rel rel
                    WHERE rel.assortment_id = standing.id) END
          FROM (%(standing)s) standing
         UNION ALL
        SELECT %(certificate)s, TRUE,
               ARRAY(SELECT rel.categ_id FROM distribution_authorisation_categ_rel rel
                      WHERE rel.authorisation_id = authorisation.id),
               NULL
          FROM distribution_authorisation authorisation
         WHERE authorisation.member_id = %(member)s
           AND authorisation.state = 'issued'
           AND authorisation.date_from <= %(day)s
           AND (authorisation.date_to IS NULL OR authorisation.date_to >= %(day)s)
        """,
        assortment=ASSORTMENT,
        certificate=CERTIFICATE,
        standing=_standing_assortments(member_id, day),
        member=member_id,
        day=day,
    )


def _standing_assortments(member_id: int, day: date) -> SQL:
    """Rows (id, whether region and level are those of the member) of the company's assortments."""
    return SQL(
        """
        SELECT assortment.id,
               (assortment.region_id IS NULL
                OR assortment.region_id = ANY(
                    string_to_array(rtrim(region.parent_path, '/'), '/')::int[]))
               AND (member.level_id IN (
                       SELECT rel.level_id FROM distribution_assortment_level_rel rel
                        WHERE rel.assortment_id = assortment.id)
                    OR NOT EXISTS (
                       SELECT FROM distribution_assortment_level_rel rel
                        WHERE rel.assortment_id = assortment.id)) AS is_own
          FROM distribution_member member
          JOIN distribution_region region ON region.id = member.region_id
          JOIN distribution_assortment assortment ON assortment.company_id = member.company_id
         WHERE member.id = %(member)s
           AND assortment.active
           AND assortment.date_from <= %(day)s
           AND (assortment.date_to IS NULL OR assortment.date_to >= %(day)s)
        """,
        member=member_id,
        day=day,
    )


def categories_with_below(categ_ids: Collection[int]) -> SQL:
    """Rows (category) of categories and all below them."""
    return SQL(
        """
        SELECT categ.id FROM product_category categ
         WHERE string_to_array(rtrim(categ.parent_path, '/'), '/')::int[] && %s
        """,
        list(categ_ids),
    )
