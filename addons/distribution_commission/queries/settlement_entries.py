"""Which entries a settlement pays: all that are available by its last day and settled nowhere."""

from odoo.tools import SQL


def due_entries() -> SQL:
    """Return what to join with `settlement` for the entries it pays."""
    return SQL(
        """
               distribution_commission_plan plan
            ON plan.cycle_id = settlement.cycle_id
           AND plan.company_id = settlement.company_id
          JOIN distribution_commission_entry entry
            ON entry.plan_id = plan.id
           AND entry.statement_id IS NULL
           AND entry.available_date <= settlement.date_to
        """
    )


def open_statements(settlement_id: int, user_id: int) -> SQL:
    """Make a draft statement for every member with entries to settle, where there is none yet."""
    return SQL(
        """
        INSERT INTO distribution_statement (
            settlement_id, company_id, currency_id, member_id, date_from, date_to, state,
            create_uid, create_date
        )
        SELECT settlement.id, settlement.company_id, entry.currency_id, entry.member_id,
               settlement.date_from, settlement.date_to, 'draft',
               %(user)s, NOW() AT TIME ZONE 'UTC'
          FROM distribution_settlement settlement
          JOIN %(due)s
         WHERE settlement.id = %(settlement)s
         GROUP BY settlement.id, entry.currency_id, entry.member_id
        ON CONFLICT DO NOTHING
        """,
        due=due_entries(),
        settlement=settlement_id,
        user=user_id,
    )


def assign_entries(settlement_id: int) -> SQL:
    """Put every entry to settle on the draft statement of its member."""
    return SQL(
        """
        UPDATE distribution_commission_entry entry
           SET statement_id = statement.id
          FROM distribution_statement statement
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
          JOIN distribution_commission_plan plan
            ON plan.cycle_id = settlement.cycle_id
           AND plan.company_id = settlement.company_id
         WHERE settlement.id = %s
           AND statement.state = 'draft'
           AND entry.plan_id = plan.id
           AND entry.member_id = statement.member_id
           AND entry.currency_id = statement.currency_id
           AND entry.statement_id IS NULL
           AND entry.available_date <= settlement.date_to
        """,
        settlement_id,
    )


def release_entries(settlement_id: int) -> SQL:
    """Take all entries off the draft statements, so that they can be computed anew."""
    return SQL(
        """
        UPDATE distribution_commission_entry entry
           SET statement_id = NULL
          FROM distribution_statement statement
         WHERE statement.id = entry.statement_id
           AND statement.settlement_id = %s
           AND statement.state = 'draft'
        """,
        settlement_id,
    )


def drop_empty_statements(settlement_id: int) -> SQL:
    """Delete the draft statements that no entry belongs to."""
    return SQL(
        """
        DELETE FROM distribution_statement statement
         WHERE statement.settlement_id = %s
           AND statement.state = 'draft'
           AND NOT EXISTS (
               SELECT 1
                 FROM distribution_commission_entry entry
                WHERE entry.statement_id = statement.id
           )
        """,
        settlement_id,
    )
