"""The facts: what documents say of each sold line, kept; and rows that sum up to each month.

Triggers note each order whose documents changed (`sales_triggers`), in a table without a unique
key, so that nobody waits for anybody. A reader takes the kept facts of all other orders, and asks
the documents of these. So what is read is always what documents say now, however late the facts
are made anew, and a worker that is killed has lost nothing.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from .sales_lines import FACT_COLUMNS, FIGURES, columns, sold

TABLE = "distribution_sales_fact"
# What the facts of a month are summed by.
MONTH_KEYS = (
    "company_id",
    "currency_id",
    "member_id",
    "upline_id",
    "region_id",
    "user_id",
    "platform",
)


def create_tables() -> SQL:
    """Make the tables.

    They have no foreign keys: facts go with the documents that they are made of.
    """
    facts = ((name, kind) for name, kind in FACT_COLUMNS.items())
    months = ((name, FACT_COLUMNS[name]) for name in (*MONTH_KEYS, *FIGURES))
    return SQL(
        """
        CREATE TABLE distribution_sales_fact (%(facts)s, PRIMARY KEY (id));
        CREATE INDEX distribution_sales_fact_order
            ON distribution_sales_fact (order_id);
        CREATE INDEX distribution_sales_fact_member_date
            ON distribution_sales_fact (member_id, date);
        CREATE INDEX distribution_sales_fact_date
            ON distribution_sales_fact (date, company_id);
        CREATE INDEX distribution_sales_fact_product_date
            ON distribution_sales_fact (product_id, date);
        CREATE TABLE distribution_sales_fact_month (
            id bigserial PRIMARY KEY, date date NOT NULL, lines integer NOT NULL, %(months)s
        );
        CREATE INDEX distribution_sales_fact_month_date
            ON distribution_sales_fact_month (date, company_id);
        CREATE INDEX distribution_sales_fact_month_member
            ON distribution_sales_fact_month (member_id, date);
        CREATE TABLE distribution_sales_stale (
            id bigserial PRIMARY KEY, order_id integer NOT NULL,
            create_date timestamp NOT NULL DEFAULT (NOW() AT TIME ZONE 'UTC')
        )
        """,
        facts=_declare(facts),
        months=_declare(months),
    )


def drop_tables() -> SQL:
    """Forget all facts: all of them can be made anew."""
    return SQL(
        """
        DROP TABLE IF EXISTS distribution_sales_fact, distribution_sales_fact_month,
                             distribution_sales_stale CASCADE
        """
    )


def _declare(fields) -> SQL:
    """Return the columns of a table; the types are ours."""
    return SQL(", ").join(
        # The types are constants of this module.
        SQL("%s %s", SQL.identifier(name), SQL(kind))  # pylint: disable=sql-injection
        for name, kind in fields
    )


# === reading === #


def current() -> SQL:
    """Return all facts as documents say now: those kept, and those of orders that changed."""
    return SQL(
        """
        SELECT %(columns)s
          FROM distribution_sales_fact fact
         -- looked up in a hash: notes come and go faster than PostgreSQL counts them
         WHERE fact.order_id NOT IN (SELECT order_id FROM distribution_sales_stale)
         UNION ALL
        %(changed)s
        """,
        columns=columns(table="fact"),
        changed=sold(_is_stale(SQL("orders.id"))),
    )


def current_months() -> SQL:
    """Return rows that sum up to `current`, many facts in one row: the kept sums of months, and
    for orders that changed, what documents say now less what is kept.
    """
    return SQL(
        """
        SELECT id * 4 AS id, %(keys)s, date, lines, %(figures)s
          FROM distribution_sales_fact_month month
         UNION ALL
        SELECT id * 4::bigint + 1, %(keys)s, date_trunc('month', date)::date, 1, %(figures)s
          FROM (%(changed)s) changed
         UNION ALL
        SELECT id * 4::bigint + 2, %(keys)s, date_trunc('month', date)::date, -1, %(minus)s
          FROM distribution_sales_fact kept
         WHERE %(is_stale)s
        """,
        keys=columns(MONTH_KEYS),
        figures=columns(FIGURES),
        minus=SQL(", ").join(SQL("-%s", SQL.identifier(name)) for name in FIGURES),
        changed=sold(_is_stale(SQL("orders.id"))),
        is_stale=_is_stale(SQL("kept.order_id")),
    )


def _is_stale(order: SQL) -> SQL:
    """An array, because few orders are stale whatever the planner believes of the table."""
    return SQL("%s = ANY (ARRAY(SELECT order_id FROM distribution_sales_stale))", order)


def differences() -> SQL:
    """Return the orders of which something else is kept than documents say, and nobody noted it."""
    return SQL(
        """
        SELECT DISTINCT order_id FROM (
            (%(kept)s EXCEPT ALL %(documents)s) UNION ALL (%(documents)s EXCEPT ALL %(kept)s)
        ) different
         WHERE NOT EXISTS (
               SELECT FROM distribution_sales_stale stale
                WHERE stale.order_id = different.order_id
         )
        """,
        kept=SQL("SELECT %s FROM distribution_sales_fact", columns()),
        documents=sold(SQL("TRUE")),
    )


def month_differences() -> SQL:
    """Return the months whose kept sums are not those of the kept facts."""
    figures = [SQL.identifier(name) for name in ("lines", *FIGURES)]
    return SQL(
        """
        SELECT DISTINCT company_id, date FROM (
            SELECT %(month)s FROM distribution_sales_fact_month
             UNION ALL
            SELECT %(minus)s FROM (%(facts)s) facts
        ) both_sides
         GROUP BY %(keys)s, date
        HAVING %(is_different)s
        """,
        month=_month_columns(),
        minus=_month_columns(is_minus=True),
        facts=_sum_months(SQL("distribution_sales_fact")),
        keys=columns(MONTH_KEYS),
        is_different=SQL(" OR ").join(SQL("SUM(%s) <> 0", figure) for figure in figures),
    )


# === keeping === #


def take_stale(limit: int) -> SQL:
    """Return (note, order) of the changes noted first."""
    return SQL(
        "SELECT id, order_id FROM distribution_sales_stale ORDER BY id LIMIT %s",
        limit,
    )


def count_stale() -> SQL:
    """Return how many changes are noted."""
    return SQL("SELECT COUNT(*) FROM distribution_sales_stale")


def note(order_ids: Sequence[int]) -> SQL:
    """Note that documents of orders changed."""
    return SQL("INSERT INTO distribution_sales_stale (order_id) SELECT UNNEST(%s)", list(order_ids))


def note_all() -> SQL:
    """Note all orders whose lines are or were sales."""
    return SQL(
        """
        INSERT INTO distribution_sales_stale (order_id)
        SELECT id FROM sale_order
         WHERE state = 'sale' AND distribution_member_id IS NOT NULL
         UNION
        SELECT order_id FROM distribution_sales_fact
        """
    )


def forget_notes(note_ids: Sequence[int]) -> SQL:
    """Strike changes that were taken over. Others of the same orders may have come since."""
    return SQL("DELETE FROM distribution_sales_stale WHERE id = ANY(%s)", list(note_ids))


def delete(order_ids: Sequence[int]) -> SQL:
    """Forget the facts of orders; their months are less by them."""
    return SQL(
        """
        WITH gone AS (
            DELETE FROM distribution_sales_fact WHERE order_id = ANY(%(orders)s) RETURNING *
        )
        INSERT INTO distribution_sales_fact_month (%(columns)s)
        SELECT %(minus)s FROM (%(sums)s) sums
        """,
        orders=list(order_ids),
        columns=_month_columns(),
        minus=_month_columns(is_minus=True),
        sums=_sum_months(SQL("gone")),
    )


def insert(order_ids: Sequence[int]) -> SQL:
    """Add the facts of orders that have none; their months are more by them."""
    return SQL(
        """
        WITH come AS (
            INSERT INTO distribution_sales_fact (%(columns)s) %(sold)s RETURNING *
        )
        INSERT INTO distribution_sales_fact_month (%(month_columns)s) %(sums)s
        """,
        columns=columns(),
        sold=sold(SQL("orders.id = ANY(%s)", list(order_ids))),
        month_columns=_month_columns(),
        sums=_sum_months(SQL("come")),
    )


def sum_up_months() -> SQL:
    """Make the sums of all months anew: one row for each member and what else they are kept by."""
    return SQL(
        """
        DELETE FROM distribution_sales_fact_month;
        INSERT INTO distribution_sales_fact_month (%(columns)s) %(sums)s
        """,
        columns=_month_columns(),
        sums=_sum_months(SQL("distribution_sales_fact")),
    )


def _month_columns(*, is_minus: bool = False) -> SQL:
    """Return the columns of a month; the figures as they are or taken away."""
    sign = SQL("-") if is_minus else SQL()
    figures = SQL(", ").join(
        SQL("%s%s", sign, SQL.identifier(name)) for name in ("lines", *FIGURES)
    )
    return SQL("%s, date, %s", columns(MONTH_KEYS), figures)


def _sum_months(facts: SQL) -> SQL:
    return SQL(
        """
        SELECT %(keys)s, date_trunc('month', date)::date AS date, COUNT(*)::int AS lines, %(sums)s
          FROM %(facts)s
         GROUP BY %(keys)s, date_trunc('month', date)
        """,
        keys=columns(MONTH_KEYS),
        sums=SQL(", ").join(
            SQL("SUM(%(name)s) AS %(name)s", name=SQL.identifier(name)) for name in FIGURES
        ),
        facts=facts,
    )
