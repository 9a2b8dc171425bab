"""Step 3: what each plan in force sees of a movement that earns.

Columns: plan terms, the movement's facts, the buyer's level and region, the product's categories,
`base_amount` in the plan's currency (half up, away from zero), and `room`: what all beneficiaries
together may get of it.
"""

from odoo.tools import SQL

from .chain import level_on_day


def earning(which: SQL) -> SQL:
    """Return the forward movements with the plans in force on their day.

    :param which: condition on `movement` and `plan`
    """
    return SQL(
        """
        SELECT based.*,
               TRUNC(ABS(CASE base WHEN 'quantity' THEN untaxed_amount ELSE base_amount END)
                     * payout_cap / 100, decimals) AS room
          FROM (
        SELECT facts.*,
               CASE base
                   WHEN 'quantity' THEN quantity
                   WHEN 'taxed' THEN ROUND(taxed * exchange, decimals)
                   WHEN 'untaxed' THEN untaxed_amount
                   WHEN 'margin' THEN
                       CASE WHEN quantity >= 0 THEN GREATEST(%(margin)s, 0)
                            ELSE LEAST(%(margin)s, 0) END
               END AS base_amount
          FROM (
            SELECT movement.id AS movement_id, movement.trigger, movement.series_id,
                   movement.part, movement.company_id, movement.order_id,
                   movement.order_line_id, movement.move_line_id, movement.buyer_id,
                   movement.date, movement.quantity, movement.untaxed, movement.taxed,
                   movement.cost, exchange.value AS exchange, exchange.cost AS cost_exchange,
                   ROUND(movement.untaxed * exchange.value, currency.decimal_places)
                       AS untaxed_amount,
                   movement.whole_quantity,
                   movement.whole_untaxed * exchange.value AS whole_amount,
                   plan.id AS plan_id, plan.currency_id, plan.base, plan.max_depth,
                   plan.on_inactive, plan.payout_cap,
                   currency.decimal_places AS decimals,
                   movement.date + plan.hold_days AS available_date,
                   line.product_id, category.parent_path AS categ_path,
                   region.parent_path AS region_path, %(buyer_level)s AS buyer_level_id
              FROM distribution_commission_movement movement
              JOIN distribution_commission_plan plan
                ON plan.company_id = movement.company_id
               AND plan.trigger = movement.trigger
               AND plan.state IN ('active', 'closed')
               AND plan.date_from <= movement.date
               AND (plan.date_to IS NULL OR plan.date_to >= movement.date)
              JOIN res_currency currency ON currency.id = plan.currency_id
              JOIN res_company company ON company.id = movement.company_id
              JOIN distribution_member buyer ON buyer.id = movement.buyer_id
              JOIN sale_order orders ON orders.id = movement.order_id
         LEFT JOIN distribution_region region ON region.id = orders.distribution_region_id
              JOIN sale_order_line line ON line.id = movement.order_line_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
         LEFT JOIN product_category category ON category.id = template.categ_id
        CROSS JOIN LATERAL (
                   SELECT %(exchange)s AS value, %(cost_exchange)s AS cost
                   OFFSET 0  -- else each use would be planned and computed anew
              ) exchange
             WHERE movement.role = 'forward'
               AND %(which)s
          ) facts
          ) based
        """,
        margin=SQL("(untaxed_amount - ROUND(cost * cost_exchange, decimals))"),
        buyer_level=level_on_day(SQL("buyer"), SQL("movement.date")),
        exchange=_exchange(SQL("movement.currency_id")),
        cost_exchange=_exchange(SQL("company.currency_id")),
        which=which,
    )


def _exchange(currency: SQL) -> SQL:
    """What one unit of `currency` is worth in the plan's currency on the movement's day."""
    return SQL(
        "CASE WHEN %(currency)s = plan.currency_id THEN 1 ELSE %(target)s / %(source)s END",
        currency=currency,
        target=_rate(SQL("plan.currency_id")),
        source=_rate(currency),
    )


def _rate(currency: SQL) -> SQL:
    """The rate as `res.currency` reads it: the latest on or before the day, else the first."""
    rates = SQL(
        """
        SELECT rate.rate FROM res_currency_rate rate
         WHERE rate.currency_id = %s
           AND (rate.company_id IS NULL
                OR rate.company_id = split_part(company.parent_path, '/', 1)::int)
        """,
        currency,
    )
    return SQL(
        """
        COALESCE(
            (%(rates)s AND rate.name <= movement.date
                ORDER BY rate.company_id, rate.name DESC LIMIT 1),
            (%(rates)s ORDER BY rate.company_id, rate.name LIMIT 1),
            1)
        """,
        rates=rates,
    )
