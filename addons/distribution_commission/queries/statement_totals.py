"""The figures of a statement, as decision 0030 reads commission.md §5.

net = earned + bonus + clawback + adjustment, and always
opening + net - holdback + released = gross + carried; payable = gross - tax.
sums -> held -> recovery -> payments -> results, each a step of one UPDATE.
"""

from odoo.tools import SQL

# Entries that are neither earned by a sale nor given back by a return.
BONUS_KINDS = ("volume", "target")
ADJUSTMENT_KIND = "adjustment"


# What a computed statement is given, in the columns of the table.
COLUMNS = (
    *("opening_balance", "earned", "bonus", "clawback", "adjustment", "entry_count"),
    *("holdback", "holdback_due", "holdback_released", "recovered", "gross", "carried"),
    *("withholding_table_id", "month_gross_before", "month_tax_before", "taxable", "tax"),
    *("payable", "previous_id", "payable_change", "payable_change_percent"),
)


def fill_totals(settlement_id: int, withheld: SQL) -> SQL:
    """Write the figures of all draft statements of a settlement.

    :param withheld: the tax of a `payment` (see withholding.py)
    """
    return SQL(
        """
        WITH sums AS MATERIALIZED (%(sums)s),
             held AS (%(held)s),
             recovery AS (%(recovery)s),
             payments AS (%(payments)s),
             results AS (%(results)s)
        UPDATE distribution_statement statement
           SET %(assignments)s
          FROM results
         WHERE statement.id = results.statement_id
        """,
        sums=_sums(settlement_id),
        held=_held(),
        recovery=_recovery(),
        payments=_payments(),
        results=_results(withheld),
        assignments=SQL(", ").join(
            SQL("%s = results.%s", SQL.identifier(column), SQL.identifier(column))
            for column in COLUMNS
        ),
    )


def lines_of(statement_id: SQL) -> SQL:
    """What the entries of one statement add up to, figure by figure; to be joined laterally.

    So the plan is a look into the index per statement, whatever the statistics of tables that have
    just been filled say.
    """
    return SQL(
        """
        SELECT COUNT(*) AS entries,
               COALESCE(SUM(entry.amount), 0) AS amount,
               COALESCE(SUM(entry.amount) FILTER (
                   WHERE entry.kind <> ALL(%(others)s) AND entry.amount > 0), 0) AS earned,
               COALESCE(SUM(entry.amount) FILTER (
                   WHERE entry.kind <> ALL(%(others)s) AND entry.amount < 0), 0) AS clawback,
               COALESCE(SUM(entry.amount) FILTER (
                   WHERE entry.kind = ANY(%(bonus)s)), 0) AS bonus,
               COALESCE(SUM(entry.amount) FILTER (
                   WHERE entry.kind = %(adjustment)s), 0) AS adjustment
          FROM distribution_commission_entry entry
         WHERE entry.statement_id = %(statement)s
        """,
        others=[*BONUS_KINDS, ADJUSTMENT_KIND],
        bonus=list(BONUS_KINDS),
        adjustment=ADJUSTMENT_KIND,
        statement=statement_id,
    )


def releases_of(statement_id: SQL) -> SQL:
    """What one statement releases of earlier holdbacks; to be joined laterally."""
    return SQL(
        """
        SELECT COALESCE(SUM(kept.holdback), 0) AS released
          FROM distribution_statement kept
         WHERE kept.holdback_release_id = %s
        """,
        statement_id,
    )


def _sums(settlement_id: int) -> SQL:
    return SQL(
        """
        SELECT statement.id AS statement_id, statement.member_id, statement.company_id,
               statement.currency_id, settlement.date_to, currency.decimal_places AS decimals,
               cycle.minimum_payout, cycle.holdback_rate, cycle.holdback_days, cycle.recovery_cap,
               previous.id AS previous_id, previous.payable AS previous_payable,
               COALESCE(previous.carried, 0) AS opening,
               lines.entries, lines.earned, lines.bonus, lines.clawback, lines.adjustment,
               lines.amount AS net, releases.released
          FROM distribution_statement statement
          JOIN distribution_settlement settlement ON settlement.id = statement.settlement_id
          JOIN distribution_settlement_cycle cycle ON cycle.id = settlement.cycle_id
          JOIN res_currency currency ON currency.id = statement.currency_id
          JOIN LATERAL (%(lines)s) lines ON TRUE
          JOIN LATERAL (%(releases)s) releases ON TRUE
     LEFT JOIN LATERAL (%(previous)s) previous ON TRUE
         WHERE statement.settlement_id = %(settlement)s
           AND statement.state = 'draft'
        """,
        lines=lines_of(SQL("statement.id")),
        releases=releases_of(SQL("statement.id")),
        previous=previous_statement(),
        settlement=settlement_id,
    )


