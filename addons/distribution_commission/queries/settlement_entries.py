"""What a settlement settles: all that is due by its last day and settled nowhere.

An entry belongs to its own cycle (adjustments have one), else to the member's, else to the plan's.
A holdback belongs to the cycle that kept it.
"""

from odoo.tools import SQL


def due_entries(settlement_id: int) -> SQL:
    """Return the condition under which a `settlement` pays an `entry` of a `member`.

    The plans are listed once, and the cycle is decided without a join, for a million rows.
    """
    return SQL(
        """
               entry.company_id = settlement.company_id
           AND entry.member_id = member.id
           AND entry.statement_id IS NULL
           AND entry.available_date <= settlement.date_to
           AND CASE WHEN entry.cycle_id IS NOT NULL
                    THEN entry.cycle_id = settlement.cycle_id
                    WHEN member.settlement_cycle_id IS NOT NULL
                    THEN member.settlement_cycle_id = settlement.cycle_id
                    ELSE entry.plan_id = ANY(ARRAY(%s)) END
        """,
        SQL(
            """
            SELECT plan.id
              FROM distribution_commission_plan plan
              JOIN distribution_settlement run ON run.cycle_id = plan.cycle_id
             WHERE run.id = %s
            """,
            settlement_id,
        ),
    )


def due_releases() -> SQL:
    """Return what to join with `settlement` for the statements whose holdback it releases."""
    return SQL(
        """
               distribution_statement kept
            ON kept.company_id = settlement.company_id
           AND kept.state <> 'draft'
           AND kept.holdback > 0
           AND kept.holdback_released_on IS NULL
           AND kept.holdback_due <= settlement.date_to
          JOIN distribution_settlement keeper
            ON keeper.id = kept.settlement_id
           AND keeper.cycle_id = settlement.cycle_id
        """
    )


def open_statements(settlement_id: int, user_id: int) -> SQL:
    """Make a draft statement for every member with something to settle, where there is none."""
    return SQL(
        """
        INSERT INTO distribution_statement (
            settlement_id, company_id, currency_id, member_id, date_from, date_to, state,
            create_uid, create_date
        )
        SELECT settlement.id, settlement.company_id, due.currency_id, due.member_id,
               settlement.date_from, settlement.date_to, 'draft',
               %(user)s, NOW() AT TIME ZONE 'UTC'
          FROM distribution_settlement settlement
          JOIN (
               SELECT settlement.id AS settlement_id, entry.currency_id, entry.member_id
                 FROM distribution_settlement settlement,
                      distribution_commission_entry entry,
                      distribution_member member
                WHERE settlement.id = %(settlement)s
                  AND %(entries)s
                GROUP BY settlement.id, entry.currency_id, entry.member_id
                UNION
               SELECT settlement.id, kept.currency_id, kept.member_id
                 FROM distribution_settlement settlement
                 JOIN %(releases)s
                WHERE settlement.id = %(settlement)s
               ) due ON due.settlement_id = settlement.id
        ON CONFLICT DO NOTHING
        """,
        entries=due_entries(settlement_id),
        releases=due_releases(),
        settlement=settlement_id,
        user=user_id,
    )


def count_statements() -> SQL:
    """Let PostgreSQL look how many statements there are by now.

    It plans the steps that follow for the few that were there before, which takes minutes where
    thousands have just been added.
    """
    return SQL("ANALYZE distribution_statement")


def assign_entries(settlement_id: int) -> SQL:
    """Put every entry to settle on the draft statement of its member."""
    return SQL(
        """
        UPDATE distribution_commission_entry entry
           SET statement_id = statement.id
          FROM distribution_settlement settlement,
               distribution_statement statement,
               distribution_member member
         WHERE settlement.id = %(settlement)s
           AND statement.settlement_id = settlement.id
           AND statement.state = 'draft'
           AND statement.member_id = member.id
           AND statement.currency_id = entry.currency_id
           AND %(entries)s
        """,
        entries=due_entries(settlement_id),
        settlement=settlement_id,
    )


def assign_releases(settlement_id: int) -> SQL:
    """Let the draft statements release what earlier ones kept and is due."""
    return SQL(
        """
        UPDATE distribution_statement earlier
           SET holdback_release_id = due.statement_id
          FROM (
               SELECT kept.id, statement.id AS statement_id
                 FROM distribution_settlement settlement
                 JOIN %(releases)s
                 JOIN distribution_statement statement
                   ON statement.settlement_id = settlement.id
                  AND statement.state = 'draft'
                  AND statement.member_id = kept.member_id
                  AND statement.currency_id = kept.currency_id
                WHERE settlement.id = %(settlement)s
               ) due
         WHERE earlier.id = due.id
        """,
        releases=due_releases(),
        settlement=settlement_id,
    )


def seal_releases(settlement_id: int) -> SQL:
    """Say on the statements whose holdback is released since when: they are done with."""
    return SQL(
        """
        UPDATE distribution_statement kept
           SET holdback_released_on = settlement.date_to
          FROM distribution_statement statement
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
         WHERE statement.id = kept.holdback_release_id
           AND statement.settlement_id = %s
           AND kept.holdback_released_on IS NULL
        """,
        settlement_id,
    )


def take_back_entries(settlement_id: int) -> SQL:
    """Take all entries off the draft statements."""
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


def take_back_moved_entries(settlement_id: int) -> SQL:
    """Take off the draft statements what belongs to another cycle by now.

    Nothing else about an entry can change, so to compute anew a million rows need not be written.
    """
    return SQL(
        """
        UPDATE distribution_commission_entry entry
           SET statement_id = NULL
          FROM distribution_statement statement
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
          JOIN distribution_member member ON member.id = statement.member_id
         WHERE statement.id = entry.statement_id
           AND statement.settlement_id = %s
           AND statement.state = 'draft'
           AND settlement.cycle_id IS DISTINCT FROM COALESCE(
               entry.cycle_id,
               member.settlement_cycle_id,
               (SELECT plan.cycle_id
                  FROM distribution_commission_plan plan
                 WHERE plan.id = entry.plan_id)
           )
        """,
        settlement_id,
    )


def take_back_releases(settlement_id: int) -> SQL:
    """Take all releases off the draft statements."""
    return SQL(
        """
        UPDATE distribution_statement kept
           SET holdback_release_id = NULL
          FROM distribution_statement statement
         WHERE statement.id = kept.holdback_release_id
           AND statement.settlement_id = %s
           AND statement.state = 'draft'
        """,
        settlement_id,
    )


def drop_empty_statements(settlement_id: int) -> SQL:
    """Delete the draft statements that nothing belongs to."""
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
           AND NOT EXISTS (
               SELECT 1
                 FROM distribution_statement kept
                WHERE kept.holdback_release_id = statement.id
           )
        """,
        settlement_id,
    )
