"""Triggers that note which orders' facts are out of date.

They see whole statements, not rows, and name no columns: so Odoo may alter the tables they watch.
What they compare stands in functions, on which PostgreSQL keeps no dependencies.
"""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.tools import SQL

from .sales_facts import note_all

# What of an order its facts are made of; their lines are watched by themselves.
ORDER_COLUMNS = (
    "state",
    "date_order",
    "currency_rate",
    "company_id",
    "distribution_member_id",
    "distribution_region_id",
    "user_id",
    "platform",
)
EVENTS = {
    "INSERT": SQL("NEW TABLE AS come"),
    "UPDATE": SQL("OLD TABLE AS gone NEW TABLE AS come"),
    "DELETE": SQL("OLD TABLE AS gone"),
}


@dataclass(frozen=True, slots=True)
class Watch:
    """A table whose changes are noted: what its function does after a statement."""

    table: str
    body: Callable[[], SQL]
    events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")

    @property
    def function(self) -> SQL:
        return SQL.identifier(f"distribution_sales_note_{self.table}")


def create_triggers() -> SQL:
    """Watch all tables that facts are made of."""
    return SQL(";").join(_watch(watch) for watch in WATCHES)


def drop_triggers() -> SQL:
    """Stop watching: the triggers go with their functions."""
    return SQL(";").join(
        SQL("DROP FUNCTION IF EXISTS %s() CASCADE", watch.function) for watch in WATCHES
    )


def _watch(watch) -> SQL:
    return SQL(
        """
        CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger AS $$
        BEGIN
            %(body)s;
            RETURN NULL;
        END
        $$ LANGUAGE plpgsql;
        %(triggers)s
        """,
        function=watch.function,
        body=watch.body(),
        triggers=SQL(";").join(_trigger(watch, event) for event in watch.events),
    )


def _trigger(watch, event) -> SQL:
    return SQL(
        """
        DROP TRIGGER IF EXISTS %(name)s ON %(table)s;
        CREATE TRIGGER %(name)s AFTER %(event)s ON %(table)s
        REFERENCING %(tables)s FOR EACH STATEMENT EXECUTE FUNCTION %(function)s()
        """,
        name=SQL.identifier(f"distribution_sales_note_{event.lower()}"),
        table=SQL.identifier(watch.table),
        # One of the three words of EVENTS.
        event=SQL(event),  # pylint: disable=sql-injection
        tables=EVENTS[event],
        function=watch.function,
    )


# === what is noted === #


def _orders() -> SQL:
    """Orders that are sales, or were."""
    return SQL(
        """
        IF TG_OP = 'UPDATE' THEN
            INSERT INTO distribution_sales_stale (order_id)
            SELECT come.id FROM come JOIN gone ON gone.id = come.id
             WHERE 'sale' IN (come.state, gone.state)
               AND (%(come)s) IS DISTINCT FROM (%(gone)s);
        ELSIF TG_OP = 'INSERT' THEN
            INSERT INTO distribution_sales_stale (order_id)
            SELECT id FROM come WHERE state = 'sale';
        ELSE
            INSERT INTO distribution_sales_stale (order_id)
            SELECT id FROM gone WHERE state = 'sale';
        END IF
        """,
        come=SQL(", ").join(SQL.identifier("come", column) for column in ORDER_COLUMNS),
        gone=SQL(", ").join(SQL.identifier("gone", column) for column in ORDER_COLUMNS),
    )


def _lines() -> SQL:
    """The orders of the lines that are sales. No line changes its order.

    An order that is deleted with its lines is noted by itself.
    """
    return SQL(
        """
        IF TG_OP = 'DELETE' THEN
            INSERT INTO distribution_sales_stale (order_id)
            SELECT DISTINCT gone.order_id
              FROM gone JOIN sale_order orders ON orders.id = gone.order_id
             WHERE orders.state = 'sale';
        ELSE
            INSERT INTO distribution_sales_stale (order_id)
            SELECT DISTINCT come.order_id
              FROM come JOIN sale_order orders ON orders.id = come.order_id
             WHERE orders.state = 'sale';
        END IF
        """
    )


def _entries() -> SQL:
    """Orders that earned more, or less."""
    return SQL(
        """
        INSERT INTO distribution_sales_stale (order_id)
        SELECT DISTINCT order_id FROM come WHERE order_line_id IS NOT NULL
        """
    )


def _uplines() -> SQL:
    """Orders of a member since the first day that it stood under another upline than before."""
    return SQL(
        """
        IF TG_OP = 'INSERT' THEN %(note_new)s;
        ELSIF TG_OP = 'DELETE' THEN %(note_old)s;
        ELSE %(note_both)s;
        END IF
        """,
        note_new=_note_since(SQL("SELECT member_id, date_from AS day FROM come")),
        note_old=_note_since(SQL("SELECT member_id, date_from AS day FROM gone")),
        note_both=_note_since(
            SQL(
                """
                SELECT come.member_id,
                       CASE WHEN (come.upline_id, come.date_from)
                                 IS DISTINCT FROM (gone.upline_id, gone.date_from)
                            THEN LEAST(come.date_from, gone.date_from)
                            ELSE LEAST(come.date_to, gone.date_to) END AS day
                  FROM come JOIN gone ON gone.id = come.id
                 WHERE (come.upline_id, come.date_from, come.date_to)
                       IS DISTINCT FROM (gone.upline_id, gone.date_from, gone.date_to)
                """
            )
        ),
    )


def _note_since(changes: SQL) -> SQL:
    return SQL(
        """
        INSERT INTO distribution_sales_stale (order_id)
        SELECT orders.id
          FROM (SELECT member_id, MIN(day) AS day FROM (%s) change GROUP BY member_id) changed
          JOIN sale_order orders ON orders.distribution_member_id = changed.member_id
         WHERE orders.state = 'sale'
           -- a day early: no time zone may cut off anything
           AND orders.date_order >= changed.day - 1
        """,
        changes,
    )


def _all_when(column: str) -> Callable[[], SQL]:
    """All orders, when what is the base of everything changes: it hardly ever does."""

    def body() -> SQL:
        return SQL(
            """
            IF EXISTS (SELECT FROM come JOIN gone ON gone.id = come.id
                        WHERE come.%(column)s IS DISTINCT FROM gone.%(column)s) THEN
                %(note_all)s;
            END IF
            """,
            column=SQL.identifier(column),
            note_all=note_all(),
        )

    return body


WATCHES = (
    Watch("sale_order", _orders),
    Watch("sale_order_line", _lines),
    Watch("distribution_commission_entry", _entries, ("INSERT",)),
    Watch("distribution_member_upline", _uplines),
    Watch("res_company", _all_when("distribution_tz"), ("UPDATE",)),
    Watch("res_currency", _all_when("decimal_places"), ("UPDATE",)),
    Watch("product_template", _all_when("uom_id"), ("UPDATE",)),
    Watch("uom_uom", _all_when("factor"), ("UPDATE",)),
)