def _held() -> SQL:
    """What is kept as a security, and what is available then."""
    return SQL(
        """
        SELECT sums.*, held.kept, sums.net - held.kept + sums.released AS available
          FROM sums
          CROSS JOIN LATERAL (
               SELECT ROUND(sums.holdback_rate / 100 * GREATEST(sums.net, 0), sums.decimals) AS kept
               ) held
        """
    )


def _recovery() -> SQL:
    """How much of what is available pays off a negative balance; what exceeds the cap is paid."""
    return SQL(
        """
        SELECT held.*,
               CASE WHEN held.opening < 0 AND held.available > 0
                    THEN LEAST(
                        -held.opening,
                        ROUND(held.recovery_cap / 100 * held.available, held.decimals),
                        held.available
                    )
                    ELSE 0 END AS recovered
          FROM held
        """
    )


def _payments() -> SQL:
    """What is paid before tax: nothing below the minimum payout, nothing negative."""
    return SQL(
        """
        SELECT recovery.*,
               CASE WHEN due.amount > 0 AND due.amount >= recovery.minimum_payout
                    THEN due.amount ELSE 0 END AS gross
          FROM recovery
          CROSS JOIN LATERAL (
               SELECT CASE WHEN recovery.opening < 0 AND recovery.available > 0
                           THEN recovery.available - recovery.recovered
                           ELSE recovery.opening + recovery.available END AS amount
               ) due
        """
    )


def _results(withheld: SQL) -> SQL:
    """Take the tax off, and compare with the statement before."""
    return SQL(
        """
        SELECT payment.statement_id, payment.opening AS opening_balance, payment.earned,
               payment.bonus, payment.clawback, payment.adjustment,
               payment.entries AS entry_count, payment.kept AS holdback,
               CASE WHEN payment.kept > 0
                    THEN payment.date_to + payment.holdback_days END AS holdback_due,
               payment.released AS holdback_released, payment.recovered, payment.gross,
               payment.opening + payment.available - payment.gross AS carried,
               withheld.table_id AS withholding_table_id,
               COALESCE(withheld.gross_before, 0) AS month_gross_before,
               COALESCE(withheld.tax_before, 0) AS month_tax_before,
               COALESCE(ROUND(withheld.taxable, payment.decimals), 0) AS taxable,
               COALESCE(withheld.tax, 0) AS tax,
               net.payable, payment.previous_id,
               net.payable - payment.previous_payable AS payable_change,
               ROUND(100 * (net.payable - payment.previous_payable)
                     / NULLIF(payment.previous_payable, 0), 1) AS payable_change_percent
          FROM payments payment
     LEFT JOIN LATERAL (%(withheld)s) withheld ON TRUE
         CROSS JOIN LATERAL (
               SELECT payment.gross - COALESCE(withheld.tax, 0) AS payable
               ) net
        """,
        withheld=withheld,
    )


def previous_statement() -> SQL:
    """The member's last published `statement` of the cycle, before this `settlement`."""
    return SQL(
        """
        SELECT earlier.id, earlier.carried, earlier.payable
          FROM distribution_statement earlier
          JOIN distribution_settlement before ON before.id = earlier.settlement_id
         WHERE earlier.member_id = statement.member_id
           AND earlier.currency_id = statement.currency_id
           AND earlier.state <> 'draft'
           AND earlier.date_to < settlement.date_to
           AND before.cycle_id = settlement.cycle_id
           AND before.company_id = settlement.company_id
         ORDER BY earlier.date_to DESC
         LIMIT 1
        """
    )


def number_and_publish(settlement_id: int, prefix: str) -> SQL:
    """Number the draft statements in the order of the members' codes and publish them."""
    return SQL(
        """
        UPDATE distribution_statement statement
           SET number = %(prefix)s || LPAD(numbered.place::text, 5, '0'),
               state = 'published',
               mail_state = 'waiting'
          FROM (
            SELECT statement.id, ROW_NUMBER() OVER (ORDER BY member.code, statement.id) AS place
              FROM distribution_statement statement
              JOIN distribution_member member ON member.id = statement.member_id
             WHERE statement.settlement_id = %(settlement)s
               AND statement.state = 'draft'
          ) numbered
         WHERE statement.id = numbered.id
        """,
        prefix=prefix,
        settlement=settlement_id,
    )
