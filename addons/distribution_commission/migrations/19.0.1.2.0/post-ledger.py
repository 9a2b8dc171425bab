"""What the ledger of the first versions says, in the terms of today: movements, and statements
that add up. Amounts stay as they are.
"""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

GUARD = SQL("distribution_no_update")
ENTRIES = SQL("distribution_commission_entry")
STATEMENTS = SQL("distribution_statement")
NEW_FIGURES = (
    *("bonus", "adjustment", "holdback", "holdback_released", "recovered", "taxable", "tax"),
    *("month_gross_before", "month_tax_before", "payable_change"),
)


def migrate(cr, version):
    """Name the movement of each entry: else the engine would pay the same sales once more."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        SQL(
            "SELECT DISTINCT order_id FROM %s WHERE movement_id IS NULL AND order_id IS NOT NULL"
            " AND kind IN ('rebate', 'override', 'differential')",
            ENTRIES,
        )
    )
    order_ids = [order_id for (order_id,) in cr.fetchall()]
    if order_ids:
        _record_movements(env, order_ids)
        _unguarded(cr, ENTRIES, _name_sales(), _name_reversals())
    _unguarded(cr, STATEMENTS, _fill_figures(), _link_statements())


def _record_movements(env, order_ids):
    """Record what the orders say, and that the plans have looked at it."""
    engine = env["distribution.commission.entry"]
    plans = engine._find_plans()
    cr = env.cr
    cr.execute(
        "SELECT id FROM sale_order WHERE distribution_member_id IS NOT NULL"
        " AND state IN ('sale', 'cancel')"
    )
    everything = sorted({*order_ids, *(order_id for (order_id,) in cr.fetchall())})
    engine._record_missing(plans, everything, engine._find_known(everything))
    env["distribution.commission.plan"].browse(plan.id for plan in plans).is_caught_up = True
    env.flush_all()


def _name_sales():
    return SQL(
        """
        UPDATE distribution_commission_entry entry
           SET movement_id = movement.id
          FROM distribution_commission_movement movement
          JOIN distribution_commission_plan plan ON plan.trigger = movement.trigger
         WHERE entry.movement_id IS NULL
           AND entry.origin_id IS NULL
           AND plan.id = entry.plan_id
           AND movement.order_line_id = entry.order_line_id
           AND movement.role = 'forward'
           AND movement.part = 0
           AND movement.sequence = 0
        """
    )


def _name_reversals():
    """The first reversal of an entry is of the first movement that takes back its own, and so on.

    The ids of both were given in the order in which they were written.
    """
    return SQL(
        """
        UPDATE distribution_commission_entry entry
           SET movement_id = pair.movement_id
          FROM (
            SELECT back.id AS entry_id, movement.id AS movement_id
              FROM (SELECT id, origin_id,
                           ROW_NUMBER() OVER (PARTITION BY origin_id ORDER BY id) AS place
                      FROM distribution_commission_entry
                     WHERE origin_id IS NOT NULL) back
              JOIN distribution_commission_entry origin ON origin.id = back.origin_id
              JOIN (SELECT id, origin_id,
                           ROW_NUMBER() OVER (PARTITION BY origin_id ORDER BY id) AS place
                      FROM distribution_commission_movement
                     WHERE origin_id IS NOT NULL) movement
                ON movement.origin_id = origin.movement_id AND movement.place = back.place
          ) pair
         WHERE entry.id = pair.entry_id AND entry.movement_id IS NULL
        """
    )


def _fill_figures():
    """Statements of then had none of these: all that was payable was paid."""
    return SQL(
        "UPDATE distribution_statement SET gross = payable, %s WHERE gross IS NULL",
        SQL(", ").join(
            SQL("%(name)s = COALESCE(%(name)s, 0)", name=SQL.identifier(name))
            for name in NEW_FIGURES
        ),
    )


def _link_statements():
    return SQL(
        """
        UPDATE distribution_statement statement
           SET previous_id = earlier.id
          FROM (
            SELECT statement.id, settlement.cycle_id,
                   LAG(statement.id) OVER (
                       PARTITION BY statement.member_id, statement.company_id, settlement.cycle_id
                           ORDER BY settlement.date_from, statement.id) AS previous_id
              FROM distribution_statement statement
              JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
          ) place
          JOIN distribution_statement earlier ON earlier.id = place.previous_id
         WHERE statement.id = place.id
           AND statement.previous_id IS NULL
           AND statement.opening_balance <> 0
           AND statement.opening_balance = earlier.carried
        """
    )


def _unguarded(cr, table, *queries):
    """Run statements that complete history rather than change it."""
    cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER %s", table, GUARD))
    for query in queries:
        cr.execute(query)
    cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER %s", table, GUARD))
