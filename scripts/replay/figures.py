"""The figures of a replay, read from the database once it is done."""

from decimal import Decimal

from odoo.tools import SQL


def read_figures(env, order_import, skip_reasons) -> dict:
    """Return the figures of the rule; sums are strings with two decimals."""
    env.flush_all()
    skipped = dict.fromkeys(skip_reasons, 0)
    for reason, count in env["distribution.order.import.line"]._read_group(
        [("import_id", "=", order_import.id), ("state", "!=", "ok")], ["finding"], ["__count"]
    ):
        skipped[reason] = count
    entries, ledger_sum = _count_and_sum(env, "distribution_commission_entry", "amount")
    statements, earned_sum = _count_and_sum(env, "distribution_statement", "earned")
    _count, clawback_sum = _count_and_sum(env, "distribution_statement", "clawback")
    return {
        "lines_read": order_import.line_count,
        "lines_imported": order_import.imported_count,
        "skipped": skipped,
        "orders": order_import.order_count,
        "members": env["distribution.member"].search_count([]),
        "entries": entries,
        "ledger_sum": ledger_sum,
        "entries_by_depth": _read_depths(env),
        "statements": statements,
        "statements_earned_sum": earned_sum,
        "statements_clawback_sum": clawback_sum,
    }


def _count_and_sum(env, table, column):
    query = SQL(
        "SELECT COUNT(*), COALESCE(SUM(%s), 0)::text FROM %s",
        SQL.identifier(column),
        SQL.identifier(table),
    )
    [(count, total)] = env.execute_query(query)
    return count, _money(total)


def _read_depths(env):
    rows = env.execute_query(
        SQL(
            "SELECT depth, COUNT(*), SUM(amount)::text FROM distribution_commission_entry"
            " GROUP BY depth ORDER BY depth"
        )
    )
    return {str(depth): [count, _money(total)] for depth, count, total in rows}


def _money(text):
    """Write an exact sum: never through a float."""
    return f"{Decimal(text):.2f}"
