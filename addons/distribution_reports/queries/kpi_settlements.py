"""Whether settlements were published in time, and whether what was published adds up."""

from datetime import date

from odoo.addons.distribution_commission.queries.integrity import statements_off
from odoo.tools import SQL


def delays(company_id: int, date_from: date, date_to: date, promised_days: int) -> SQL:
    """Return (settlement, days) of a half-open period: published in it, or overdue at its end.

    Days count from the last day of the settled period to its publication, and to the last day of
    the measured one where it is not published by then.
    """
    return SQL(
        """
        SELECT id,
               GREATEST(0, CASE WHEN date_published < %(end)s THEN date_published
                                ELSE %(end)s - 1 END - date_to) AS days
          FROM distribution_settlement
         WHERE company_id = %(company)s
           AND (date_published >= %(start)s AND date_published < %(end)s
                OR COALESCE(date_published, 'infinity'::date) >= %(end)s
                   AND date_to + %(promised)s < %(end)s - 1)
        """,
        company=company_id,
        start=date_from,
        end=date_to,
        promised=promised_days,
    )


def statements(company_id: int, date_from: date, date_to: date) -> SQL:
    """Return (statement, whether it is right) of the settlements published in a half-open period.

    Right is a statement that adds up, is what its entries say and begins where the last one
    ended, in a settlement none of whose control totals was found not to meet.
    """
    return SQL(
        """
        WITH wrong AS (%(wrong)s)
        SELECT statement.id,
               NOT EXISTS (SELECT FROM wrong WHERE wrong.id = statement.id)
               AND NOT EXISTS (
                   SELECT FROM distribution_settlement_check control
                    WHERE control.settlement_id = settlement.id
                      AND NOT COALESCE(control.is_met, FALSE)
               ) AS is_right
          FROM distribution_statement statement
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
         WHERE settlement.company_id = %(company)s
           AND settlement.date_published >= %(start)s
           AND settlement.date_published < %(end)s
           AND statement.state <> 'draft'
        """,
        wrong=statements_off([company_id]),
        company=company_id,
        start=date_from,
        end=date_to,
    )
