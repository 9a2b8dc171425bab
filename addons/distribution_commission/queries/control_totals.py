"""The sums that must meet before money leaves the house (commission.md §5).

Per statement they are counted where they do not meet; in total they are shown side by side.
"""

from odoo.tools import SQL

from .settlement_entries import due_entries
from .statement_totals import lines_of, previous_statement, releases_of

# Pairs of sums: what must be, what is.
SUMS = ("ledger", "earned", "bonus", "clawback", "adjustment", "released", "balance", "net", "tax")


def control_totals(settlement_id: int, withheld: SQL) -> SQL:
    """Return one row: two sums per name of `SUMS` (`…_expected`, `…_actual`), and the counts
    balances_off, lines_off, openings_off, holdbacks_off, taxes_off, foreign_entries, left_out,
    which must be 0.

    :param withheld: the tax of a `payment` as it should be
    """
    return SQL(
        """
        WITH settlement AS MATERIALIZED (
            SELECT * FROM distribution_settlement WHERE id = %(settlement)s
        ),
        payments AS MATERIALIZED (
            SELECT * FROM distribution_statement WHERE settlement_id = %(settlement)s
        )
        SELECT sums.*,
               (%(openings_off)s) AS openings_off,
               (%(overreleased)s) + sums.releases_off AS holdbacks_off,
               (%(foreign_entries)s) AS foreign_entries,
               (%(left_out)s) AS left_out
          FROM (%(sums)s) sums
        """,
        settlement=settlement_id,
        sums=_sums(withheld),
        openings_off=_openings_off(),
        overreleased=_overreleased(),
        foreign_entries=_foreign_entries(settlement_id),
        left_out=_left_out(settlement_id),
    )


def _sums(withheld: SQL) -> SQL:
    """Both sides of every sum, and how many statements do not meet it."""
    return SQL(
        """
        SELECT %(pairs)s,
               COUNT(*) FILTER (
                   WHERE payment.opening_balance + payment.earned + payment.bonus
                             + payment.clawback + payment.adjustment - payment.holdback
                             + payment.holdback_released <> payment.gross + payment.carried
                      OR payment.gross - payment.tax <> payment.payable
               ) AS balances_off,
               COUNT(*) FILTER (
                   WHERE (payment.earned, payment.bonus, payment.clawback,
                          payment.adjustment, payment.entry_count)
                         IS DISTINCT FROM
                         (lines.earned, lines.bonus, lines.clawback, lines.adjustment,
                          lines.entries)
               ) AS lines_off,
               COUNT(*) FILTER (
                   WHERE payment.holdback_released <> releases.released
               ) AS releases_off,
               COUNT(*) FILTER (
                   WHERE payment.tax <> COALESCE(withheld.tax, 0)
                      OR payment.month_gross_before <> COALESCE(withheld.gross_before, 0)
                      OR payment.month_tax_before <> COALESCE(withheld.tax_before, 0)
                      OR payment.withholding_table_id IS DISTINCT FROM withheld.table_id
               ) AS taxes_off
          FROM payments payment
          JOIN LATERAL (%(lines)s) lines ON TRUE
          JOIN LATERAL (%(releases)s) releases ON TRUE
     LEFT JOIN LATERAL (%(withheld)s) withheld ON TRUE
        """,
        lines=lines_of(SQL("payment.id")),
        releases=releases_of(SQL("payment.id")),
        withheld=withheld,
        pairs=SQL(", ").join(_pairs()),
    )


def _pairs() -> list[SQL]:
    """Return both sides of each of `SUMS`, in its order."""
    sides = (
        (
            "lines.amount",
            "payment.earned + payment.bonus + payment.clawback + payment.adjustment",
        ),
        ("lines.earned", "payment.earned"),
        ("lines.bonus", "payment.bonus"),
        ("lines.clawback", "payment.clawback"),
        ("lines.adjustment", "payment.adjustment"),
        ("releases.released", "payment.holdback_released"),
        (
            "payment.opening_balance + payment.earned + payment.bonus + payment.clawback"
            " + payment.adjustment - payment.holdback + payment.holdback_released",
            "payment.gross + payment.carried",
        ),
        ("payment.gross - payment.tax", "payment.payable"),
        ("withheld.tax", "payment.tax"),
    )
    return [
        SQL(
            "COALESCE(SUM(%s), 0) AS %s, COALESCE(SUM(%s), 0) AS %s",
            # Both sides are constants of this module.
            SQL(expected),  # pylint: disable=sql-injection
            SQL.identifier(f"{name}_expected"),
            SQL(actual),  # pylint: disable=sql-injection
            SQL.identifier(f"{name}_actual"),
        )
        for name, (expected, actual) in zip(SUMS, sides, strict=True)
    ]


def _openings_off() -> SQL:
    """Statements that do not begin where the member's last one ended."""
    return SQL(
        """
        SELECT COUNT(*)
          FROM payments statement
          JOIN settlement ON TRUE
     LEFT JOIN LATERAL (%s) previous ON TRUE
         WHERE statement.opening_balance <> COALESCE(previous.carried, 0)
        """,
        previous_statement(),
    )


def _overreleased() -> SQL:
    """Members to whom this cycle has released more than it had kept."""
    return SQL(
        """
        SELECT COUNT(*)
          FROM (
               SELECT sibling.member_id
                 FROM settlement
                 JOIN payments releasing ON releasing.holdback_released <> 0
                 JOIN distribution_statement sibling
                   ON sibling.member_id = releasing.member_id
                  AND sibling.currency_id = releasing.currency_id
                  AND (sibling.state <> 'draft' OR sibling.id = releasing.id)
                  AND sibling.date_to <= settlement.date_to
                 JOIN distribution_settlement run
                   ON run.id = sibling.settlement_id
                  AND run.cycle_id = settlement.cycle_id
                GROUP BY sibling.member_id, sibling.currency_id
               HAVING SUM(sibling.holdback_released) > SUM(sibling.holdback)
               ) overreleased
        """
    )


def _foreign_entries(settlement_id: int) -> SQL:
    """Entries that stand on the statement of another member."""
    return SQL(
        """
        SELECT COUNT(*)
          FROM distribution_statement statement
          JOIN distribution_commission_entry entry
            ON entry.statement_id = statement.id
           AND entry.member_id <> statement.member_id
         WHERE statement.settlement_id = %s
        """,
        settlement_id,
    )


def _left_out(settlement_id: int) -> SQL:
    """Entries of the period that stand on no statement; once published, the next run's matter."""
    return SQL(
        """
        SELECT COUNT(*)
          FROM settlement, distribution_commission_entry entry, distribution_member member
         WHERE settlement.state IN ('draft', 'computed')
           AND %s
        """,
        due_entries(settlement_id),
    )
