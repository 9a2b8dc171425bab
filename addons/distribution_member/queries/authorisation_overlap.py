"""Authorisations that exclude each other: somebody's territory lies in somebody else's."""

from collections.abc import Sequence

from odoo.tools import SQL


def conflicts(authorisation_ids: Sequence[int]) -> SQL:
    """Return rows (id, other_id): what the given authorisations may not stand beside.

    Two members' territories touch when, on some day, one's region is the other's or lies in it and
    one's categories are the other's, lie in them, or are not limited. Two exclusive ones then
    exclude each other; an exclusive and a plain one do, unless one member is in the other's branch.
    """
    return SQL(
        """
        SELECT own.id, other.id
          FROM distribution_authorisation own
          JOIN distribution_member member ON member.id = own.member_id
          JOIN distribution_region region ON region.id = own.region_id
          JOIN distribution_authorisation other
            ON other.company_id = own.company_id
           AND other.member_id <> own.member_id
           AND other.state IN ('draft', 'issued')
           AND (other.exclusive OR own.exclusive)
           AND daterange(other.date_from, other.date_to, '[]')
            && daterange(own.date_from, own.date_to, '[]')
          JOIN distribution_member other_member ON other_member.id = other.member_id
          JOIN distribution_region other_region ON other_region.id = other.region_id
         WHERE own.id = ANY(%(ids)s)
           AND own.state IN ('draft', 'issued')
           AND %(regions_touch)s
           AND (%(categories_touch)s)
           AND ((own.exclusive AND other.exclusive) OR NOT %(same_branch)s)
         ORDER BY own.id, other.id
        """,
        ids=list(authorisation_ids),
        regions_touch=_is_one_line(SQL("region.parent_path"), SQL("other_region.parent_path")),
        categories_touch=_categories_touch(),
        same_branch=_is_one_line(SQL("member.parent_path"), SQL("other_member.parent_path")),
    )


def _is_one_line(path: SQL, other: SQL) -> SQL:
    """Whether one path leads to the other."""
    return SQL("(starts_with(%s, %s) OR starts_with(%s, %s))", path, other, other, path)


def _categories_touch() -> SQL:
    return SQL(
        """
        NOT EXISTS (SELECT FROM distribution_authorisation_categ_rel
                     WHERE authorisation_id = own.id)
        OR NOT EXISTS (SELECT FROM distribution_authorisation_categ_rel
                        WHERE authorisation_id = other.id)
        OR EXISTS (
            SELECT
              FROM distribution_authorisation_categ_rel own_rel
              JOIN product_category own_categ ON own_categ.id = own_rel.categ_id
              JOIN distribution_authorisation_categ_rel other_rel
                ON other_rel.authorisation_id = other.id
              JOIN product_category other_categ ON other_categ.id = other_rel.categ_id
             WHERE own_rel.authorisation_id = own.id
               AND %s
        )
        """,
        _is_one_line(SQL("own_categ.parent_path"), SQL("other_categ.parent_path")),
    )
