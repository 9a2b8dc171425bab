"""The income tax withheld from natural persons (commission.md §5), for a whole settlement at once.

A method is joined laterally to a `payment` (member_id, company_id, currency_id, date_to, gross) and
returns one row (table_id, gross_before, tax_before, taxable, tax), or none for who is not taxed.
Another method (`platform_cumulative`) is one more function in `METHODS`.
"""

from collections.abc import Callable

from odoo.tools import SQL


def nothing() -> SQL:
    """Members send invoices: nobody is taxed."""
    return SQL(
        """
        SELECT NULL::int AS table_id, NULL::numeric AS gross_before,
               NULL::numeric AS tax_before, NULL::numeric AS taxable, NULL::numeric AS tax
         WHERE FALSE
        """
    )


def labour_monthly() -> SQL:
    """Income from labour: all that is paid in a calendar month is one occasion.

    What was paid and withheld before comes from the statements published so far, of all cycles.
    """
    return _tax_of_month(_paid_before(), _table_of_day("labour_monthly"))


def withheld_as_published() -> SQL:
    """The same from what the statements themselves say: their table, and the month before them.

    Here a `payment` is a statement, under its own column names.
    """
    return _tax_of_month(
        SQL("SELECT payment.month_gross_before AS gross, payment.month_tax_before AS tax"),
        SQL(
            """
            SELECT brackets.* FROM distribution_withholding_table brackets
             WHERE brackets.id = payment.withholding_table_id
            """
        ),
    )


METHODS: dict[str, Callable[[], SQL]] = {"none": nothing, "labour_monthly": labour_monthly}


def _tax_of_month(before: SQL, table: SQL) -> SQL:
    """Tax of the month up to and including a statement, less what was withheld before.

    Both the deduction and the brackets include their upper bounds; at a bound both sides agree.
    """
    return SQL(
        """
        SELECT brackets.id AS table_id,
               before.gross AS gross_before, before.tax AS tax_before, income.taxable,
               ROUND(income.taxable * bracket.rate / 100 - bracket.quick_deduction,
                     currency.decimal_places) - before.tax AS tax
          FROM distribution_member member
          JOIN res_currency currency ON currency.id = payment.currency_id
          JOIN LATERAL (%(table)s) brackets ON TRUE
          JOIN LATERAL (%(before)s) before ON TRUE
          CROSS JOIN LATERAL (
               SELECT CASE WHEN before.gross + payment.gross <= brackets.deduction_threshold
                           THEN GREATEST(
                               0, before.gross + payment.gross - brackets.deduction_amount)
                           ELSE (before.gross + payment.gross)
                               * (1 - brackets.deduction_rate / 100) END AS taxable
               ) income
          JOIN LATERAL (
               SELECT step.rate, step.quick_deduction
                 FROM distribution_withholding_bracket step
                WHERE step.table_id = brackets.id
                  AND (step.threshold < income.taxable OR step.threshold = 0)
                ORDER BY step.threshold DESC
                LIMIT 1
               ) bracket ON TRUE
         WHERE member.id = payment.member_id
        """,
        table=table,
        before=before,
    )


def _paid_before() -> SQL:
    """What was paid to the member in the month before, as income of this kind."""
    return SQL(
        """
        SELECT COALESCE(SUM(paid.gross), 0) AS gross, COALESCE(SUM(paid.tax), 0) AS tax
          FROM distribution_statement paid
         WHERE paid.member_id = payment.member_id
           AND paid.company_id = payment.company_id
           AND paid.currency_id = payment.currency_id
           AND paid.date_to >= DATE_TRUNC('month', payment.date_to)::date
           AND paid.date_to < (DATE_TRUNC('month', payment.date_to) + INTERVAL '1 month')::date
           AND paid.state <> 'draft'
           AND paid.withholding_table_id IS NOT NULL
        """
    )


def _table_of_day(method: str) -> SQL:
    """The brackets in force at the end of the period, for natural persons only."""
    return SQL(
        """
        SELECT brackets.*
          FROM distribution_withholding_table brackets
         WHERE brackets.method = %s
           AND member.subject_type = 'person'
           AND brackets.currency_id = payment.currency_id
           AND brackets.date_from <= payment.date_to
         ORDER BY brackets.date_from DESC
         LIMIT 1
        """,
        method,
    )
