"""Which rule watches a product in a warehouse, what was asked for a day, and the point that gives.

`ROP = d·L + z·σ·√L`: the demand until goods are there, and a reserve for days that ask for more.
"""

from datetime import date
from typing import NamedTuple

from odoo.tools import SQL

# What a point is written with each night, in the order of the query.
REFRESHED = (
    *("company_id", "rule_id", "user_id", "method", "lead_days", "service_level"),
    *("safety_factor", "demand_days", "demand_average", "demand_deviation", "reorder_point"),
    *("release_point", "computed_on", "write_uid", "write_date"),
)


class Looked(NamedTuple):
    """Whose demand is looked at, up to which day (not included), in which time zone."""

    company_id: int
    user_id: int
    today: date
    tz: str
    release_percent: float


def refresh_points(looked: Looked) -> SQL:
    """Write the points of a company anew, and remove those that no rule watches any more."""
    return SQL(
        """
        WITH chosen AS (%(chosen)s), sold AS (%(sold)s), demand AS (%(demand)s),
             point AS (%(point)s),
             kept AS (%(kept)s)
        DELETE FROM distribution_reorder_point
         WHERE company_id = %(company)s
           AND id NOT IN (SELECT id FROM kept)
        """,
        chosen=_chosen(looked.company_id),
        sold=_sold(looked),
        demand=_demand(looked),
        point=_point(),
        kept=_kept(looked),
        company=looked.company_id,
    )


def _point() -> SQL:
    return SQL(
        """
        SELECT demand.*,
               ROUND(
                   CASE demand.method
                        WHEN 'fixed' THEN demand.fixed_minimum
                        ELSE (
                            demand.demand_average * demand.lead_days
                            + demand.safety_factor * demand.demand_deviation
                            * SQRT(demand.lead_days)
                        )::numeric
                   END, 2
               ) AS reorder_point
          FROM demand
        """
    )


def _kept(looked) -> SQL:
    """Write a row for each point, over the one that is there; return the ids of all."""
    return SQL(
        """
        INSERT INTO distribution_reorder_point AS kept (
            product_id, warehouse_id, create_uid, create_date, %(columns)s
        )
        SELECT product_id, warehouse_id, %(user)s, %(now)s,
               %(company)s, rule_id, user_id, method, lead_days, service_level, safety_factor,
               counted_days, demand_average, demand_deviation, reorder_point,
               ROUND(reorder_point * (1 + %(release)s::numeric / 100), 2),
               %(now)s, %(user)s, %(now)s
          FROM point
            ON CONFLICT (product_id, warehouse_id) DO UPDATE SET (%(columns)s) = ROW(%(excluded)s)
        RETURNING kept.id
        """,
        columns=SQL(", ").join(map(SQL.identifier, REFRESHED)),
        excluded=SQL(", ").join(SQL("EXCLUDED.%s", SQL.identifier(name)) for name in REFRESHED),
        company=looked.company_id,
        release=looked.release_percent,
        now=SQL("now() AT TIME ZONE 'UTC'"),
        user=looked.user_id,
    )


def _chosen(company_id) -> SQL:
    """Return the rule of each product and warehouse: the product's own, else of its category.

    Of categories the deepest wins; of rules for the same goods the one that names the warehouse.
    """
    return SQL(
        """
        SELECT best.*
          FROM (
            SELECT DISTINCT ON (goods.product_id, warehouse.id)
                   goods.product_id, goods.created, warehouse.id AS warehouse_id,
                   rule.id AS rule_id, rule.user_id, rule.method, rule.lead_days,
                   rule.service_level, rule.safety_factor, rule.demand_days, rule.fixed_minimum
              FROM (%(goods)s) AS goods
              JOIN distribution_stock_rule rule ON rule.id = goods.rule_id
              JOIN stock_warehouse warehouse
                ON warehouse.company_id = rule.company_id
               AND warehouse.active
               AND (rule.warehouse_id IS NULL OR rule.warehouse_id = warehouse.id)
             ORDER BY goods.product_id, warehouse.id, goods.closeness DESC,
                      rule.warehouse_id IS NULL, rule.id
          ) AS best
         WHERE best.method <> 'none'
        """,
        goods=_goods(company_id),
    )


