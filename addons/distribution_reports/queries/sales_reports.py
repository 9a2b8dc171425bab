"""The rows of the sales reports: facts beside what is looked up of them today.

What is joined can be left out by the planner: each is at most one row, so a report that does not
ask for the category does not look for it.
"""

from odoo.addons.distribution_commission.queries.sources import local_day
from odoo.tools import SQL

from . import sales_facts
from .sales_lines import columns


def dimensions() -> SQL:
    """Return what sales are looked at by, of the joined `fact`."""
    return SQL(
        """
        fact.company_id, fact.currency_id, fact.member_id, fact.upline_id, fact.region_id,
        fact.user_id, fact.platform, member.level_id,
        COALESCE(
            CASE WHEN (SELECT COUNT(*) = 1 FROM distribution_region top
                        WHERE top.parent_id IS NULL)
                 THEN NULLIF(split_part(region.parent_path, '/', 2), '') END,
            split_part(region.parent_path, '/', 1)
        )::int AS region_top_id
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
    """Return each sale on its own day and on days a month, a quarter and a year later.

    Nothing is carried into the future: a month that has just begun stands beside as many days of
    the one before it.
    """
    return SQL(
        """
        WITH today AS MATERIALIZED (
            SELECT company.id, %(today)s AS value FROM res_company company
        )
        SELECT fact.id * 4::bigint + carried.place AS id, carried.date,
               fact.date AS order_date, fact.order_id, %(dimensions)s, %(categories)s,
               CASE carried.place WHEN 0 THEN fact.amount_net ELSE 0 END AS amount,
               CASE carried.place WHEN 1 THEN fact.amount_net ELSE 0 END AS amount_month_before,
               CASE carried.place WHEN 2 THEN fact.amount_net ELSE 0 END AS amount_quarter_before,
               CASE carried.place WHEN 3 THEN fact.amount_net ELSE 0 END AS amount_year_before,
               NULL::float AS growth_month, NULL::float AS growth_quarter,
               NULL::float AS growth_year
          FROM (%(facts)s) fact
          JOIN today ON today.id = fact.company_id
    CROSS JOIN LATERAL (
            VALUES (0, fact.date), (1, fact.date_month_later), (2, fact.date_quarter_later),
                   (3, fact.date_year_later)
          ) carried (place, date)
          %(members)s
          %(goods)s
         WHERE carried.place = 0 OR carried.date <= today.value
        """,
        today=local_day(SQL("NOW() AT TIME ZONE 'UTC'")),
        dimensions=dimensions(),
        categories=categories(),
        facts=sales_facts.current(),
        members=members(),
        goods=goods(),
    )


def branches() -> SQL:
    """Return each order once for its member, and once for each of the uplines of its day."""
    return SQL(
        """
        SELECT fact.order_id * 64::bigint + tree.depth AS id, tree.head_id, tree.depth, fact.date,
               fact.order_id, %(dimensions)s, fact.amount_ordered, fact.amount_returned,
               fact.amount_net,
               CASE tree.depth WHEN 0 THEN fact.amount_net ELSE 0 END AS amount_own
          FROM (%(orders)s) fact
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
        """,
        dimensions=dimensions(),
        orders=_orders(),
        members=members(),
    )


def _orders() -> SQL:
    """Return the orders, their lines summed up before they are multiplied."""
    return SQL(
        """
        SELECT %(keys)s, SUM(amount_ordered) AS amount_ordered,
               SUM(amount_returned) AS amount_returned, SUM(amount_net) AS amount_net
          FROM (%(facts)s) fact
         GROUP BY %(keys)s
        """,
        keys=columns(("order_id", "date", *sales_facts.MONTH_KEYS)),
        facts=sales_facts.current(),
    )


def months() -> SQL:
    """Return the months of members; several rows of one month sum up to it."""
    return SQL(
        """
        SELECT fact.id, fact.date, fact.lines, %(dimensions)s, fact.amount_ordered,
               fact.quantity_ordered, fact.quantity_returned, fact.amount_returned, fact.amount_net,
               fact.amount_delivered, fact.amount_invoiced, fact.margin, fact.commission
          FROM (%(facts)s) fact
          %(members)s
        """,
        dimensions=dimensions(),
        facts=sales_facts.current_months(),
        members=members(),
    )
