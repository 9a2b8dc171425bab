"""What plans pay of the sales: one row per plan and order, and one per plan for bonuses.

Sales are the untaxed amounts of the orders that earned by the plan, in its currency.
"""

from odoo.tools import SQL


def monitor() -> SQL:
    """Return the rows of `distribution.commission.monitor`."""
    return SQL(
        """
        SELECT earned.id,
               earned.plan_id,
               earned.order_id,
               plan.company_id,
               plan.currency_id,
               plan.payout_cap,
               orders.distribution_member_id AS buyer_id,
               orders.distribution_region_id AS region_id,
               COALESCE(day.value, earned.date) AS date,
               COALESCE(sales.amount, 0) AS sales,
               earned.amount AS commission,
               earned.amount * 100 / NULLIF(sales.amount, 0) AS share,
               COALESCE(earned.amount > sales.amount * plan.payout_cap / 100, FALSE)
                   AND earned.amount > 0 AS is_above_cap
          FROM (%(earned)s) earned
          JOIN distribution_commission_plan plan ON plan.id = earned.plan_id
          JOIN res_company company ON company.id = plan.company_id
     LEFT JOIN sale_order orders ON orders.id = earned.order_id
    CROSS JOIN LATERAL (
            SELECT (orders.date_order AT TIME ZONE 'UTC'
                    AT TIME ZONE COALESCE(company.distribution_tz, 'UTC'))::date AS value
          ) day
    CROSS JOIN LATERAL (
            SELECT orders.amount_untaxed / COALESCE(NULLIF(orders.currency_rate, 0), 1)
                   * CASE WHEN plan.currency_id = company.currency_id THEN 1
                          ELSE %(plan_rate)s / %(company_rate)s
                      END AS amount
          ) sales
        """,
        earned=_earned(),
        plan_rate=_rate(SQL("plan.currency_id")),
        company_rate=_rate(SQL("company.currency_id")),
    )


def _earned() -> SQL:
    """What each order earned by each plan; bonuses for a period belong to no order."""
    return SQL(
        """
        SELECT MIN(id) AS id,  -- stays, as the ledger only grows
               plan_id, order_id, SUM(amount) AS amount, MIN(date) AS date
          FROM distribution_commission_entry
         GROUP BY plan_id, order_id
        """
    )


def _rate(currency: SQL) -> SQL:
    """Return the latest rate of a currency on or before the day, as Odoo converts; 1 without."""
    return SQL(
        """
        COALESCE((SELECT rate.rate
                    FROM res_currency_rate rate
                   WHERE rate.currency_id = %s
                     AND rate.name <= COALESCE(day.value, CURRENT_DATE)
                     AND (rate.company_id IS NULL OR rate.company_id = company.id)
                   ORDER BY rate.company_id NULLS LAST, rate.name DESC
                   LIMIT 1), 1)
        """,
        currency,
    )
