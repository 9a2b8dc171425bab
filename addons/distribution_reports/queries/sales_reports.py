"""The rows of the sales reports: facts beside what is looked up of them today.

What is joined can be left out by the planner: each is at most one row, so a report that does not
ask for the category does not look for it.
"""

from odoo.addons.distribution_commission.queries.sources import local_day
from odoo.tools import SQL

from . import sales_facts

# How many months a sale is carried on, to stand beside a later one.
SHIFTS = (0, 1, 3, 12)


def dimensions() -> SQL:
    """Return what sales are looked at by, of the joined `fact`."""
    return SQL(
        """
        fact.company_id, fact.currency_id, fact.member_id, fact.upline_id, fact.region_id,
        fact.user_id, fact.platform, member.level_id,
        split_part(region.parent_path, '/', 1)::int AS region_top_id
        """
    )


def members() -> SQL:
    """Return the joins for `dimensions`."""
    return SQL(
        """
         LEFT JOIN distribution_member member ON member.id = fact.member_id
         LEFT JOIN distribution_region region ON region.id = fact.region_id
        """
    )


def goods() -> SQL:
    """Return the joins for the product's category, as it is today."""
    return SQL(
        """
         LEFT JOIN product_product product ON product.id = fact.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN product_category category ON category.id = template.categ_id
        """
    )


def categories() -> SQL:
    """Return the columns of `goods`."""
    return SQL(
        """
        fact.product_id, template.categ_id,
        split_part(category.parent_path, '/', 1)::int AS categ_top_id
        """
    )


def growth() -> SQL:
    """Return each sale on its own day and, so many months later, as what was sold before.

    Nothing is carried into the future: a month that has just begun stands beside as many days of
    the one before it.
    """
    shifted = SQL("(fact.date + shift.months * INTERVAL '1 month')::date")
    return SQL(
        """
        SELECT fact.id * %(shifts)s::bigint + shift.place AS id,
               %(shifted)s AS date, fact.date AS order_date, fact.order_id,
               %(dimensions)s, %(categories)s,
               CASE shift.months WHEN 0 THEN fact.amount_net ELSE 0 END AS amount,
               CASE shift.months WHEN 1 THEN fact.amount_net ELSE 0 END AS amount_month_before,
               CASE shift.months WHEN 3 THEN fact.amount_net ELSE 0 END AS amount_quarter_before,
               CASE shift.months WHEN 12 THEN fact.amount_net ELSE 0 END AS amount_year_before,
               NULL::float AS growth_month, NULL::float AS growth_quarter,
               NULL::float AS growth_year
          FROM (%(facts)s) fact
          JOIN UNNEST(%(months)s) WITH ORDINALITY AS shift (months, place) ON TRUE
          %(members)s
          %(goods)s
          JOIN res_company company ON company.id = fact.company_id
         WHERE shift.months = 0 OR %(shifted)s <= %(today)s
        """,
        shifts=len(SHIFTS) + 1,
        shifted=shifted,
        dimensions=dimensions(),
        categories=categories(),
        facts=sales_facts.current(),
        months=list(SHIFTS),
        members=members(),
        goods=goods(),
        today=local_day(SQL("NOW() AT TIME ZONE 'UTC'")),
    )


def branches() -> SQL:
    """Return each sale once for its member, and once for each of the uplines of its day."""
    return SQL(
        """
        SELECT fact.id * 64::bigint + tree.depth AS id, tree.head_id, tree.depth, fact.date,
               fact.order_id, %(dimensions)s, %(categories)s, fact.quantity, fact.amount_untaxed,
               fact.amount_returned, fact.amount_net,
               CASE tree.depth WHEN 0 THEN fact.amount_net ELSE 0 END AS amount_own
          FROM (%(facts)s) fact
          JOIN (
            SELECT id AS head_id, id AS member_id, 0 AS depth, '-infinity'::date AS date_from,
                   NULL::date AS date_to
              FROM distribution_member
             UNION ALL
            SELECT ancestor_id, member_id, depth, date_from, date_to
              FROM distribution_member_closure
          ) tree
            ON tree.member_id = fact.member_id
           AND tree.date_from <= fact.date
           AND (tree.date_to IS NULL OR tree.date_to > fact.date)
          %(members)s
          %(goods)s
        """,
        dimensions=dimensions(),
        categories=categories(),
        facts=sales_facts.current(),
        members=members(),
        goods=goods(),
    )


def months() -> SQL:
    """Return the months of members; several rows of one month sum up to it."""
    return SQL(
        """
        SELECT fact.id, fact.date, fact.lines, %(dimensions)s, fact.quantity, fact.amount_untaxed,
               fact.quantity_returned, fact.amount_returned, fact.amount_net,
               fact.amount_delivered, fact.amount_invoiced, fact.margin, fact.commission
          FROM (%(facts)s) fact
          %(members)s
        """,
        dimensions=dimensions(),
        facts=sales_facts.current_months(),
        members=members(),
    )
