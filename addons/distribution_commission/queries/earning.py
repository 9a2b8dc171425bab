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
                   WHEN 'taxed' THEN ROUND(taxed * exchange_to / exchange_of, decimals)
                   WHEN 'untaxed' THEN untaxed_amount
                   WHEN 'margin' THEN
                       CASE WHEN quantity >= 0 THEN GREATEST(%(margin)s, 0)
                            ELSE LEAST(%(margin)s, 0) END
               END AS base_amount
          FROM (%(facts)s) facts
          ) based
        """,
        margin=SQL("(untaxed_amount - ROUND(cost * cost_to / cost_of, decimals))"),
        facts=_facts(which),
    )


def _facts(which: SQL) -> SQL:
    """The movement, the plan's terms, and what rules ask for."""
    return SQL(
        """
            SELECT movement.id AS movement_id, movement.trigger, movement.series_id,
                   movement.part, movement.quantity <> movement.whole_quantity AS is_partial,
                   movement.company_id, movement.order_id,
                   movement.order_line_id, movement.move_line_id, movement.buyer_id,
                   movement.date, movement.quantity, movement.untaxed, movement.taxed,
                   movement.cost, exchange.*,
                   ROUND(movement.untaxed * exchange_to / exchange_of, currency.decimal_places)
                       AS untaxed_amount,
                   movement.whole_quantity,
                   ROUND(movement.whole_untaxed * exchange_to / exchange_of,
                         currency.decimal_places) AS whole_amount,
                   plan.id AS plan_id, plan.currency_id, plan.base, plan.max_depth,
                   plan.on_inactive, plan.payout_cap,
                   currency.decimal_places AS decimals,
                   movement.date + plan.hold_days AS available_date,
                   line.product_id, category.parent_path AS categ_path,
                   region.parent_path AS region_path, %(buyer_level)s AS buyer_level_id
              FROM %(items)s
        CROSS JOIN LATERAL (
                   SELECT %(exchange_to)s AS exchange_to, %(exchange_of)s AS exchange_of,
                          %(cost_to)s AS cost_to, %(cost_of)s AS cost_of
                   OFFSET 0  -- else each use would be planned and computed anew
              ) exchange
             WHERE movement.role = 'forward'
               AND %(which)s
        """,
        items=_items(),
        buyer_level=level_on_day(SQL("buyer"), SQL("movement.date")),
        exchange_to=_rate_between(SQL("movement.currency_id"), SQL("plan.currency_id")),
        exchange_of=_rate_between(SQL("movement.currency_id"), SQL("movement.currency_id")),
        cost_to=_rate_between(SQL("company.currency_id"), SQL("plan.currency_id")),
        cost_of=_rate_between(SQL("company.currency_id"), SQL("company.currency_id")),
        which=which,
    )


def _items() -> SQL:
    """The FROM items: each movement beside each plan in force on its day."""
    return SQL(
        """
                   distribution_commission_movement movement
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
        """
    )


def _rate_between(source: SQL, currency: SQL) -> SQL:
    """The rate of `currency` where `source` is converted to the plan's currency, else 1.

    Amounts are multiplied by the one rate, then divided by the other: what ends in half a coin
    does so exactly.
    """
    return SQL(
        "CASE WHEN %(source)s = plan.currency_id THEN 1 ELSE %(rate)s END",
        source=source,
        rate=_rate(currency),
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
