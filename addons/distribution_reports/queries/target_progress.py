"""What has become of each target, month by month, whoever or whatever it is for."""

from datetime import datetime

from odoo.addons.distribution_commission.queries.sources import local_day
from odoo.tools import SQL


def target_progress(sales: SQL, now: datetime) -> SQL:
    """Return the rows of `distribution.target.progress`.

    :param sales: the sales report as a FROM item
    """
    return SQL(
        """
        SELECT progress.*,
               ROUND(100 * progress.actual / NULLIF(progress.target, 0), 2) AS attainment_percent,
               ROUND(100 * progress.projected / NULLIF(progress.target, 0), 2) AS pace_percent
          FROM (
            SELECT target.id * 12 + split.number - 1 AS id, target.id AS target_id,
                   target.company_id, target.currency_id, target.member_id, target.region_id,
                   target.categ_id, target.scope_region_id, target.state, split.date,
                   split.amount AS target, COALESCE(done.amount, 0) AS actual,
                   ROUND(
                       COALESCE(done.amount, 0) * month.days
                       / LEAST(month.days, GREATEST(1, month.elapsed)),
                       currency.decimal_places
                   ) AS projected
              FROM distribution_target target
              JOIN res_company company ON company.id = target.company_id
              JOIN res_currency currency ON currency.id = target.currency_id
        CROSS JOIN LATERAL (%(months)s) split
        CROSS JOIN LATERAL (
                   SELECT (split.date + INTERVAL '1 month')::date - split.date AS days,
                          %(today)s - split.date + 1 AS elapsed
              ) month
              LEFT JOIN (%(done)s) done
                     ON done.target_id = target.id AND done.month = split.date
          ) progress
        """,
        months=_months(),
        today=local_day(SQL("%s::timestamp", now)),
        done=_done(sales),
    )


def _months() -> SQL:
    """The twelve columns of a target as rows."""
    rows = SQL(", ").join(
        SQL("(%s, target.%s)", number, SQL.identifier(f"month_{number:02}"))
        for number in range(1, 13)
    )
    return SQL(
        """
        SELECT month.number, month.amount, MAKE_DATE(target.year, month.number, 1) AS date
          FROM (VALUES %s) month (number, amount)
        """,
        rows,
    )


def _done(sales) -> SQL:
    """What was sold within each target; sales are summed up before they meet the targets."""
    return SQL(
        """
        SELECT target.id AS target_id, sold.month, SUM(sold.amount) AS amount
          FROM (
            SELECT sale.company_id, sale.member_id, sale.region_id, sale.categ_id,
                   DATE_TRUNC('month', sale.date)::date AS month, SUM(sale.amount_untaxed) AS amount
              FROM %(sales)s sale
             GROUP BY 1, 2, 3, 4, 5
          ) sold
          LEFT JOIN distribution_region region ON region.id = sold.region_id
          LEFT JOIN product_category categ ON categ.id = sold.categ_id
          JOIN distribution_target target
            ON target.company_id = sold.company_id
           AND target.year = EXTRACT(YEAR FROM sold.month)
           AND (target.member_id IS NULL OR target.member_id = sold.member_id)
          LEFT JOIN distribution_region around ON around.id = target.region_id
          LEFT JOIN product_category above ON above.id = target.categ_id
         WHERE (target.region_id IS NULL OR region.parent_path LIKE around.parent_path || '%%')
           AND (target.categ_id IS NULL OR categ.parent_path LIKE above.parent_path || '%%')
         GROUP BY 1, 2
        """,
        sales=sales,
    )