def _goods(company_id) -> SQL:
    """Return each rule with each product it speaks of, and how closely it does."""
    return SQL(
        """
        WITH storable AS (
            SELECT product.id AS product_id, product.create_date AS created, template.categ_id
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE product.active AND template.active AND template.is_storable
               AND COALESCE(template.company_id, %(company)s) = %(company)s
        ), rule AS (
            SELECT * FROM distribution_stock_rule WHERE active AND company_id = %(company)s
        )
        SELECT rule.id AS rule_id, storable.product_id, storable.created, 1000 AS closeness
          FROM rule
          JOIN storable ON storable.product_id = rule.product_id
         UNION ALL
        SELECT rule.id, storable.product_id, storable.created,
               array_length(string_to_array(above.parent_path, '/'), 1)
          FROM rule
          JOIN product_category above ON above.id = rule.categ_id
          JOIN product_category own ON own.parent_path LIKE above.parent_path || '%%'
          JOIN storable ON storable.categ_id = own.id
         UNION ALL
        SELECT rule.id, storable.product_id, storable.created, 0
          FROM rule
         CROSS JOIN storable
         WHERE rule.product_id IS NULL AND rule.categ_id IS NULL
        """,
        company=company_id,
    )


def _sold(looked) -> SQL:
    """Return what was ordered of each product, warehouse and day; returns are no demand."""
    return SQL(
        """
        SELECT line.product_id, COALESCE(line.warehouse_id, sale.warehouse_id) AS warehouse_id,
               (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
               SUM(line.product_uom_qty * unit.factor / own_unit.factor)::float AS quantity
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom unit ON unit.id = line.product_uom_id
          JOIN uom_uom own_unit ON own_unit.id = template.uom_id
         WHERE sale.company_id = %(company)s
           AND sale.state = 'sale'
           AND sale.date_order < %(today)s::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'
           AND sale.date_order >= (
               %(today)s::date - (SELECT MAX(demand_days) FROM chosen)
           )::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC'
           AND line.product_uom_qty > 0
         GROUP BY 1, 2, 3
        """,
        company=looked.company_id,
        today=looked.today,
        tz=looked.tz,
    )


def _demand(looked) -> SQL:
    """Return average and sample deviation of the demand of a day; days without orders count.

    A product younger than the window counts from its first day, or from its first order if that
    was before it was put into this system.
    """
    return SQL(
        """
        SELECT counted.*,
               COALESCE(counted.total / NULLIF(counted.counted_days, 0), 0) AS demand_average,
               CASE WHEN counted.counted_days > 1 THEN SQRT(GREATEST(0,
                    (counted.squares - counted.total * counted.total / counted.counted_days)
                    / (counted.counted_days - 1)
               )) ELSE 0 END AS demand_deviation
          FROM (
            SELECT chosen.*,
                   COALESCE(SUM(sold.quantity), 0) AS total,
                   COALESCE(SUM(sold.quantity * sold.quantity), 0) AS squares,
                   GREATEST(0, LEAST(chosen.demand_days, %(today)s::date - LEAST(
                       MIN(sold.day),
                       (chosen.created AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   ))) AS counted_days
              FROM chosen
              LEFT JOIN sold
                ON sold.product_id = chosen.product_id
               AND sold.warehouse_id = chosen.warehouse_id
               AND sold.day >= %(today)s::date - chosen.demand_days
             GROUP BY chosen.product_id, chosen.warehouse_id, chosen.rule_id, chosen.user_id,
                      chosen.method, chosen.lead_days, chosen.service_level, chosen.safety_factor,
                      chosen.demand_days, chosen.fixed_minimum, chosen.created
          ) AS counted
        """,
        today=looked.today,
        tz=looked.tz,
    )
