"""The facts: what documents say of each sold line, kept; and their sums of each month.

Triggers note each order whose documents changed (`sales_triggers`), in a table without a unique
key, so that nobody waits for anybody. A reader takes the kept facts of all other orders, and asks
the documents of these. So what is read is always what documents say now, however late the facts
are made anew, and a worker that is killed has lost nothing.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from .sales_lines import FACT_COLUMNS, FIGURES, columns, sold

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
        CREATE TABLE IF NOT EXISTS distribution_sales_fact (%(facts)s, PRIMARY KEY (id));
        CREATE INDEX IF NOT EXISTS distribution_sales_fact_order
            ON distribution_sales_fact (order_id);
        CREATE INDEX IF NOT EXISTS distribution_sales_fact_member_date
            ON distribution_sales_fact (member_id, date);
        CREATE INDEX IF NOT EXISTS distribution_sales_fact_date
            ON distribution_sales_fact (date, company_id);
        CREATE INDEX IF NOT EXISTS distribution_sales_fact_product_date
            ON distribution_sales_fact (product_id, date);
        CREATE TABLE IF NOT EXISTS distribution_sales_fact_month (
            id bigserial PRIMARY KEY, date date NOT NULL, lines integer NOT NULL, %(months)s
        );
        CREATE INDEX IF NOT EXISTS distribution_sales_fact_month_date
            ON distribution_sales_fact_month (date, company_id);
        CREATE INDEX IF NOT EXISTS distribution_sales_fact_month_member
            ON distribution_sales_fact_month (member_id, date);
        CREATE TABLE IF NOT EXISTS distribution_sales_stale (
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
         WHERE NOT EXISTS (
               SELECT FROM distribution_sales_stale stale WHERE stale.order_id = fact.order_id
         )
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
    return SQL(
        """
        SELECT DISTINCT company_id, date FROM (
            (%(kept)s EXCEPT ALL %(facts)s) UNION ALL (%(facts)s EXCEPT ALL %(kept)s)
        ) different
        """,
        kept=SQL("SELECT %s FROM distribution_sales_fact_month", _month_columns()),
        facts=_sum_months(SQL("TRUE")),
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
    """Forget the facts of orders; return the (company, month) that they were in."""
    return SQL(
        """
        WITH gone AS (
            DELETE FROM distribution_sales_fact WHERE order_id = ANY(%(orders)s)
            RETURNING company_id, date
        )
        SELECT DISTINCT company_id, date_trunc('month', date)::date FROM gone
        """,
        orders=list(order_ids),
    )


def insert(order_ids: Sequence[int]) -> SQL:
    """Add the facts of orders that have none; return the (company, month) that they are in."""
    return SQL(
        """
        WITH come AS (
            INSERT INTO distribution_sales_fact (%(columns)s) %(sold)s
            RETURNING company_id, date
        )
        SELECT DISTINCT company_id, date_trunc('month', date)::date FROM come
        """,
        columns=columns(),
        sold=sold(SQL("orders.id = ANY(%s)", list(order_ids))),
    )


def renew_months(months: Sequence[tuple]) -> SQL:
    """Sum up months anew.

    :param months: (company, first day)
    """
    return SQL(
        """
        DELETE FROM distribution_sales_fact_month month
         USING UNNEST(%(companies)s, %(days)s) AS due (company_id, date)
         WHERE month.company_id = due.company_id AND month.date = due.date;
        INSERT INTO distribution_sales_fact_month (%(columns)s) %(sums)s
        """,
        companies=[company for company, _day in months],
        days=[day for _company, day in months],
        columns=_month_columns(),
        sums=_sum_months(_lie_in(months)),
    )


def _month_columns() -> SQL:
    return SQL("%s, date, lines, %s", columns(MONTH_KEYS), columns(FIGURES))


def _sum_months(which: SQL) -> SQL:
    return SQL(
        """
        SELECT %(keys)s, date_trunc('month', fact.date)::date, COUNT(*)::int, %(sums)s
          FROM distribution_sales_fact fact
         WHERE %(which)s
         GROUP BY %(keys)s, date_trunc('month', fact.date)
        """,
        keys=columns(MONTH_KEYS),
        sums=SQL(", ").join(SQL("SUM(%s)", SQL.identifier(name)) for name in FIGURES),
        which=which,
    )


def _lie_in(months) -> SQL:
    """The facts of months: a range of days for each, which an index finds."""
    return SQL(
        """
        EXISTS (
            SELECT FROM UNNEST(%(companies)s, %(days)s) AS due (company_id, date)
             WHERE fact.company_id = due.company_id
               AND date_trunc('month', fact.date)::date = due.date
        ) AND fact.date >= %(first)s AND fact.date < %(last)s::date + INTERVAL '1 month'
        """,
        companies=[company for company, _day in months],
        days=[day for _company, day in months],
        first=min(day for _company, day in months),
        last=max(day for _company, day in months),
    )
