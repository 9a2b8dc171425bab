"""Which goods a member is offered on a day."""

from collections.abc import Collection
from datetime import date

from odoo.tools import SQL

ASSORTMENT, CERTIFICATE = "assortment", "certificate"


def rules_in_force(member_id: int, company_id: int, day: date) -> SQL:
    """Rows (kind, id, categories) of the company's assortments and of the member's certificates
    that are in force; what assortments name is asked for only when there are any.
    """
    return SQL(
        """
        SELECT %(certificate)s, authorisation.id,
               ARRAY(SELECT rel.categ_id FROM distribution_authorisation_categ_rel rel
                      WHERE rel.authorisation_id = authorisation.id)
          FROM distribution_authorisation authorisation
         WHERE authorisation.member_id = %(member)s
           AND authorisation.state = 'issued'
           AND authorisation.date_from <= %(day)s
           AND (authorisation.date_to IS NULL OR authorisation.date_to >= %(day)s)
         UNION ALL
        SELECT %(assortment)s, assortment.id, NULL
          FROM distribution_assortment assortment
         WHERE assortment.company_id = %(company)s
           AND assortment.active
           AND assortment.date_from <= %(day)s
           AND (assortment.date_to IS NULL OR assortment.date_to >= %(day)s)
        """,
        certificate=CERTIFICATE,
        assortment=ASSORTMENT,
        member=member_id,
        company=company_id,
        day=day,
    )


def own_assortments(member_id: int, assortment_ids: Collection[int]) -> SQL:
    """Rows (categories, products) of those assortments that are for the region and the level of
    the member.
    """
    return SQL(
        """
        SELECT ARRAY(SELECT rel.categ_id FROM distribution_assortment_categ_rel rel
                      WHERE rel.assortment_id = assortment.id),
               ARRAY(SELECT rel.product_id FROM distribution_assortment_product_rel rel
                      WHERE rel.assortment_id = assortment.id)
          FROM distribution_member member
          JOIN distribution_region region ON region.id = member.region_id
          JOIN distribution_assortment assortment ON assortment.id = ANY(%(assortments)s)
         WHERE member.id = %(member)s
           AND (assortment.region_id IS NULL
                OR assortment.region_id = ANY(
                    string_to_array(rtrim(region.parent_path, '/'), '/')::int[]))
           AND (member.level_id IN (
                   SELECT rel.level_id FROM distribution_assortment_level_rel rel
                    WHERE rel.assortment_id = assortment.id)
                OR NOT EXISTS (
                   SELECT FROM distribution_assortment_level_rel rel
                    WHERE rel.assortment_id = assortment.id))
        """,
        assortments=list(assortment_ids),
        member=member_id,
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
