"""Whether the ledger and the published statements still say what they must (commission.md §4, §5).

Each check is a query that returns the ids of what is wrong in some companies; in good order all are
empty.
"""

from collections.abc import Callable, Mapping, Sequence

from odoo.tools import SQL

EXAMPLES = 20


def run(check: SQL) -> SQL:
    """Return one row: how many rows a check finds, and the ids of the first of them."""
    return SQL(
        """
        SELECT COUNT(*), COALESCE((ARRAY_AGG(id ORDER BY id))[1:%s], '{}')
          FROM (%s) wrong
        """,
        EXAMPLES,
        check,
    )


def amounts_off(company_ids: Sequence[int]) -> SQL:
    """Entries of a whole movement that are not base x rate, or sum x quantity, rounded."""
    return SQL(
        """
        SELECT entry.id
          FROM distribution_commission_entry entry
          JOIN distribution_commission_movement movement ON movement.id = entry.movement_id
          JOIN res_currency currency ON currency.id = entry.currency_id
         WHERE entry.company_id = ANY(%(companies)s)
           AND entry.origin_id IS NULL
           AND movement.part = 0
           AND COALESCE(entry.uncapped_amount, entry.amount) <> ROUND(
                   CASE WHEN entry.fixed_amount <> 0 THEN entry.fixed_amount * entry.quantity
                        ELSE entry.base_amount * entry.rate / 100 END, currency.decimal_places)
        """,
        companies=list(company_ids),
    )


def caps_exceeded(company_ids: Sequence[int]) -> SQL:
    """Movements whose entries together exceed the plan's highest payout, or rise by a cap."""
    return SQL(
        """
        SELECT MIN(entry.id) AS id
          FROM distribution_commission_entry entry
          JOIN distribution_commission_plan plan ON plan.id = entry.plan_id
         WHERE entry.company_id = ANY(%(companies)s)
           AND entry.movement_id IS NOT NULL
           AND entry.origin_id IS NULL
           AND plan.base <> 'quantity'
         GROUP BY entry.movement_id, entry.plan_id, plan.payout_cap
        HAVING ABS(SUM(entry.amount)) > ABS(MAX(entry.base_amount)) * plan.payout_cap / 100
           AND ABS(SUM(entry.amount)) > ABS(MIN(entry.base_amount)) * plan.payout_cap / 100
         UNION ALL
        SELECT id
          FROM distribution_commission_entry
         WHERE company_id = ANY(%(companies)s)
           AND capped_by IS NOT NULL AND period_start IS NULL
           AND ABS(amount) > ABS(uncapped_amount)
        """,
        companies=list(company_ids),
    )


def reversals_off(company_ids: Sequence[int]) -> SQL:
    """Entries of which more was taken back than was earned, or that are undone and still stand."""
    return SQL(
        """
        SELECT origin.id
          FROM distribution_commission_entry origin
          JOIN (
               SELECT origin_id, SUM(amount) AS amount
                 FROM distribution_commission_entry
                WHERE origin_id IS NOT NULL
                GROUP BY origin_id
               ) back ON back.origin_id = origin.id
         WHERE origin.company_id = ANY(%(companies)s)
           AND (SIGN(origin.amount + back.amount) = -SIGN(origin.amount)
                OR ABS(origin.amount + back.amount) > ABS(origin.amount))
         UNION ALL
        SELECT origin.id
          FROM distribution_commission_movement undo
          JOIN distribution_commission_entry origin
            ON origin.movement_id = undo.origin_id
           AND origin.origin_id IS NULL
     LEFT JOIN LATERAL (
               SELECT SUM(amount) AS amount
                 FROM distribution_commission_entry
                WHERE origin_id = origin.id
          ) back ON TRUE
         WHERE origin.company_id = ANY(%(companies)s)
           AND undo.role = 'undo'
           AND origin.amount + COALESCE(back.amount, 0) <> 0
        """,
        companies=list(company_ids),
    )


def references_lost(company_ids: Sequence[int]) -> SQL:
    """Entries that refer to something that is gone: the ledger has no foreign keys."""
    return SQL(
        """
        SELECT entry.id
          FROM distribution_commission_entry entry
     LEFT JOIN distribution_member member ON member.id = entry.member_id
     LEFT JOIN distribution_member buyer ON buyer.id = entry.buyer_id
     LEFT JOIN distribution_commission_plan plan ON plan.id = entry.plan_id
     LEFT JOIN distribution_commission_rule rule ON rule.id = entry.rule_id
     LEFT JOIN distribution_commission_movement movement ON movement.id = entry.movement_id
     LEFT JOIN sale_order orders ON orders.id = entry.order_id
     LEFT JOIN sale_order_line line ON line.id = entry.order_line_id
     LEFT JOIN account_move_line invoice_line ON invoice_line.id = entry.move_line_id
     LEFT JOIN distribution_commission_entry origin ON origin.id = entry.origin_id
     LEFT JOIN distribution_statement statement ON statement.id = entry.statement_id
         WHERE entry.company_id = ANY(%(companies)s)
           AND (member.id IS NULL
                OR (entry.buyer_id IS NOT NULL AND buyer.id IS NULL)
                OR (entry.order_id IS NOT NULL AND orders.id IS NULL)
                OR (entry.move_line_id IS NOT NULL AND invoice_line.id IS NULL)
                OR (entry.plan_id IS NOT NULL AND plan.id IS NULL)
                OR (entry.rule_id IS NOT NULL AND rule.id IS NULL)
                OR (entry.movement_id IS NOT NULL AND movement.id IS NULL)
                OR (entry.order_line_id IS NOT NULL AND line.id IS NULL)
                OR (entry.origin_id IS NOT NULL AND origin.id IS NULL)
                OR (entry.statement_id IS NOT NULL AND statement.id IS NULL)
                OR (plan.id IS NOT NULL AND plan.currency_id <> entry.currency_id)
                OR (statement.id IS NOT NULL AND statement.member_id <> entry.member_id))
        """,
        companies=list(company_ids),
    )


def statements_off(company_ids: Sequence[int]) -> SQL:
    """Published statements whose figures do not add up, or are not those of their entries."""
    return SQL(
        """
        SELECT statement.id
          FROM distribution_statement statement
     LEFT JOIN LATERAL (
               SELECT SUM(amount) AS amount, COUNT(*) AS entries
                 FROM distribution_commission_entry
                WHERE statement_id = statement.id
          ) lines ON TRUE
     LEFT JOIN distribution_statement previous ON previous.id = statement.previous_id
         WHERE statement.company_id = ANY(%(companies)s)
           AND statement.state <> 'draft'
           AND (statement.earned + statement.bonus + statement.clawback + statement.adjustment
                    <> COALESCE(lines.amount, 0)
                OR statement.entry_count <> lines.entries
                OR statement.opening_balance + COALESCE(lines.amount, 0) - statement.holdback
                    + statement.holdback_released <> statement.gross + statement.carried
                OR statement.payable <> statement.gross - statement.tax
                OR statement.opening_balance <> COALESCE(previous.carried, 0))
        """,
        companies=list(company_ids),
    )


CHECKS: Mapping[str, Callable[[Sequence[int]], SQL]] = {
    "amounts_off": amounts_off,
    "caps_exceeded": caps_exceeded,
    "reversals_off": reversals_off,
    "references_lost": references_lost,
    "statements_off": statements_off,
}
